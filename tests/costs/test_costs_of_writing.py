"""What writing, sending and coming back may cost, in queries."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from consultation.models import Attachment, Draft, Hearing
from consultation.responses.amending import correct_comment
from consultation.responses.drafts import COOKIE
from tests.factories import (
    make_attachment,
    make_comment,
    make_response,
    paragraph,
)
from tests.files import PDF

pytestmark = pytest.mark.django_db


def test_the_bar(
    busy: Hearing, citizen: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    address = reverse("responses:bar", args=[busy.slug])
    with django_assert_max_num_queries(1):
        citizen.get(address)
    drafted(busy, citizen, 3)
    with django_assert_max_num_queries(4):
        citizen.get(address)


def test_the_bar_of_somebody_signed_in(
    busy: Hearing, as_stranger: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """Two more: her session and her account."""
    written = reverse("responses:paragraph", args=[busy.slug, "1.1"])
    as_stranger.post(written, {"body": "Ja."})
    with django_assert_max_num_queries(6):
        as_stranger.get(reverse("responses:bar", args=[busy.slug]))


@pytest.mark.parametrize("sent", [1, 60])
def test_my_responses(
    hearing: Hearing,
    as_stranger: Client,
    stranger: User,
    sent: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    stranger.emailaddress_set.create(email=stranger.email, verified=True)
    for _n in range(sent):
        make_response(hearing, email=stranger.email)
    with django_assert_max_num_queries(6):
        as_stranger.get(reverse("responses:mine"))


def test_the_page_of_sign_in(
    citizen: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_max_num_queries(0):
        citizen.get(reverse("account_request_login_code"))


def test_words_that_save_themselves(
    busy: Hearing, citizen: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    """As often as she pauses, so it must be cheap: two look-ups, her draft, the comment, a save."""
    address = reverse("responses:words", args=[busy.slug, "1.1"])
    with django_assert_max_num_queries(2):
        citizen.get(address)
    drafted(busy, citizen, 40)
    with django_assert_max_num_queries(4):
        citizen.get(address)
    typed = {"tab": "6f1b2a04-9a3e-4f0f-8f6d-0f5b2f3c9d11", "body": "Hej"}
    for step, base in ((1, ""), (2, "6f1b2a04-9a3e-4f0f-8f6d-0f5b2f3c9d11.1")):
        with django_assert_max_num_queries(7):  # two of them begin and end the transaction
            citizen.post(address, {**typed, "step": step, "base": base})
    save = reverse("responses:save", args=[busy.slug])
    with django_assert_max_num_queries(5):
        citizen.post(save, {**typed, "step": 3, "general": "Tak", "respondent_type": "citizen"})


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
    with django_assert_max_num_queries(5):
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
    for n in range(comments):
        make_comment(hearing, response=response, published_by=caseworker)
        make_attachment(response, content=str(n).encode())
    # The response, its comments, what she changed, its files.
    with django_assert_max_num_queries(4):
        citizen.get(reverse("responses:receipt", args=[response.code]))


@pytest.mark.parametrize("earlier", [1, 15])
def test_a_receipt_with_a_history(
    hearing: Hearing,
    citizen: Client,
    earlier: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    comment = make_comment(hearing)
    response = comment.response
    for n in range(earlier):
        comment = correct_comment(comment, {"body": f"Nr. {n}"}, by=None, at=response.received_at)
    with django_assert_max_num_queries(4):
        citizen.get(reverse("responses:receipt", args=[response.code]))


@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("choose", 4),
        ("add-general", 1),
        ("withdraw-all", 1),
        ("sent-attachments", 2),
        ("correct", 2),
        ("withdraw", 2),
    ],
)
def test_what_she_does_after_sending(
    busy: Hearing,
    citizen: Client,
    name: str,
    queries: int,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    comment = make_comment(busy)
    about = [comment.pk] if name in ("correct", "withdraw") else []
    address = reverse(f"responses:{name}", args=[comment.response.code, *about])
    with django_assert_max_num_queries(queries):
        citizen.get(address)


def test_correcting_one_of_many(
    busy: Hearing, citizen: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    comment = make_comment(busy)
    address = reverse("responses:correct", args=[comment.response.code, comment.pk])
    with django_assert_max_num_queries(16):
        assert citizen.post(address, {"body": "Efter"}).status_code == 302


def test_attachments(
    hearing: Hearing, citizen: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    drafted(hearing, citizen, 3)
    address = reverse("responses:attachments", args=[hearing.slug])
    five = [SimpleUploadedFile(f"{n}.pdf", PDF + bytes([n])) for n in range(5)]
    citizen.post(address, {"file": five})
    with django_assert_max_num_queries(3):
        assert citizen.get(address).content.count(b".pdf") > 5
    sent = make_attachment(make_comment(hearing, state="published").response)
    Attachment.objects.update(published_at=sent.response.received_at)
    with django_assert_max_num_queries(2):
        assert citizen.get(f"/hoeringer/{hearing.slug}/bilag/{sent.pk}/").status_code == 200


@pytest.mark.parametrize("comments", [1, 40])
def test_receipt_as_a_paper(
    hearing: Hearing,
    citizen: Client,
    comments: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    response = make_response(hearing)
    for _n in range(comments):
        make_comment(hearing, response=response)
    with django_assert_num_queries(4):
        citizen.get(reverse("responses:paper", args=[response.code]))
