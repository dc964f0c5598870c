"""What a page of the desk may cost, in queries."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Role, User
from consultation.models import AuditEvent, Hearing
from policies.languages import LANGUAGES
from tests.factories import (
    make_attachment,
    make_hearing,
    make_report,
    make_translation,
    make_user,
)

pytestmark = pytest.mark.django_db


def test_queue(
    busy: Hearing, as_caseworker: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(9):
        page = as_caseworker.get(reverse("desk:queue", args=[busy.slug])).content
    assert len(page) < 60_000


def test_one_comment_at_the_desk(
    busy: Hearing, as_caseworker: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    comment = busy.comments.filter(state="pending").last()
    assert comment is not None
    with django_assert_max_num_queries(9):
        as_caseworker.get(reverse("desk:comment", args=[busy.slug, comment.pk]))


@pytest.mark.parametrize("reports", [1, 100])
def test_reported_comments_at_the_desk(
    busy: Hearing,
    as_caseworker: Client,
    reports: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for comment in busy.comments.filter(state="published")[:5]:
        for n in range(reports):
            make_report(comment, text=f"Anmeldelse {n}")
    with django_assert_max_num_queries(9):
        page = as_caseworker.get(f"{reverse('desk:queue', args=[busy.slug])}?vis=anmeldt").content
    assert len(page) < 60_000
    last = busy.comments.filter(state="published")[4]
    make_attachment(last.response)
    with django_assert_max_num_queries(9):
        here = reverse("desk:comment", args=[busy.slug, last.pk])
        as_caseworker.get(f"{here}?vis=anmeldt")


def test_the_desk_and_the_export_page(
    busy: Hearing, as_caseworker: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(5):
        make_hearing(slug=f"hoering-{n}", version=busy.version)
    with django_assert_max_num_queries(5):
        as_caseworker.get(reverse("desk:hearings"))
    with django_assert_max_num_queries(4):
        as_caseworker.get(reverse("export:export", args=[busy.slug]))


def test_translations_at_the_desk(
    hearing: Hearing, as_caseworker: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for language in LANGUAGES:
        for number in ("1", "2"):
            make_translation(hearing, number, language)
    with django_assert_max_num_queries(7):
        as_caseworker.get(reverse("translating:overview", args=[hearing.slug]))
    with django_assert_max_num_queries(9):
        as_caseworker.get(reverse("translating:edit", args=[hearing.slug, "1", "da-let"]))


def test_extending(
    answered: Hearing, as_caseworker: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    here = reverse("setup:extend", args=[answered.slug])
    with django_assert_max_num_queries(4):
        as_caseworker.get(here)
    seen = str(int(answered.closes_at.timestamp()))
    written = {"day": "2027-06-01", "clock": "23:59", "reason": "x", "seen": seen}
    with django_assert_max_num_queries(6):
        assert as_caseworker.post(here, written).status_code == 200


@pytest.mark.parametrize("events", [1, 150])
def test_the_log(
    hearing: Hearing,
    caseworker: User,
    as_caseworker: Client,
    events: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(events):
        AuditEvent.see(hearing, by=caseworker, at=hearing.opens_at, comment=n + 1)
    for query in ("", "?bemaerkning=1", f"?hvem={caseworker.pk}&hvad=seen"):
        with django_assert_max_num_queries(5):
            page = as_caseworker.get(reverse("records:log", args=[hearing.slug]) + query).content
        assert len(page) < 60_000


def test_colleagues(
    administrator: User,
    as_administrator: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for n in range(30):
        make_user(f"kollega-{n}@kommune.example", Role.CASEWORKER)
    with django_assert_max_num_queries(3):
        as_administrator.get(reverse("staff:list"))
    with django_assert_max_num_queries(4):
        as_administrator.get(reverse("staff:change", args=[administrator.pk]))
