"""Deciding on a comment or an attachment: the state, the record, the answer to those who reported
it and the audit row, or none of them."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from consultation import emails
from consultation.models import Attachment, AuditEvent, Comment, Decision, Flag, ResponseCounter
from consultation.models.comment import CommentState
from consultation.redaction import Cut


class DecidedMeanwhile(Exception):
    """Somebody else decided on the comment after this person saw it."""

    def __init__(self, standing: Decision) -> None:
        super().__init__("decided meanwhile")
        self.standing = standing


class TakenBackMeanwhile(Exception):
    """The sender corrected or withdrew the comment: there is nothing left to decide on."""


@transaction.atomic
def publish_comment(
    comment: Comment,
    *,
    acting_user: User,
    at: datetime,
    seen: int = 0,
    seen_report: int = 0,
    note: str = "",
) -> Decision:
    """Everybody may read it from now on; reports of it are dismissed.

    Raises DecidedMeanwhile and TakenBackMeanwhile.
    """
    decision = _decide(comment, CommentState.PUBLISHED, "", acting_user, at, seen, note)
    _answer_reports(decision, Flag.Outcome.DISMISSED, seen_report)
    return decision


@transaction.atomic
def hide_comment(
    comment: Comment,
    *,
    reason: str,
    acting_user: User,
    at: datetime,
    seen: int = 0,
    seen_report: int = 0,
    note: str = "",
) -> Decision:
    """Readers meet a tombstone with the reason; the words are kept, and reports of it are upheld.

    Raises DecidedMeanwhile and TakenBackMeanwhile.
    """
    decision = _decide(comment, CommentState.HIDDEN, reason, acting_user, at, seen, note)
    _answer_reports(decision, Flag.Outcome.UPHELD, seen_report)
    return decision


@transaction.atomic
def redact_comment(
    comment: Comment,
    *,
    cuts: Sequence[Cut],
    reason: str,
    acting_user: User,
    at: datetime,
    seen: int = 0,
    seen_report: int = 0,
    note: str = "",
) -> Decision:
    """Readers see the rest, with a gap for each of `cuts` and without the proposed wording; the
    words are kept, and reports of it are upheld.

    Raises DecidedMeanwhile and TakenBackMeanwhile.
    """
    after = CommentState.REDACTED
    decision = _decide(comment, after, reason, acting_user, at, seen, note, cuts)
    _answer_reports(decision, Flag.Outcome.UPHELD, seen_report)
    return decision


def _decide(
    comment: Comment,
    after: CommentState,
    reason: str,
    acting_user: User,
    at: datetime,
    seen: int,
    note: str,
    cuts: Sequence[Cut] = (),
) -> Decision:
    """`seen` is the id of the newest decision the person saw, 0 when there was none.

    The hearing's counter comes first, as it does when a sender corrects (responses/amending.py).
    """
    ResponseCounter.lock(comment.hearing)
    comment = Comment.objects.select_for_update().get(pk=comment.pk)
    if comment.is_taken_back:
        raise TakenBackMeanwhile
    standing = comment.decisions.first()
    hidden = [list(cut) for cut in cuts]
    if standing is not None and standing.pk != seen:
        same = (standing.by, standing.after, standing.reason, standing.cuts)
        if same == (acting_user, after, reason, hidden):
            # The button was pressed twice.
            return standing
        raise DecidedMeanwhile(standing)
    decision = Decision.objects.create(
        comment=comment,
        before=comment.state,
        after=after,
        reason=reason,
        cuts=hidden,
        note=note,
        by=acting_user,
        at=at,
    )
    comment.state = after
    comment.hidden_reason = reason
    comment.public_body = decision.public_text
    comment.save(update_fields=["state", "hidden_reason", "public_body"])
    AuditEvent.record(
        AuditEvent.Verb.DECIDED,
        comment.hearing,
        by=acting_user,
        at=at,
        comment=comment.pk,
        decision=decision.pk,
        after=str(after),
    )
    if after in (CommentState.HIDDEN, CommentState.REDACTED):
        emails.tell_of_decision(decision)
    return decision


class NeverPublic(Exception):
    """Of a protected sender nothing but the text is public, of one who withdrew nothing at all."""


def publish_attachment(attachment: Attachment, *, acting_user: User, at: datetime) -> None:
    """Everybody may download it, when words of the same response are published too. Raises
    NeverPublic."""
    _decide_on_attachment(attachment, at, AuditEvent.Verb.ATTACHMENT_PUBLISHED, acting_user, at)


def hide_attachment(attachment: Attachment, *, acting_user: User, at: datetime) -> None:
    """Only the sender and the caseworkers may download it, as before anybody decided."""
    _decide_on_attachment(attachment, None, AuditEvent.Verb.ATTACHMENT_HIDDEN, acting_user, at)


@transaction.atomic
def _decide_on_attachment(
    attachment: Attachment,
    published_at: datetime | None,
    verb: AuditEvent.Verb,
    acting_user: User,
    at: datetime,
) -> None:
    """Pressed twice it is decided once."""
    ResponseCounter.lock(attachment.response.hearing)
    attachments = Attachment.objects.select_related("response__hearing")
    attachment = attachments.select_for_update(of=("self",)).get(pk=attachment.pk)
    if published_at and not attachment.may_be_public():
        raise NeverPublic
    if bool(attachment.published_at) == bool(published_at):
        return
    attachment.published_at = published_at
    attachment.save(update_fields=["published_at"])
    AuditEvent.record(
        verb, attachment.response.hearing, by=acting_user, at=at, attachment=attachment.pk
    )


def _answer_reports(decision: Decision, outcome: Flag.Outcome, seen_report: int) -> None:
    """Those the person saw; a report that came while she read waits for another look.

    `seen_report` is the id of the newest report on her page, 0 when there was none.
    """
    seen = Flag.objects.waiting().filter(comment=decision.comment_id, pk__lte=seen_report)
    # One answer to one address, and none to what a machine wrote.
    asking = seen.exclude(email="").exclude(doubtful=True)
    answers = dict(asking.order_by("-id").values_list("email", "pk"))
    seen.resolve(outcome, by=decision.by, at=decision.at)
    for pk in answers.values():
        emails.answer_report.enqueue(pk)
