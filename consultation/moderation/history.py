"""What happened to a comment beside the caseworkers' decisions: what its sender did herself."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q

from consultation.models import Amendment, Comment


@dataclass(frozen=True)
class SenderActs:
    """How the comment came when it was not in the letter as it was sent, and how it went."""

    came: Sequence[Amendment] = ()
    went: Sequence[Amendment] = ()


def sender_acts(comment: Comment) -> SenderActs:
    """One query."""
    kinds = Amendment.Kind
    acts = list(
        Amendment.objects.filter(response=comment.response_id)
        .exclude(kind__in=(kinds.FILE_ADDED, kinds.FILE_WITHDRAWN))
        .filter(Q(comment=comment) | Q(comment__replaces=comment) | Q(kind=kinds.ALL_WITHDRAWN))
        .select_related("comment")
    )
    return SenderActs(
        [a for a in acts if a.comment == comment and a.kind in (kinds.ADDED, kinds.CORRECTED)],
        [a for a in acts if comment.is_taken_back and _took_back(a, comment)][:1],
    )


def _took_back(act: Amendment, comment: Comment) -> bool:
    if act.kind == Amendment.Kind.CORRECTED:
        return act.comment is not None and act.comment.replaces_id == comment.pk
    return comment.state == Comment.State.WITHDRAWN and act.kind != Amendment.Kind.ADDED
