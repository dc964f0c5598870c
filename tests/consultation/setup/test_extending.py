"""Moving a deadline at the desk: told first, done once, and everybody hears of it."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from consultation.following.actions import extend_hearing
from consultation.models import AuditEvent, Hearing, NoticeMail
from tests.factories import make_hearing, make_response, make_subscription


def address(hearing: Hearing) -> str:
    return reverse("setup:extend", args=[hearing.slug])


def written(hearing: Hearing, **fields: str) -> dict[str, str]:
    later = timezone.localdate(hearing.closes_at) + timedelta(days=14)
    return {
        "day": later.isoformat(),
        "clock": "23.59",
        "reason": "Et bilag manglede.",
        "seen": str(int(hearing.closes_at.timestamp())),
        "do": "extend",
        **fields,
    }


def post(client: Client, hearing: Hearing, **fields: str) -> Any:
    return client.post(address(hearing), written(hearing, **fields))


def test_what_will_happen_is_told_first(hearing: Hearing, as_caseworker: Client) -> None:
    make_response(hearing, email="Amina@post.example", email_confirmed_at=timezone.now())
    make_response(hearing, email="unconfirmed@post.example")
    make_subscription(hearing, email="amina@post.example")
    make_subscription(hearing, email="bo@post.example")
    make_subscription(hearing, email="gone@post.example", left_at=timezone.now())
    answer = post(as_caseworker, hearing, do="")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "2 personer, der følger høringen eller har skrevet, får besked på mail." in page
    assert "Et bilag manglede." in page
    assert not hearing.extensions.exists()


def test_as_many_are_told_as_was_said(hearing: Hearing, as_caseworker: Client) -> None:
    make_response(hearing, email="Amina@post.example", email_confirmed_at=timezone.now())
    make_response(hearing, email="clara@post.example", email_confirmed_at=timezone.now())
    make_subscription(hearing, email="amina@post.example")
    make_subscription(hearing, email="clara@post.example", left_at=timezone.now())
    make_subscription(hearing, email="bo@post.example")
    # Wrote once, was told of an earlier extension, and has withdrawn her response since.
    make_subscription(hearing, email="dan@post.example", confirmed_at=None, responded=True)
    assert "3 personer" in post(as_caseworker, hearing, do="").content.decode()
    post(as_caseworker, hearing)
    assert NoticeMail.objects.count() == 3


def test_the_first_deadline_and_the_reason_stay(
    hearing: Hearing, caseworker: User, as_caseworker: Client, citizen: Client
) -> None:
    earlier = hearing.closes_at
    assert post(as_caseworker, hearing).status_code == 302
    hearing.refresh_from_db()
    later = timezone.localtime(hearing.closes_at)
    assert (later.hour, later.minute) == (23, 59)
    extension = hearing.extensions.get()
    assert (extension.earlier, extension.by) == (earlier, caseworker)
    event = AuditEvent.objects.get(verb=AuditEvent.Verb.EXTENDED)
    assert event.detail["extension"] == extension.pk
    for page in (
        as_caseworker.get(address(hearing)).content.decode(),
        citizen.get(hearing.get_absolute_url()).content.decode(),
    ):
        assert "Et bilag manglede." in page


def test_pressed_twice_it_is_extended_once(hearing: Hearing, as_caseworker: Client) -> None:
    same = written(hearing)
    for _ in range(2):
        assert as_caseworker.post(address(hearing), same).status_code == 302
    assert hearing.extensions.count() == 1


def test_the_second_of_two_caseworkers_is_told(
    hearing: Hearing, administrator: User, as_caseworker: Client
) -> None:
    mine = written(hearing, day=str(timezone.localdate(hearing.closes_at) + timedelta(days=30)))
    to = hearing.closes_at + timedelta(days=7)
    at = timezone.now()
    extend_hearing(hearing, to=to, reason="Sommer", acting_user=administrator, at=at)
    answer = as_caseworker.post(address(hearing), mine)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "En kollega flyttede fristen, mens du skrev." in page
    assert "Et bilag manglede." in page
    assert hearing.extensions.count() == 1
    # What she saw is now what is: pressing again is her choice.
    mine["seen"] = str(int(to.timestamp()))
    assert f'value="{mine["seen"]}"' in page
    assert as_caseworker.post(address(hearing), mine).status_code == 302


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"day": ""}, "Skriv den nye sidste dag."),
        ({"day": "i morgen"}, "Skriv en dato"),
        ({"day": "2026-01-01"}, "En høring bliver aldrig kortere."),
        ({"day": "9999-12-31"}, "Er årstallet rigtigt?"),
        ({"clock": "25:00"}, "Skriv et klokkeslæt"),
        ({"clock": ""}, "Skriv et klokkeslæt"),
        ({"reason": ""}, "Skriv, hvorfor fristen flyttes."),
        ({"reason": "a\x00b"}, "Null-tegn er ikke tilladte."),
        ({"reason": "x" * 100_000}, "1000"),
    ],
)
def test_what_is_wrong_is_told(
    hearing: Hearing, as_caseworker: Client, fields: dict[str, str], sentence: str
) -> None:
    answer = post(as_caseworker, hearing, **fields)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not hearing.extensions.exists()


def test_the_hour_that_is_not_there(as_caseworker: Client) -> None:
    at = timezone.now()
    hearing = make_hearing(at=at)
    # The last Sunday of March in the year after the deadline's month.
    year = timezone.localdate(hearing.closes_at).year + 1
    spring = date(year, 3, 31)
    spring -= timedelta(days=(spring.weekday() + 1) % 7)
    answer = post(as_caseworker, hearing, day=spring.isoformat(), clock="02:30")
    assert answer.status_code == 422
    assert "Det klokkeslæt findes ikke." in answer.content.decode()


def test_warnings_do_not_stand_in_the_way(hearing: Hearing, as_caseworker: Client) -> None:
    day = timezone.localdate(hearing.closes_at) + timedelta(days=14)
    saturday = day + timedelta(days=(5 - day.weekday()) % 7)
    told = post(as_caseworker, hearing, day=saturday.isoformat(), do="").content.decode()
    assert "weekend" in told or "helligdag" in told
    assert post(as_caseworker, hearing, day=saturday.isoformat()).status_code == 302


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"published": False}, "Høringen er ikke offentliggjort endnu"),
        ({"review_started_at": timezone.now(), "past": True}, "Svarene er under behandling"),
    ],
)
def test_where_there_is_nothing_to_extend(
    db: None, as_caseworker: Client, fields: dict[str, Any], sentence: str
) -> None:
    at = timezone.now()
    if fields.pop("past", False):
        fields["opens_at"] = at - timedelta(days=40)
        fields["closes_at"] = at.replace(second=0, microsecond=0) - timedelta(days=2)
    hearing = make_hearing(at=at, **fields)
    page = as_caseworker.get(address(hearing))
    assert page.status_code == 200
    assert sentence in page.content.decode()
    later = timezone.localdate() + timedelta(days=60)
    assert post(as_caseworker, hearing, day=later.isoformat()).status_code == 409
    assert not hearing.extensions.exists()


def test_a_closed_hearing_opens_again(as_caseworker: Client) -> None:
    at = timezone.now()
    closed = at.replace(second=0, microsecond=0) - timedelta(days=2)
    hearing = make_hearing(at=at, opens_at=at - timedelta(days=40), closes_at=closed)
    yesterday = timezone.localdate() - timedelta(days=1)
    answer = post(as_caseworker, hearing, day=yesterday.isoformat())
    assert "Den nye frist er allerede gået." in answer.content.decode()
    later = timezone.localdate() + timedelta(days=14)
    assert post(as_caseworker, hearing, day=later.isoformat()).status_code == 302
    hearing.refresh_from_db()
    assert hearing.accepts(at)
