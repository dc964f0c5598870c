"""Deciding on a comment: the state, the decision on record and the audit row, or none of them."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from consultation.models import AuditEvent, Comment, Decision
from consultation.models.comment import CommentState


class DecidedMeanwhile(Exception):
    """Somebody else decided on the comment after this person saw it."""

    def __init__(self, standing: Decision) -> None:
        super().__init__("decided meanwhile")
        self.standing = standing


@transaction.atomic
def publish_comment(
    comment: Comment, *, acting_user: User, at: datetime, seen: int = 0, note: str = ""
) -> Decision:
    """Everybody may read it from now on. Raises DecidedMeanwhile."""
    return _decide(comment, CommentState.PUBLISHED, "", acting_user, at, seen, note)


@transaction.atomic
def hide_comment(
    comment: Comment,
    *,
    reason: str,
    acting_user: User,
    at: datetime,
    seen: int = 0,
    note: str = "",
) -> Decision:
    """Readers meet a tombstone with the reason; the words are kept. Raises DecidedMeanwhile."""
    return _decide(comment, CommentState.HIDDEN, reason, acting_user, at, seen, note)


def _decide(
    comment: Comment,
    after: CommentState,
    reason: str,
    acting_user: User,
    at: datetime,
    seen: int,
    note: str,
) -> Decision:
    """`seen` is the id of the newest decision the person saw, 0 when there was none."""
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    standing = comment.decisions.first()
    if standing is not None and standing.pk != seen:
        if (standing.by, standing.after, standing.reason) == (acting_user, after, reason):
            # The button was pressed twice.
            return standing
        raise DecidedMeanwhile(standing)
    decision = Decision.objects.create(
        comment=comment,
        before=comment.state,
        after=after,
        reason=reason,
        note=note,
        by=acting_user,
        at=at,
    )
    comment.state = after
    comment.hidden_reason = reason
    comment.save(update_fields=["state", "hidden_reason"])
    AuditEvent.record(
        AuditEvent.Verb.DECIDED,
        comment.hearing,
        by=acting_user,
        at=at,
        comment=comment.pk,
        decision=decision.pk,
        after=str(after),
    )
    return decision
