"""The demo: the same for everybody, on dates around the day it is loaded."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from consultation.demo.build import LOGINS, build
from consultation.models import Comment, Flag, Hearing, Response
from consultation.models.hearing import HearingState
from consultation.personal_data import PersonalData, find_personal_data

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=ZoneInfo("Europe/Copenhagen"))


def test_opened_last_week_and_closes_in_six_weeks() -> None:
    hearing = build(NOW)
    assert hearing.state(NOW) is HearingState.OPEN
    assert timezone.localtime(hearing.opens_at).date() == (NOW - timedelta(days=7)).date()
    deadline = timezone.localtime(hearing.closes_at)
    assert (deadline.date(), deadline.hour, deadline.minute) == (
        (NOW + timedelta(days=42)).date(),
        23,
        59,
    )


def test_nobody_invented_is_mailed() -> None:
    build(NOW)
    assert not DBTaskResult.objects.exists()


def test_what_is_in_it() -> None:
    hearing = build(NOW)
    assert 55 <= hearing.responses.count() <= 65
    states = Counter(hearing.comments.values_list("state", flat=True))
    assert 145 <= states.total() <= 165
    assert set(states) == {"published", "pending", "hidden"}
    assert hearing.responses.filter(received_at__gt=NOW).count() == 0
    assert len({r.received_at.date() for r in hearing.responses.all()}) == 7
    assert len(set(hearing.responses.values_list("respondent_type", flat=True))) == 10
    assert hearing.comments.exclude(proposed_text="").count() >= 12
    found = Counter(
        f.kind for comment in hearing.comments.all() for f in find_personal_data(comment.body)
    )
    assert found[PersonalData.CPR] == 1
    assert {flag.comment.state for flag in Flag.objects.waiting()} == {"published"}
    assert Flag.objects.count() == 2
    assert {login.role for login in LOGINS} == set(User.objects.values_list("role", flat=True))


def test_a_campaign_of_near_identical_letters() -> None:
    hearing = build(NOW)
    bodies = hearing.comments.filter(paragraph__ref="4.3e").values_list("body", flat=True)
    openings = Counter(body[:24] for body in bodies)
    assert openings.most_common(1)[0][1] >= 5
    assert len(set(bodies)) == len(bodies)


def test_what_holds_personal_data_awaits_review() -> None:
    hearing = build(NOW)
    for comment in hearing.comments.filter(state="published"):
        assert find_personal_data(comment.body) == [], comment.body


def test_one_came_late_to_the_earlier_hearing() -> None:
    build(NOW)
    earlier = Hearing.objects.get(slug="medborgerpolitik-forhoering")
    assert earlier.state(NOW) is HearingState.CLOSED
    assert earlier.responses.filter(late=True).count() == 1


def test_the_administration_has_answered_the_earlier_hearing() -> None:
    build(NOW)
    earlier = Hearing.objects.get(slug="medborgerpolitik-forhoering")
    answers = list(earlier.considerations.published(NOW))
    assert len(answers) == 3
    assert all(answer.comments.filter(state="published").exists() for answer in answers)


def snapshot() -> list[tuple[Any, ...]]:
    return list(
        Comment.objects.order_by("response__hearing__slug", "response__number", "id").values_list(
            "response__number", "response__code", "response__name", "body", "state"
        )
    )


@pytest.mark.django_db(transaction=True)
def test_it_is_the_same_each_time() -> None:
    build(NOW)
    first = snapshot()
    call_command("flush", interactive=False, verbosity=0)
    build(NOW + timedelta(days=200, hours=5))
    assert snapshot() == first


def test_loading_again_changes_nothing() -> None:
    build(NOW)
    before = (Response.objects.count(), User.objects.count())
    build(NOW + timedelta(days=1))
    assert (Response.objects.count(), User.objects.count()) == before


def test_the_logins_are_printed(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("demo", logins=True)
    printed = capsys.readouterr().out
    for login in LOGINS:
        assert login.email in printed
    assert not User.objects.exists()
