"""What happened to a comment beside the caseworkers' decisions: what its sender did herself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q
from django.db.models.functions import JSONObject

from consultation.models import Amendment, Comment
from consultation.models.comment import CommentQuerySet


@dataclass(frozen=True)
class Act:
    """One act of hers, and the comment that came of it or went; None when all was withdrawn."""

    kind: str
    at: datetime
    comment: int | None
    replaces: int | None


@dataclass(frozen=True)
class SenderActs:
    """How the comment came when it was not in the letter as it was sent, and how it went."""

    came: Sequence[Act] = ()
    went: Sequence[Act] = ()


def with_acts(comments: CommentQuerySet) -> CommentQuerySet:
    """With what `sender_acts` reads: a query of its own would be one for every page."""
    kinds = Amendment.Kind
    acts = (
        Amendment.objects.filter(response=OuterRef("response"))
        .exclude(kind__in=(kinds.FILE_ADDED, kinds.FILE_WITHDRAWN))
        .filter(
            Q(comment=OuterRef("pk"))
            | Q(comment__replaces=OuterRef("pk"))
            | Q(kind=kinds.ALL_WITHDRAWN)
        )
        .order_by("id")
        .values(
            act=JSONObject(
                kind="kind", at="at", comment="comment_id", replaces=F("comment__replaces_id")
            )
        )
    )
    return comments.annotate(acts=ArraySubquery(acts))


def sender_acts(comment: Comment) -> SenderActs:
    """No query; the comment comes from `with_acts`."""
    kinds = Amendment.Kind
    acts = [
        Act(**{**act, "at": datetime.fromisoformat(act["at"])})
        for act in comment.acts  # type: ignore[attr-defined]
    ]
    return SenderActs(
        [a for a in acts if a.comment == comment.pk and a.kind in (kinds.ADDED, kinds.CORRECTED)],
        [a for a in acts if comment.is_taken_back and _took_back(a, comment)][:1],
    )


def _took_back(act: Act, comment: Comment) -> bool:
    if act.kind == Amendment.Kind.CORRECTED:
        return act.replaces == comment.pk
    return comment.state == Comment.State.WITHDRAWN and act.kind != Amendment.Kind.ADDED
