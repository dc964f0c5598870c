"""What followers are told, when, and that each is told once."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import User
from consultation import emails
from consultation.following.actions import extend_hearing, publish_result
from consultation.following.notices import announce, due_notices, queue_mails, reminder_at
from consultation.models import AuditEvent, Hearing, HearingEvent, Notice, NoticeMail, Subscription
from tests.factories import make_hearing, make_response, make_subscription

pytestmark = pytest.mark.django_db

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


def local(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=COPENHAGEN)  # type: ignore[arg-type,misc]


def told(event: str) -> list[str]:
    mails = NoticeMail.objects.filter(notice__event=event).order_by("subscription__email")
    return list(mails.values_list("subscription__email", flat=True))


def deliver() -> None:
    """Everything that waits is sent, as the worker does it."""
    queue_mails(timezone.now())
    for waiting in NoticeMail.objects.filter(queued=True, sent_at=None).order_by("id"):
        emails.send_notice.call(waiting.pk)


# --- An extension, and the result ---------------------------------------------------------


def test_an_extension_is_told_with_its_reason_and_both_deadlines(caseworker: User) -> None:
    now = timezone.now()
    hearing = make_hearing(closes_at=local(2027, 1, 4, 23, 59))
    make_subscription(hearing)
    extend_hearing(
        hearing,
        to=local(2027, 1, 18, 23, 59),
        reason="Bilag manglede",
        acting_user=caseworker,
        at=now,
    )
    deliver()
    sent = mail.outbox[0]
    assert sent.subject == "Høringsfristen er forlænget til mandag den 18. januar 2027 kl. 23.59"
    body = str(sent.body).replace("\xa0", " ")
    for said in (
        "Ny frist: mandag den 18. januar 2027 kl. 23.59",
        "Tidligere frist: mandag den 4. januar 2027 kl. 23.59",
        "Begrundelse: Bilag manglede",
        hearing.subscriptions.get().leave_path,
    ):
        assert said in body
    event = AuditEvent.objects.get()
    assert (event.verb, event.by) == ("extended", caseworker)


def test_who_has_written_is_told_without_following_and_nobody_twice(
    hearing: Hearing, caseworker: User
) -> None:
    now = timezone.now()
    make_subscription(hearing, email="begge@post.example")
    for email, confirmed in (
        ("Begge@Post.example", now),
        ("skriver@post.example", now),
        ("Skriver@post.example", now),
        ("ubekraeftet@post.example", None),
        ("", None),
    ):
        make_response(hearing, email=email, email_confirmed_at=confirmed, language="en")
    withdrawn = {"email": "fortryder@post.example", "withdrawn_at": now}
    make_response(hearing, email_confirmed_at=now, **withdrawn)
    later = hearing.closes_at + timedelta(days=7)
    extend_hearing(hearing, to=later, reason="Ferie", acting_user=caseworker, at=now)
    assert told("extended") == ["begge@post.example", "skriver@post.example"]
    deliver()
    assert sorted(sent.to[0] for sent in mail.outbox) == [
        "begge@post.example",
        "skriver@post.example",
    ]
    writer = next(sent for sent in mail.outbox if sent.to == ["skriver@post.example"])
    assert "because you have sent a response" in str(writer.body), "in her language, with why"

    publish_result(hearing, acting_user=caseworker, at=now)
    assert told("result") == ["begge@post.example", "skriver@post.example"]


def test_who_left_is_told_nothing_more_though_she_has_written(
    hearing: Hearing, caseworker: User
) -> None:
    now = timezone.now()
    make_response(hearing, email="jens@post.example", email_confirmed_at=now)
    later = hearing.closes_at + timedelta(days=7)
    extend_hearing(hearing, to=later, reason="Ferie", acting_user=caseworker, at=now)
    # She leaves while the mail waits, by the link of an earlier one.
    Subscription.objects.get().leave(at=now)
    deliver()
    assert mail.outbox == []
    publish_result(hearing, acting_user=caseworker, at=now)
    assert told("result") == []


def test_a_writer_hears_only_of_the_extension_and_the_result(
    hearing: Hearing, caseworker: User
) -> None:
    make_response(hearing, email_confirmed_at=timezone.now())
    later = hearing.closes_at + timedelta(days=7)
    extend_hearing(hearing, to=later, reason="Ferie", acting_user=caseworker, at=hearing.opens_at)
    due_notices(reminder_at(hearing))
    assert told("ends_soon") == []
    assert Notice.objects.filter(event="ends_soon").exists()


def test_unconfirmed_followers_are_told_nothing(hearing: Hearing, caseworker: User) -> None:
    make_subscription(hearing, confirmed_at=None)
    later = hearing.closes_at + timedelta(days=7)
    extend_hearing(hearing, to=later, reason="Ferie", acting_user=caseworker, at=timezone.now())
    assert not NoticeMail.objects.exists()


def test_the_result_is_published_and_told_once(hearing: Hearing, caseworker: User) -> None:
    make_subscription(hearing)
    now = timezone.now()
    for minutes in (0, 5):
        fresh = Hearing.objects.get(pk=hearing.pk)
        publish_result(fresh, acting_user=caseworker, at=now + timedelta(minutes=minutes))
        assert fresh.result_published_at == now
    assert told("result") == ["jens@post.example"]
    assert AuditEvent.objects.count() == 1
    deliver()
    assert mail.outbox[0].subject == "Resultatet er offentliggjort: En høring"


def test_an_extension_that_fails_tells_nobody(hearing: Hearing, caseworker: User) -> None:
    make_subscription(hearing)
    with pytest.raises(ValueError, match="extended"):
        extend_hearing(
            hearing, to=hearing.opens_at, reason="x", acting_user=caseworker, at=timezone.now()
        )
    assert not Notice.objects.exists()


def test_of_two_extensions_in_a_row_only_the_standing_one_is_mailed(
    hearing: Hearing, caseworker: User
) -> None:
    make_subscription(hearing)
    for days in (7, 14):
        later = hearing.closes_at + timedelta(days=days)
        extend_hearing(hearing, to=later, reason="Ferie", acting_user=caseworker, at=timezone.now())
    assert NoticeMail.objects.count() == 2
    deliver()
    assert len(mail.outbox) == 1
    assert NoticeMail.objects.get(sent_at=None).notice.about < hearing.closes_at


# --- What comes due by itself -------------------------------------------------------------


@pytest.fixture
def planned() -> Hearing:
    """Opens on a Monday at 8, ends four weeks later at 23.59."""
    return make_hearing(
        at=local(2026, 11, 1, 12),
        opens_at=local(2026, 11, 9, 8),
        closes_at=local(2026, 12, 7, 23, 59),
    )


def test_the_opening_is_told_when_it_comes_and_once(planned: Hearing) -> None:
    make_subscription(planned)
    due_notices(planned.opens_at - timedelta(seconds=1))
    assert told("opened") == []
    for minutes in (0, 1, 60):
        due_notices(planned.opens_at + timedelta(minutes=minutes))
    assert told("opened") == ["jens@post.example"]


def test_a_week_later_an_opening_is_no_news(planned: Hearing) -> None:
    make_subscription(planned)
    due_notices(planned.opens_at + timedelta(hours=49))
    assert told("opened") == []
    due_notices(planned.opens_at + timedelta(hours=47))
    assert told("opened") == ["jens@post.example"]


def test_who_came_after_the_opening_is_not_told_that_it_is_open(planned: Hearing) -> None:
    make_subscription(planned, confirmed_at=planned.opens_at + timedelta(minutes=5))
    due_notices(planned.opens_at + timedelta(hours=2))
    assert told("opened") == []


def test_three_days_left_is_told_in_the_morning(planned: Hearing) -> None:
    make_subscription(planned)
    assert reminder_at(planned) == local(2026, 12, 4, 9)
    due_notices(local(2026, 12, 4, 8, 59))
    assert told("ends_soon") == []
    due_notices(local(2026, 12, 4, 9))
    due_notices(local(2026, 12, 4, 9, 1))
    assert told("ends_soon") == ["jens@post.example"]


def test_also_when_the_clocks_change_between() -> None:
    hearing = make_hearing(at=local(2026, 10, 1), closes_at=local(2026, 10, 26, 12))
    assert reminder_at(hearing) == local(2026, 10, 23, 9)


@pytest.mark.parametrize(
    ("at", "useful"),
    [
        (local(2026, 12, 6, 20), True),
        (local(2026, 12, 7, 11, 59), True),
        (local(2026, 12, 7, 12), False),
        (local(2026, 12, 8, 0, 0), False),
    ],
)
def test_a_worker_that_was_away_tells_it_late_while_it_helps(
    planned: Hearing, at: datetime, useful: bool
) -> None:
    make_subscription(planned)
    due_notices(at)
    assert (told("ends_soon") == ["jens@post.example"]) is useful


def test_after_an_extension_the_new_deadline_has_its_own_reminder(
    planned: Hearing, caseworker: User
) -> None:
    make_subscription(planned)
    due_notices(local(2026, 12, 4, 9))
    later = local(2026, 12, 21, 23, 59)
    extend_hearing(planned, to=later, reason="x", acting_user=caseworker, at=local(2026, 12, 5, 9))
    due_notices(local(2026, 12, 17, 9))
    assert len(told("ends_soon")) == 1
    due_notices(local(2026, 12, 18, 9))
    assert len(told("ends_soon")) == 2


def test_no_reminder_right_after_she_was_told_the_deadline(
    planned: Hearing, caseworker: User
) -> None:
    make_subscription(planned)
    moved = local(2026, 12, 7, 12)
    extend_hearing(
        planned, to=local(2026, 12, 8, 23, 59), reason="x", acting_user=caseworker, at=moved
    )
    due_notices(moved + timedelta(minutes=1))
    assert told("ends_soon") == []
    short = make_hearing(
        slug="kort",
        version=planned.version,
        at=local(2026, 11, 1),
        opens_at=local(2026, 11, 9, 8),
        closes_at=local(2026, 11, 10, 23, 59),
    )
    make_subscription(short)
    due_notices(local(2026, 11, 9, 9))
    assert told("ends_soon") == []


def test_a_mail_that_comes_too_late_to_be_true_is_not_sent(hearing: Hearing) -> None:
    past = timezone.now().replace(second=0, microsecond=0) - timedelta(hours=1)
    over = make_hearing(slug="slut", version=hearing.version, closes_at=past)
    make_subscription(over)
    announce(over, HearingEvent.ENDS_SOON, about=past, at=past - timedelta(days=2))
    deliver()
    assert mail.outbox == []


def test_drafts_and_archived_hearings_announce_nothing() -> None:
    at = timezone.now()
    draft = make_hearing(published=False)
    make_subscription(draft)
    gone = make_hearing(slug="arkiv", version=draft.version, archived_at=at - timedelta(days=1))
    make_subscription(gone)
    due_notices(at)
    assert not Notice.objects.exists()
