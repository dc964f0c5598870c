"""What a page may cost: queries are counted, and do not grow with the number of comments."""

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from consultation.models import Comment, Draft, Hearing
from consultation.responses.drafts import COOKIE
from tests.factories import make_comment, make_hearing, make_response, paragraph

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[10, 10_000], ids=["ten comments", "ten thousand comments"])
def busy(request: pytest.FixtureRequest, hearing: Hearing) -> Hearing:
    """A hearing with that many comments, a third of them awaiting review."""
    response = make_response(hearing)
    answered = paragraph(hearing, "1.1")
    states = ("published", "published", "pending")
    Comment.objects.bulk_create(
        [
            Comment(
                response=response,
                hearing=hearing,
                paragraph=answered,
                body=f"Bemærkning {n}",
                state=states[n % 3],
            )
            for n in range(request.param)
        ],
        batch_size=2_000,
    )
    return hearing


def test_reading_room(
    busy: Hearing, citizen: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("hearings:room", args=[busy.slug])
    with django_assert_num_queries(5):
        page = citizen.get(address).content
    assert len(page) < 60_000


def test_one_paragraph(
    busy: Hearing, citizen: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("responses:paragraph", args=[busy.slug, "1.1"])
    with django_assert_num_queries(3):
        page = citizen.get(address).content
    assert len(page) < 60_000


def test_list(
    busy: Hearing, citizen: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        citizen.get(reverse("hearings:list"))


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


def test_the_desk_and_the_export_page(
    busy: Hearing, as_caseworker: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for n in range(5):
        make_hearing(slug=f"hoering-{n}", version=busy.version)
    with django_assert_max_num_queries(4):
        as_caseworker.get(reverse("desk:hearings"))
    with django_assert_max_num_queries(4):
        as_caseworker.get(reverse("export:export", args=[busy.slug]))


def test_the_bar(
    busy: Hearing, citizen: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("responses:bar", args=[busy.slug])
    with django_assert_max_num_queries(1):
        citizen.get(address)
    drafted(busy, citizen, 3)
    with django_assert_max_num_queries(4):
        citizen.get(address)


def drafted(hearing: Hearing, citizen: Client, comments: int) -> None:
    draft = Draft.objects.create(hearing=hearing, owner_key="hendes")
    for n in range(comments):
        draft.comments.create(paragraph=paragraph(hearing, "1.1"), body=f"Bemærkning {n}")
    citizen.cookies[COOKIE] = "hendes"


@pytest.mark.parametrize("comments", [1, 40])
def test_review(
    hearing: Hearing,
    citizen: Client,
    comments: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    drafted(hearing, citizen, comments)
    with django_assert_max_num_queries(4):
        citizen.get(reverse("responses:review", args=[hearing.slug]))


@pytest.mark.parametrize("comments", [1, 40])
def test_receipt(
    hearing: Hearing,
    citizen: Client,
    caseworker: User,
    comments: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    response = make_response(hearing)
    for _n in range(comments):
        make_comment(hearing, response=response, published_by=caseworker)
    with django_assert_max_num_queries(2):
        citizen.get(reverse("responses:receipt", args=[response.code]))
