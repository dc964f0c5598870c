"""Follow a hearing: asking, confirming, leaving, and what nobody can learn from it."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from consultation import emails
from consultation.following.actions import ask_to_follow
from consultation.models import Hearing, Subscription
from tests.factories import make_hearing, make_subscription

pytestmark = pytest.mark.django_db


def form(hearing: Hearing) -> str:
    return reverse("following:follow", args=[hearing.slug])


def confirm(subscription: Subscription) -> str:
    return reverse("following:confirm", args=[subscription.token])


def leave(subscription: Subscription) -> str:
    return reverse("following:leave", args=[subscription.token])


def queued() -> int:
    return DBTaskResult.objects.filter(task_path="consultation.emails.send_follow_link").count()


def test_the_room_shows_the_way(hearing: Hearing, citizen: Client) -> None:
    room = citizen.get(hearing.get_absolute_url()).content.decode()
    assert f'href="{form(hearing)}"' in room
    page = citizen.get(form(hearing)).content.decode()
    for said in ("tre dage før fristen", "hvis fristen bliver flyttet", "med ét klik", "syv dage"):
        assert said in page
    # It is open already, so nobody is told that it opens.
    assert "når høringen åbner" not in page


def test_asking_follows_nothing_until_the_button_in_the_mail_is_pressed(
    hearing: Hearing, citizen: Client
) -> None:
    answer = citizen.post(form(hearing), {"email": " Birthe@Post.Example "}, follow=True)
    assert "Vi har sendt en mail, hvis adressen kan få en." in answer.content.decode()
    subscription = Subscription.objects.get()
    assert (subscription.email, subscription.follows) == ("birthe@post.example", False)
    emails.send_follow_link.call(subscription.pk)
    sent = mail.outbox[0]
    assert sent.to == ["birthe@post.example"]
    assert confirm(subscription) in str(sent.body)

    page = citizen.get(confirm(subscription)).content.decode()
    assert "Ja, følg høringen" in page
    assert citizen.head(confirm(subscription)).status_code == 200
    subscription.refresh_from_db()
    assert not subscription.follows, "opening the link changes nothing"

    assert citizen.post(confirm(subscription)).status_code == 302
    subscription.refresh_from_db()
    first = subscription.confirmed_at
    assert subscription.follows
    citizen.post(confirm(subscription))
    subscription.refresh_from_db()
    assert subscription.confirmed_at == first
    assert "Du følger høringen" in citizen.get(confirm(subscription)).content.decode()


def test_every_address_gets_the_same_answer(hearing: Hearing, citizen: Client) -> None:
    make_subscription(hearing, email="foelger@post.example")
    make_subscription(hearing, email="gaaet@post.example", left_at=timezone.now())
    answers = []
    for name in ("ny", "foelger", "gaaet", "ny"):
        answer = citizen.post(form(hearing), {"email": f"{name}@post.example"})
        answers.append((answer.status_code, answer.headers["Location"], answer.content))
        assert not answer.cookies
    assert len(set(answers)) == 1


def test_who_follows_already_is_told_so_in_the_mail_and_nowhere_else(
    hearing: Hearing, citizen: Client
) -> None:
    subscription = make_subscription(hearing)
    citizen.post(form(hearing), {"email": subscription.email})
    emails.send_follow_link.call(subscription.pk)
    assert "Det gør du allerede" in str(mail.outbox[0].body)
    subscription.refresh_from_db()
    assert subscription.follows


def test_a_stranger_cannot_bring_back_somebody_who_left(hearing: Hearing, citizen: Client) -> None:
    subscription = make_subscription(hearing, left_at=timezone.now())
    citizen.post(form(hearing), {"email": subscription.email})
    subscription.refresh_from_db()
    assert subscription.left_at is not None
    citizen.post(confirm(subscription))
    subscription.refresh_from_db()
    assert subscription.follows


def test_one_address_is_not_flooded_and_a_library_is_not_locked_out(
    hearing: Hearing, citizen: Client
) -> None:
    for n in range(60):
        # All from one machine.
        answer = citizen.post(form(hearing), {"email": f"laaner{n}@post.example"})
        assert answer.status_code == 302
    assert queued() == 60
    for _n in range(20):
        assert citizen.post(form(hearing), {"email": "laaner1@post.example"}).status_code == 302
    assert queued() == 60


def test_the_pause_between_two_mails_to_one_address_doubles(hearing: Hearing) -> None:
    at = timezone.now()
    minutes = [0, 4, 5, 14, 15, 34, 35]
    sent = []
    for minute in minutes:
        before = queued()
        moment = at + timedelta(minutes=minute)
        ask_to_follow(hearing, "jens@post.example", language="da", at=moment)
        if queued() > before:
            sent.append(minute)
    assert sent == [0, 5, 15, 35]
    # Never longer than a day, however often somebody asked.
    Subscription.objects.update(asked=30_000, asked_at=at)
    subscription = Subscription.objects.get()
    assert not subscription.may_be_asked(at + timedelta(hours=23))
    assert subscription.may_be_asked(at + timedelta(days=1))


@pytest.mark.parametrize(
    "written",
    ["", "birthe", "birthe@", "a@b", "=1+1", "a\x00@post.example", "\u202ebirthe@post.example",
     "birthe@post.example\nBcc: alle@ond.example", "x" * 100_000, "a" * 250 + "@post.example"],
)  # fmt: skip
def test_what_is_no_address_is_said_and_kept_in_the_field(
    hearing: Hearing, citizen: Client, written: str
) -> None:
    answer = citizen.post(form(hearing), {"email": written})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert 'href="#id_email"' in page
    assert not Subscription.objects.exists()


def test_a_form_from_elsewhere_is_refused(hearing: Hearing) -> None:
    stranger = Client(enforce_csrf_checks=True)
    for headers in ({}, {"Origin": "https://ond.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = stranger.post(form(hearing), {"email": "a@post.example"}, headers=headers)
        assert answer.status_code == 403
    assert not Subscription.objects.exists()


def test_in_english_she_is_written_to_in_english(hearing: Hearing, citizen: Client) -> None:
    citizen.post(f"/en{form(hearing)}", {"email": "ann@post.example"})
    subscription = Subscription.objects.get()
    assert subscription.language == "en"
    emails.send_follow_link.call(subscription.pk)
    assert f"/en{confirm(subscription)}" in str(mail.outbox[0].body)


def test_before_the_opening_she_can_be_told_of_it(citizen: Client) -> None:
    soon = timezone.now() + timedelta(days=2)
    hearing = make_hearing(opens_at=soon)
    assert f'href="{form(hearing)}"' in citizen.get(hearing.get_absolute_url()).content.decode()
    assert "når høringen åbner" in citizen.get(form(hearing)).content.decode()
    assert citizen.post(form(hearing), {"email": "a@post.example"}).status_code == 302


def test_when_all_is_over_there_is_nothing_to_follow(citizen: Client) -> None:
    now = timezone.now()
    hearing = make_hearing(adopted_at=now, archived_at=now)
    assert "<form" not in citizen.get(form(hearing)).content.decode().split("<main")[1]
    assert citizen.post(form(hearing), {"email": "a@post.example"}).status_code == 403
    told = make_hearing(slug="svaret", version=hearing.version, result_published_at=now)
    assert citizen.post(form(told), {"email": "a@post.example"}).status_code == 403
    assert form(told) not in citizen.get(told.get_absolute_url()).content.decode()
    assert not Subscription.objects.exists()


def test_one_row_an_address_also_for_the_database(hearing: Hearing) -> None:
    subscription = make_subscription(hearing)
    with (
        pytest.raises(IntegrityError, match="subscription_once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "INSERT INTO consultation_subscription (hearing_id, email, language, token, created_at,"
            " asked, responded) VALUES (%s, 'JENS@post.example', 'da', 'x', now(), 0, false)",
            [subscription.hearing_id],
        )
