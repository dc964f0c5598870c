"""The receipt as a PDF: hers, every word of it, in the language of the page."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from consultation.models import Hearing, Response
from consultation.responses.amending import correct_comment, withdraw_response
from tests.factories import make_attachment, make_comment, make_hearing, make_response
from tests.pdf import assert_for_everybody_and_for_ever, assert_in_order, read

pytestmark = pytest.mark.django_db


def pdf_of(response: Response, citizen: Client, prefix: str = "") -> bytes:
    answer = citizen.get(prefix + reverse("responses:paper", args=[response.code]))
    assert answer.status_code == 200
    return answer.content


def test_it_holds_everything_she_sent(hearing: Hearing, citizen: Client, caseworker: User) -> None:
    received = datetime(2026, 11, 3, 21, 14, 7, tzinfo=ZoneInfo("Europe/Copenhagen"))
    response = make_response(
        hearing, on_behalf_of="Seniorrådet", name_public=False, received_at=received
    )
    make_comment(hearing, "1.1", response=response, body="Ét\n\nTo", published_by=caseworker)
    make_comment(hearing, "2.1b", response=response, body="", proposed_text="Vi har gode lokaler")
    make_comment(hearing, "", response=response, body="Uartigt", hidden_by=caseworker)
    make_attachment(response, name="Bilag æ.pdf")
    pdf = pdf_of(response, citizen)
    assert_for_everybody_and_for_ever(pdf)
    assert_in_order(
        read(pdf),
        "Dit høringssvar har nummer 1",
        "3. november 2026 kl. 21.14.07",
        "Det var til tiden.",
        "En høring",
        f"http://127.0.0.1:8000{response.get_absolute_url()}",
        "Til punkt 1.1 Offentliggjort Alle borgere i kommunen er medborgere. Støtter Ét To",
        "Til punkt 2.1 b Afventer gennemgang Vi har et stærkt foreningsliv",
        "Foreslår ny ordlyd Vi har gode lokaler",
        "Vi har [− et stærkt foreningsliv][+ gode lokaler]",
        "Generel bemærkning",
        "Skjult. Begrundelse: Chikane.",
        "Uartigt",
        "Bilag æ.pdf (",
        "Borger",
        "Seniorrådet",
        "Birthe Mølgaard (vises ikke)",
        "birthe@post.example (vises ikke)",
        "afsender: Borger, Seniorrådet.",
    )


def test_what_she_wrote_before_a_correction_is_in_it(hearing: Hearing, citizen: Client) -> None:
    comment = make_comment(hearing, body="Først sagt")
    correct_comment(comment, {"body": "Bedre sagt"}, by=None, at=comment.response.received_at)
    text = read(pdf_of(comment.response, citizen))
    assert_in_order(text, "Til punkt 1.1", "Bedre sagt", "Først sagt")
    assert text.count("Til punkt 1.1") == 1


def test_a_withdrawn_response_says_so(hearing: Hearing, citizen: Client) -> None:
    response = make_comment(hearing, body="Fortrudt").response
    withdraw_response(response, by=None, at=response.received_at)
    response.refresh_from_db()
    text = read(pdf_of(response, citizen))
    assert_in_order(text, "Du trak det tilbage", "Trukket tilbage", "Fortrudt")
    assert "afsender:" not in text


def test_it_is_hers_alone(hearing: Hearing, citizen: Client) -> None:
    response = make_response(hearing)
    answer = citizen.get(reverse("responses:paper", args=[response.code]))
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex"
    disposition = 'attachment; filename="kvittering-en-hoering-1.pdf"'
    assert answer.headers["Content-Disposition"] == disposition
    assert citizen.get(reverse("responses:paper", args=["gaet"])).status_code == 404


def test_in_english(hearing: Hearing, citizen: Client) -> None:
    response = make_response(hearing, late=True)
    make_comment(hearing, "1.1", response=response, body="Fine by me", stance="")
    pdf = pdf_of(response, citizen, "/en")
    assert_for_everybody_and_for_ever(pdf)
    assert_in_order(
        read(pdf),
        "Your response is number 1",
        "That was after the deadline.",
        "On paragraph 1.1 Awaiting review Alle borgere i kommunen er medborgere. Fine by me",
        "Page 1 of ",
    )


def test_hostile_words_are_words(hearing: Hearing, citizen: Client) -> None:
    hostile = '#panic("x") $ * =1+1 😀 \u202eabc ' + "ø" * 30_000
    response = make_response(hearing, name="#let x = [", on_behalf_of="\\ */ //")
    make_comment(hearing, "1.1", response=response, body=hostile, proposed_text=hostile)
    pdf = pdf_of(response, citizen)
    assert_for_everybody_and_for_ever(pdf)
    assert_in_order(read(pdf), '#panic("x") $ * =1+1 [U+1F600]', "\\ */ //", "#let x = [")


@pytest.mark.parametrize(
    ("publication", "told"),
    [
        ("never", "kan indgå i aktindsigt"),
        ("at_once", "med det samme. Det vises med denne afsender: Birthe Mølgaard, Borger."),
        ("after_deadline", "når fristen er udløbet"),
    ],
)
def test_it_says_what_becomes_public(publication: str, told: str, citizen: Client) -> None:
    response = make_response(make_hearing(publication=publication))
    assert told in read(pdf_of(response, citizen))


def test_of_a_protected_sender_nothing_is_public(hearing: Hearing, citizen: Client) -> None:
    response = make_response(
        hearing, address_protected=True, name_public=False, respondent_type="association"
    )
    text = read(pdf_of(response, citizen))
    assert "Birthe Mølgaard (beskyttet, vises ikke)" in text
    assert "afsender: Borger." in text


def test_a_response_longer_than_any_paper_is_printed_from_the_page(
    hearing: Hearing, citizen: Client
) -> None:
    """The press would take the machine's memory: anybody can send any number of comments."""
    response = make_response(hearing)
    for _n in range(20):
        make_comment(hearing, response=response, body="å" * 30_000)
    address = reverse("responses:paper", args=[response.code])
    assert citizen.get(address).status_code == 404
    page = citizen.get(response.get_absolute_url()).content.decode()
    assert address not in page
    assert "for langt til en PDF" in page


def test_the_receipt_leads_to_it(hearing: Hearing, citizen: Client) -> None:
    response = make_response(hearing)
    page = citizen.get(response.get_absolute_url()).content.decode()
    assert reverse("responses:paper", args=[response.code]) in page
    assert "Hent kvitteringen som PDF" in page
