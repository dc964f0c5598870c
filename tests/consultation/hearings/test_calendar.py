"""The hearing's dates in a calendar program: read back as such a program reads them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event

from accounts.models import User
from consultation.models import Hearing
from tests.factories import make_hearing

pytestmark = pytest.mark.django_db

COPENHAGEN = ZoneInfo("Europe/Copenhagen")


@pytest.fixture
def hearing(db: None) -> Hearing:
    return make_hearing(
        at=datetime(2026, 11, 20, 12, tzinfo=COPENHAGEN),
        title='Høring; om "orden", ret\\og\nrim',
        closes_at=datetime(2027, 1, 4, 23, 59, tzinfo=COPENHAGEN),
        answers_planned_on=date(2027, 2, 1),
        council_meets_on=date(2027, 3, 2),
    )


def address(hearing: Hearing) -> str:
    return reverse("hearings:calendar", args=[hearing.slug])


def events(client: Client, hearing: Hearing, prefix: str = "") -> dict[str, Event]:
    """Each event by the middle of its UID."""
    answer = client.get(prefix + address(hearing))
    read = Calendar.from_ical(answer.content)
    return {str(event["uid"]).split("@")[0].split("-")[2]: event for event in read.walk("VEVENT")}


def test_a_calendar_program_reads_the_dates(hearing: Hearing, citizen: Client) -> None:
    answer = citizen.get(address(hearing))
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert 'filename="en-hoering.ics"' in answer.headers["Content-Disposition"]
    found = events(citizen, hearing)
    assert list(found) == ["opens", "closes", "answers", "council"]
    assert found["opens"].start == hearing.opens_at
    assert found["closes"].start == datetime(2027, 1, 4, 22, 59, tzinfo=UTC)
    assert found["closes"].end == datetime(2027, 1, 4, 23, 0, tzinfo=UTC)
    assert found["answers"].start == date(2027, 2, 1)
    assert found["council"].start == date(2027, 3, 2)
    assert found["closes"]["summary"] == f"Høringsfrist: {hearing.title}"
    assert found["closes"]["url"] == "http://127.0.0.1:8000/hoeringer/en-hoering/"


def test_three_days_before_it_rings(hearing: Hearing, citizen: Client) -> None:
    alarm = events(citizen, hearing)["closes"].walk("VALARM")[0]
    assert alarm["trigger"].dt == -timedelta(days=3)
    assert alarm["action"] == "DISPLAY"


def test_it_is_well_formed(hearing: Hearing, citizen: Client) -> None:
    raw = citizen.get(address(hearing)).content
    lines = raw.split(b"\r\n")
    assert lines[0] == b"BEGIN:VCALENDAR"
    assert lines[-2:] == [b"END:VCALENDAR", b""]
    assert b"\n" not in raw.replace(b"\r\n", b"")
    assert max(map(len, lines)) <= 75
    read = Calendar.from_ical(raw)
    assert read["version"] == "2.0"
    assert read["prodid"]
    assert read.errors == []
    for event in read.walk("VEVENT"):
        assert event.errors == []
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE"} <= set(event)
    uids = [event["uid"] for event in read.walk("VEVENT")]
    assert len(set(uids)) == 4


def test_the_bytes_are_the_same_until_something_changes(
    hearing: Hearing, citizen: Client, caseworker: User
) -> None:
    first = citizen.get(address(hearing))
    assert citizen.get(address(hearing)).content == first.content
    etag = {"If-None-Match": first.headers["ETag"]}
    assert citizen.get(address(hearing), headers=etag).status_code == 304
    before = events(citizen, hearing)

    at = timezone.now()
    later = hearing.closes_at + timedelta(days=14)
    hearing.extend(to=later, reason="Ferie", by=caseworker, at=at)
    assert citizen.get(address(hearing), headers=etag).status_code == 200
    after = events(citizen, hearing)
    assert after["closes"].start == later
    assert [int(e["closes"]["sequence"]) for e in (before, after)] == [0, 1]
    assert after["closes"]["uid"] == before["closes"]["uid"]
    assert after["closes"]["dtstamp"].dt == at.replace(microsecond=0)


def test_in_english(hearing: Hearing, citizen: Client) -> None:
    found = events(citizen, hearing, prefix="/en")
    assert str(found["opens"]["summary"]).startswith("The hearing opens: ")
    assert found["opens"]["url"] == "http://127.0.0.1:8000/en/hoeringer/en-hoering/"
    assert found["opens"]["uid"] == events(citizen, hearing)["opens"]["uid"]


def test_plans_that_are_not_made_are_not_in_it(citizen: Client) -> None:
    assert list(events(citizen, make_hearing())) == ["opens", "closes"]


@pytest.mark.parametrize("slug", ["findes-ikke", "kladde"])
def test_what_is_not_announced_has_none(citizen: Client, slug: str) -> None:
    make_hearing(slug="kladde", published=False)
    for name in ("hearings:calendar", "hearings:feed"):
        assert citizen.get(reverse(name, args=[slug])).status_code == 404
        assert citizen.post(reverse(name, args=[slug])).status_code == 405
