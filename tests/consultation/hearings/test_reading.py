"""The citizen reads: the list, the reading room and what has been said to a paragraph."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from consultation.demo.build import build
from consultation.models import Comment, Hearing
from tests.factories import make_comment, make_hearing, make_response, make_version

pytestmark = pytest.mark.django_db


def room(citizen: Client, hearing: Hearing) -> str:
    return citizen.get(hearing.get_absolute_url()).content.decode()


def said(citizen: Client, hearing: Hearing, ref: str = "1.1", query: str = "") -> str:
    address = reverse("responses:paragraph", args=[hearing.slug, ref])
    return citizen.get(address + query).content.decode()


def test_the_list_has_open_planned_and_closed(citizen: Client) -> None:
    now = timezone.now()
    version = make_version()
    minute = now.replace(second=0, microsecond=0)
    make_hearing(version=version, slug="aaben", title="Åben", closes_at=minute + timedelta(days=9))
    make_hearing(
        version=version,
        slug="planlagt",
        title="Planlagt høring",
        opens_at=now + timedelta(days=3),
        closes_at=minute + timedelta(days=30),
    )
    make_hearing(
        version=version, slug="lukket", title="Lukket", closes_at=minute - timedelta(days=1)
    )
    make_hearing(
        version=version, slug="gemt", title="Arkiveret høring", archived_at=now - timedelta(days=1)
    )
    make_hearing(version=version, slug="kladde", title="Hemmelig kladde", published=False)
    page = citizen.get("/").content.decode()
    places = [
        page.index(text) for text in ("Åben<", "9 dage tilbage", "Planlagt høring", "Lukket<")
    ]
    assert places == sorted(places)
    assert "Arkiveret høring" not in page
    assert "Hemmelig kladde" not in page


def test_the_list_may_be_empty(citizen: Client) -> None:
    assert "Der er ingen høringer lige nu." in citizen.get("/").content.decode()


def test_every_paragraph_has_its_number_its_place_and_its_link(citizen: Client) -> None:
    hearing = build(timezone.now())
    page = room(citizen, hearing)
    paragraphs = list(hearing.version.paragraphs.all())
    assert len(paragraphs) == 41
    for paragraph in paragraphs:
        assert f'id="punkt-{paragraph.ref}"' in page
        assert f'href="/hoeringer/medborgerpolitik/punkt/{paragraph.ref}/' in page
        assert paragraph.text in page
    assert page.index('id="punkt-4.3e"') < page.index('id="punkt-4.4"')


def test_counts_are_of_published_comments_only(
    hearing: Hearing, citizen: Client, caseworker: User
) -> None:
    for _n in range(2):
        make_comment(hearing, "2.1a", published_by=caseworker)
    make_comment(hearing, "2.1a")
    make_comment(hearing, "1.1", hidden_by=caseworker)
    page = room(citizen, hearing)
    assert page.count("2 bemærkninger") == 1
    assert "1 bemærkning<" not in page


def test_two_hearings_of_one_version_do_not_mix(
    hearing: Hearing, citizen: Client, caseworker: User
) -> None:
    other = make_hearing(slug="en-anden", version=hearing.version)
    make_comment(other, "1.1", body="Sagt et andet sted", published_by=caseworker)
    assert "1 bemærkning<" not in room(citizen, hearing)
    assert "Sagt et andet sted" not in said(citizen, hearing)
    assert "Sagt et andet sted" in said(citizen, other)


def test_an_extension_is_shown_with_its_reason(
    hearing: Hearing, citizen: Client, caseworker: User
) -> None:
    hearing.extend(
        to=hearing.closes_at + timedelta(days=7),
        reason="Vinterferie",
        by=caseworker,
        at=timezone.now(),
    )
    page = room(citizen, hearing)
    assert "Fristen var oprindeligt denne dag." in page
    assert "Vinterferie" in page


def test_published_words_are_shown_with_the_name_she_agreed_to(
    hearing: Hearing, citizen: Client, caseworker: User
) -> None:
    shown = make_response(hearing, on_behalf_of="Ishøj Roklub")
    nameless = make_response(hearing, name="Skjult Navn", name_public=False)
    protected = make_response(
        hearing,
        name="Beskyttet Navn",
        on_behalf_of="Krisecentret",
        respondent_type="council",
        address_protected=True,
    )
    for response in (shown, nameless, protected):
        make_comment(
            hearing, response=response, body=f"Fra {response.number}", published_by=caseworker
        )
    page = said(citizen, hearing)
    assert "Birthe Mølgaard" in page
    assert "på vegne af Ishøj Roklub" in page
    assert "Fra 3" in page
    for secret in ("Skjult Navn", "Beskyttet Navn", "Krisecentret", "birthe@post.example", "Råd<"):
        assert secret not in page


def test_what_awaits_review_is_not_shown(hearing: Hearing, citizen: Client) -> None:
    make_comment(hearing, body="Ikke læst endnu")
    assert "Ikke læst endnu" not in said(citizen, hearing)
    assert "Her er ingen bemærkninger offentliggjort endnu." in said(citizen, hearing)


def test_a_hidden_comment_is_a_tombstone(
    hearing: Hearing, citizen: Client, caseworker: User
) -> None:
    make_comment(
        hearing, body="Grimme ord", proposed_text="Værre ord", hidden_by=caseworker, stance="oppose"
    )
    page = said(citizen, hearing)
    assert "Kommunen har skjult denne bemærkning. Begrundelse: Chikane." in page
    for gone in ("Grimme ord", "Værre", "Birthe Mølgaard", "s-oppose"):
        assert gone not in page


def test_a_redacted_comment_shows_what_is_left(
    hearing: Hearing, citizen: Client, caseworker: User
) -> None:
    comment = make_comment(
        hearing, body="Ring til 20304050", proposed_text="Ring 20304050", published_by=caseworker
    )
    Comment.objects.filter(pk=comment.pk).update(
        state="redacted", public_body="Ring til […]", hidden_reason="cpr_number"
    )
    page = said(citizen, hearing)
    assert "Ring til […]" in page
    assert "20304050" not in page


def test_general_comments_have_a_page_of_their_own(
    hearing: Hearing, citizen: Client, caseworker: User
) -> None:
    make_comment(hearing, "", body="Godt arbejde", published_by=caseworker)
    make_comment(hearing, "", body="Ikke læst endnu")
    address = reverse("hearings:general", args=[hearing.slug])
    assert "Læs 1 bemærkning til politikken som helhed" in room(citizen, hearing)
    page = citizen.get(address).content.decode()
    assert "Godt arbejde" in page
    assert "Ikke læst endnu" not in page


@pytest.mark.parametrize("publication", ["after_deadline", "never"])
def test_a_hearing_that_keeps_comments_to_itself(
    citizen: Client, caseworker: User, publication: str
) -> None:
    hearing = make_hearing(publication=publication)
    make_comment(hearing, body="Ikke til alle", published_by=caseworker)
    assert "Ikke til alle" not in said(citizen, hearing)
    assert "1 bemærkning<" not in room(citizen, hearing)


def test_pages_of_fifty_by_key(hearing: Hearing, citizen: Client, caseworker: User) -> None:
    response = make_response(hearing)
    for n in range(55):
        make_comment(hearing, response=response, body=f"Nr. {n}.", published_by=caseworker)
    first = said(citizen, hearing)
    assert "Nr. 54." in first
    assert "Nr. 4." not in first
    key = first.split("?foer=")[1].split('"')[0]
    second = said(citizen, hearing, query=f"?foer={key}")
    assert "Nr. 4." in second
    assert "Nr. 0." in second
    assert "Nr. 5." not in second
    assert "Vis ældre bemærkninger" not in second


@pytest.mark.parametrize("key", ["x", "-1", "9" * 40, "१२", "1;DROP", "²"])
def test_a_key_that_is_none_harms_nothing(hearing: Hearing, citizen: Client, key: str) -> None:
    address = reverse("responses:paragraph", args=[hearing.slug, "1.1"])
    assert citizen.get(address, {"foer": key}).status_code == 200


def test_markup_in_what_people_write_is_only_text(
    hearing: Hearing, citizen: Client, caseworker: User
) -> None:
    make_comment(
        hearing,
        body="<img src=x onerror=alert(1)>",
        proposed_text="<b>fed</b>",
        published_by=caseworker,
    )
    page = said(citizen, hearing)
    assert "<img src=x" not in page
    assert "<b>fed" not in page
