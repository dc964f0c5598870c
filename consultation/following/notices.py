"""What followers are told: announced once, queued once, when it helps."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from consultation import emails
from consultation.models import (
    Hearing,
    HearingEvent,
    Notice,
    NoticeMail,
    Response,
    Subscription,
)
from consultation.models.subscription import TOLD_TO_RESPONDENTS

# How many mails are handed to the task queue in one transaction.
BATCH = 500


@transaction.atomic
def announce(hearing: Hearing, event: HearingEvent, *, about: datetime, at: datetime) -> None:
    """Write down, once, that it happened, and one mail for each who is told.

    The mails are rows of the transaction that caused them; queue_mails() hands them out.
    """
    notice, new = Notice.objects.get_or_create(
        hearing=hearing, event=event, about=about, defaults={"at": at}
    )
    if not new:
        return
    if event in TOLD_TO_RESPONDENTS:
        _know_respondents(hearing, at)
    told = Subscription.objects.told(notice).values_list("pk", flat=True)
    NoticeMail.objects.bulk_create(
        [NoticeMail(notice=notice, subscription_id=pk) for pk in told], batch_size=2_000
    )


def how_many_are_told(hearing: Hearing) -> int:
    """How many get a mail when the deadline moves: followers, and those who have written."""
    here = Subscription.objects.filter(hearing=hearing)
    known = Q(confirmed_at__isnull=False) | Q(responded=True)
    followers = here.filter(known, left_at=None).values_list("email")
    left = here.filter(left_at__isnull=False).values("email")
    wrote = _confirmed(hearing).annotate(address=Lower("email")).exclude(address__in=left)
    return followers.order_by().union(wrote.order_by().values_list("address")).count()


def _confirmed(hearing: Hearing) -> "QuerySet[Response]":
    """The responses whose sender has shown the address to be hers."""
    confirmed = {"email_confirmed_at__isnull": False, "withdrawn_at": None}
    return Response.objects.filter(hearing=hearing, **confirmed).exclude(email="")


def _know_respondents(hearing: Hearing, at: datetime) -> None:
    """A row for each confirmed address that has written and not withdrawn it, so that nobody gets
    two mails, and everybody can leave."""
    confirmed = _confirmed(hearing).annotate(address=Lower("email"))
    languages = dict(confirmed.order_by("id").values_list("address", "language"))
    Subscription.objects.bulk_create(
        [
            Subscription(hearing=hearing, email=address, language=language, created_at=at)
            for address, language in languages.items()
        ],
        ignore_conflicts=True,
        batch_size=2_000,
    )
    Subscription.objects.filter(hearing=hearing, email__in=confirmed.values("address")).update(
        responded=True
    )


# "Three days left" is said in the morning, Danish time, of the third day before the last one.
_MORNING = 9
# A worker that was away tells of an opening so long after it.
_OPENING_IS_NEWS = timedelta(days=2)
# With less time than this left, and with news since the reminder was due, it helps nobody.
_STILL_USEFUL = timedelta(hours=12)


def due_notices(at: datetime) -> None:
    """Announce what became due: an opening, a deadline three days away.

    Announced is what has a row in Notice, so two workers announce once, and one that was away
    announces late, but nothing that has stopped being useful.
    """
    open_now = [h for h in Hearing.objects.announced(at).filter(opens_at__lte=at) if h.accepts(at)]
    told = set(
        Notice.objects.filter(hearing__in=open_now).values_list("hearing_id", "event", "about")
    )
    for hearing in open_now:
        opened = (hearing.pk, HearingEvent.OPENED, hearing.opens_at) in told
        if not opened and at - hearing.opens_at < _OPENING_IS_NEWS:
            announce(hearing, HearingEvent.OPENED, about=hearing.opens_at, at=at)
        reminded = (hearing.pk, HearingEvent.ENDS_SOON, hearing.closes_at) in told
        if not reminded and _reminder_is_due(hearing, at):
            announce(hearing, HearingEvent.ENDS_SOON, about=hearing.closes_at, at=at)


def reminder_at(hearing: Hearing) -> datetime:
    """When "three days left" is said of the deadline as it stands."""
    last = hearing.closes_at.astimezone(ZoneInfo("Europe/Copenhagen"))
    # Counted on the calendar, so that it is nine o'clock also when the clocks change between.
    return (last - timedelta(days=3)).replace(hour=_MORNING, minute=0)


def _reminder_is_due(hearing: Hearing, at: datetime) -> bool:
    moment = reminder_at(hearing)
    if at < moment or hearing.closes_at - at < _STILL_USEFUL:
        return False
    # She was told the deadline after the reminder was due, when it opened or was extended.
    latest = hearing.extensions.order_by("-at").first()
    return max(hearing.opens_at, latest.at if latest else hearing.opens_at) < moment


def queue_mails(at: datetime) -> None:
    """Hand the mails that wait to the task queue, a batch at a time: each is queued in the
    transaction that says so, and two workers never take the same."""
    while _queue_a_batch():
        pass


@transaction.atomic
def _queue_a_batch() -> bool:
    waiting = NoticeMail.objects.filter(queued=False).select_for_update(skip_locked=True)
    batch = list(waiting.order_by("id").values_list("pk", flat=True)[:BATCH])
    for pk in batch:
        emails.send_notice.enqueue(pk)
    NoticeMail.objects.filter(pk__in=batch).update(queued=True)
    return len(batch) == BATCH
