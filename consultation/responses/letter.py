"""A sent response as its sender reads it: what stands, how it was before, and what she withdrew."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from consultation.models import Amendment, Comment, Response


@dataclass(frozen=True)
class Point:
    """One comment, when she last changed it (None: as it was sent), and its earlier wordings, the
    newest first."""

    comment: Comment
    change: Amendment | None = None
    earlier: Sequence[Comment] = field(default_factory=list)


def letter(response: Response) -> list[Point]:
    """What stands first, in the order in which it was sent; then what is withdrawn. Two queries."""
    comments = list(response.comments.select_related("paragraph__section").order_by("id"))
    acts = response.amendments.filter(attachment=None).order_by("id")
    changes = {act.comment_id: act for act in acts}
    by_id = {comment.pk: comment for comment in comments}
    points = []
    for comment in comments:
        if comment.state == Comment.State.REPLACED:
            continue
        earlier, before = [], comment
        while before.replaces_id is not None:
            before = by_id[before.replaces_id]
            earlier.append(before)
        change = changes.get(comment.pk)
        if comment.is_taken_back and (change is None or change.kind != Amendment.Kind.WITHDRAWN):
            # It went with the whole response.
            change = changes.get(None)
        points.append((comment.is_taken_back, before.pk, Point(comment, change, earlier)))
    return [point for *_order, point in sorted(points, key=lambda entry: entry[:2])]
