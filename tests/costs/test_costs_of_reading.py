"""What reading may cost: queries are counted, and do not grow with the number of comments."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from consultation.models import Comment, Hearing
from tests.costs.limits import at_most
from tests.factories import (
    make_hearing,
    make_translation,
)

pytestmark = pytest.mark.django_db


def test_reading_room(
    busy: Hearing, citizen: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("hearings:room", args=[busy.slug])
    with django_assert_num_queries(6):
        page = citizen.get(address).content
    assert len(page) < 60_000


def test_one_paragraph(
    busy: Hearing, citizen: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("responses:paragraph", args=[busy.slug, "1.1"])
    # The hearing, the paragraph, a page of comments, their replies, and what there is to choose.
    with django_assert_num_queries(5):
        page = citizen.get(address).content
    assert len(page) < 60_000


@pytest.mark.parametrize("name", ["hearings:feed", "hearings:calendar", "following:follow"])
def test_feed_calendar_and_following(
    busy: Hearing,
    name: str,
    citizen: Client,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    with django_assert_max_num_queries(5):
        page = citizen.get(reverse(name, args=[busy.slug])).content
    assert len(page) < 60_000


def test_the_feed_of_all_hearings(
    busy: Hearing, citizen: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(5):
        make_hearing(slug=f"hoering-{n}", version=busy.version)
    with django_assert_num_queries(2):
        citizen.get(reverse("hearings:all_hearings_feed"))


def test_reporting_a_comment(
    busy: Hearing, citizen: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    comment = busy.comments.filter(state="published").last()
    assert comment is not None
    with django_assert_num_queries(2):
        citizen.get(reverse("reports:report", args=[busy.slug, comment.pk]))


@pytest.mark.parametrize("revisions", [1, 30])
def test_one_section_in_another_language(
    hearing: Hearing,
    citizen: Client,
    revisions: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    for _n in range(revisions):
        make_translation(hearing)
    with django_assert_num_queries(4):
        citizen.get(reverse("hearings:translation", args=[hearing.slug, "1", "ar"]))
    with django_assert_num_queries(6):
        citizen.get(reverse("hearings:room", args=[hearing.slug]))


def test_a_choice_of_comments(busy: Hearing, citizen: Client) -> None:
    """In either order, of every choice, on the first page and on the next."""
    here = reverse("responses:paragraph", args=[busy.slug, "1.1"])
    for query in ("", "som=citizen", "holdning=ikke-oplyst", "orden=flest"):
        with at_most(7):
            page = citizen.get(f"{here}?{query}").content
        assert len(page) < 60_000
        if key := re.search(rb"foer=([\d-]+)", page):
            with at_most(7):
                page = citizen.get(f"{here}?{query}&foer={key[1].decode()}").content
            assert page.count(b"<article") == 50


def test_general_comments(busy: Hearing, citizen: Client) -> None:
    response = busy.responses.get()
    Comment.objects.bulk_create(
        Comment(response=response, hearing=busy, body=f"Generelt {n}", state="published")
        for n in range(busy.comments.count())
    )
    address = reverse("hearings:general", args=[busy.slug])
    for query in ("", "?orden=flest"):
        with at_most(6):
            page = citizen.get(address + query).content
        assert len(page) < 60_000


def test_whole_responses(answered: Hearing, citizen: Client) -> None:
    here = reverse("hearings:responses", args=[answered.slug])
    for query in ("", "foer=9", "som=board", "holdning=oppose", "holdning=oppose&som=board"):
        with at_most(3):
            page = citizen.get(f"{here}?{query}").content
        assert len(page) < 60_000
    # Who searches reads what is found; of ten thousand letters it may be quickest to pass by all.
    for query in ("soeg=borger", "soeg=cykelsti+-svar&foer=9"):
        with at_most(3, passing_by=("consultation_responsetally", "consultation_response")):
            page = citizen.get(f"{here}?{query}").content
        assert len(page) < 60_000


def test_one_response(busy: Hearing, citizen: Client) -> None:
    number = busy.responses.get().number
    # A file is public with a published word of its response: the look for one ends at the first.
    with at_most(5, passing_by=("consultation_attachment", "consultation_comment")):
        page = citizen.get(reverse("hearings:response", args=[busy.slug, number])).content
    assert len(page) < 60_000


def test_the_policy_as_a_paper(
    busy: Hearing, citizen: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    """Made once; after that its text and the kept file are read."""
    address = reverse("hearings:paper", args=[busy.slug])
    citizen.get(address)
    with django_assert_num_queries(5):
        citizen.get(address)


def test_list(
    busy: Hearing, citizen: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        citizen.get(reverse("hearings:list"))


def test_the_public_record(busy: Hearing, citizen: Client) -> None:
    with at_most(3):
        citizen.get(reverse("hearings:record", args=[busy.slug]))


def test_pages_about_the_site(
    citizen: Client, as_caseworker: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for name in ("pages:how", "pages:privacy", "pages:accessibility", "pages:contact"):
        with django_assert_max_num_queries(1):
            citizen.get(reverse(name))
    with django_assert_max_num_queries(3):
        as_caseworker.get(reverse("pages:list"))
    with django_assert_max_num_queries(4):
        as_caseworker.get(reverse("pages:edit", args=["how", "da"]))
