"""Following a hearing: asking for it, and what happens that followers are told."""

from datetime import datetime

from django.db import transaction

from accounts.models import User
from consultation import emails
from consultation.following.notices import announce
from consultation.models import AuditEvent, DeadlineExtension, Hearing, HearingEvent, Subscription


@transaction.atomic
def ask_to_follow(hearing: Hearing, email: str, *, language: str, at: datetime) -> None:
    """Send a link that confirms, or that leaves when she follows already. Silent when the
    address was written to a moment ago: whoever asks learns nothing about it."""
    email = email.lower()
    Subscription.objects.bulk_create(
        [Subscription(hearing=hearing, email=email, language=language, created_at=at)],
        ignore_conflicts=True,
    )
    subscription = Subscription.objects.select_for_update().get(hearing=hearing, email=email)
    if not subscription.may_be_asked(at):
        return
    subscription.asked_at = at
    subscription.asked += 1
    subscription.language = language
    subscription.save(update_fields=["asked_at", "asked", "language"])
    emails.send_follow_link.enqueue(subscription.pk)


@transaction.atomic
def extend_hearing(
    hearing: Hearing, *, to: datetime, reason: str, acting_user: User, at: datetime
) -> DeadlineExtension:
    """Move the deadline later, and tell those who follow or have written.

    Raises ValueError when `to` is not later than the deadline, or the reason is empty.
    """
    extension = hearing.extend(to=to, reason=reason, by=acting_user, at=at)
    announce(hearing, HearingEvent.EXTENDED, about=to, at=at)
    AuditEvent.record(
        AuditEvent.Verb.EXTENDED, hearing, by=acting_user, at=at, extension=extension.pk
    )
    return extension


@transaction.atomic
def publish_result(hearing: Hearing, *, acting_user: User, at: datetime) -> None:
    """The result may be read from now on, and is told. Publishing again changes nothing."""
    first = Hearing.objects.filter(pk=hearing.pk, result_published_at=None)
    if not first.update(result_published_at=at):
        hearing.refresh_from_db(fields=["result_published_at"])
        return
    hearing.result_published_at = at
    announce(hearing, HearingEvent.RESULT, about=at, at=at)
    AuditEvent.record(AuditEvent.Verb.RESULT_PUBLISHED, hearing, by=acting_user, at=at)


def forget(at: datetime) -> None:
    """Delete the addresses we have no more use for."""
    Subscription.objects.outlived(at).delete()
