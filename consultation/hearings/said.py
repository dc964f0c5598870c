"""A comment as readers meet it: how many say the same, and what the administration answers."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from consultation.models import Comment, Consideration, Hearing


@dataclass(frozen=True)
class Reply:
    """A published answer under one comment. One answer to many comments is written out once on a
    page; under the others `first` is the comment where it stands."""

    consideration: Consideration
    first: Comment | None = None


@dataclass
class Said:
    comment: Comment
    times: int = 1
    replies: list[Reply] = field(default_factory=list)


def attach_replies(hearing: Hearing, page: Sequence[Said], *, at: datetime) -> None:
    """Give each its replies, in one query."""
    links = Consideration.comments.through.objects.filter(
        comment__in=[said.comment.pk for said in page],
        consideration__in=Consideration.objects.published(at).filter(hearing=hearing),
    )
    answers: dict[int, list[Consideration]] = defaultdict(list)
    for link in links.select_related("consideration").order_by("consideration_id"):
        answers[link.comment_id].append(link.consideration)
    written: dict[int, Comment] = {}
    for said in page:
        mine = answers[said.comment.pk]
        said.replies = [Reply(answer, written.get(answer.pk)) for answer in mine]
        for answer in mine:
            written.setdefault(answer.pk, said.comment)
