"""My responses: found by account and by confirmed address, and nobody else's."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from consultation.models import Hearing
from tests.factories import make_hearing, make_response

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(as_stranger: Client):  # type: ignore[no-untyped-def]
    def read(query: str = "") -> str:
        answer = as_stranger.get(reverse("responses:mine") + query)
        assert answer.status_code == 200
        return answer.content.decode()

    return read


@pytest.fixture
def confirmed(stranger: User) -> User:
    stranger.emailaddress_set.create(email=stranger.email, verified=True, primary=True)
    return stranger


def test_earlier_responses_with_her_address_are_there(  # type: ignore[no-untyped-def]
    hearing: Hearing, confirmed: User, page
) -> None:
    """Also those she sent before she had an account, however she wrote the address."""
    hers = make_response(hearing, email="Fremmed@POST.example", late=True)
    theirs = make_response(hearing, email="ikke-fremmed@post.example")
    shown = page()
    assert f"/kvittering/{hers.code}/" in shown
    assert "Høringssvar nr. 1 til <span>En høring</span>" in shown
    assert "For sent indkommet" in shown
    assert "I høring" in shown
    assert theirs.code not in shown


def test_an_address_she_has_not_confirmed_opens_nothing(  # type: ignore[no-untyped-def]
    hearing: Hearing, stranger: User, page
) -> None:
    response = make_response(hearing, email=stranger.email)
    stranger.emailaddress_set.create(email=stranger.email, verified=False)
    assert response.code not in page()


def test_what_she_sent_signed_in_is_there_whatever_its_address(  # type: ignore[no-untyped-def]
    hearing: Hearing, stranger: User, page
) -> None:
    response = make_response(hearing, sender=stranger, email="")
    assert response.code in page()


def test_nothing_yet(page) -> None:  # type: ignore[no-untyped-def]
    assert "Du har ikke sendt et høringssvar endnu." in page()


def test_a_page_at_a_time(hearing: Hearing, confirmed: User, page) -> None:  # type: ignore[no-untyped-def]
    """Newest first, by key; no key is no key."""
    made = [make_response(hearing, sender=confirmed) for _n in range(51)]
    first = page()
    assert (made[-1].code in first, made[0].code in first) == (True, False)
    older = page(f"?foer={made[1].pk}")
    assert (made[-1].code in older, made[0].code in older) == (False, True)
    for odd in ("x", "-1", "9" * 40, "%00"):
        assert made[-1].code in page(f"?foer={odd}")


def test_drafts_stand_on_top(hearing: Hearing, as_stranger: Client, page) -> None:  # type: ignore[no-untyped-def]
    written = reverse("responses:paragraph", args=[hearing.slug, "1.1"])
    as_stranger.post(written, {"body": "Ja."})
    shown = page()
    assert "Ikke sendt endnu" in shown
    assert reverse("responses:review", args=[hearing.slug]) in shown


def test_a_signed_out_citizen_comes_back_here(citizen: Client) -> None:
    here = reverse("responses:mine")
    answer = citizen.get(here)
    assert answer.headers["Location"] == f"/konto/log-ind/?next={here}"


def test_the_header_says_who_she_is_and_only_on_her_own_pages(
    hearing: Hearing, as_stranger: Client
) -> None:
    for address, hers in (
        (reverse("responses:mine"), True),
        (reverse("responses:review", args=[hearing.slug]), True),
        (reverse("hearings:room", args=[hearing.slug]), False),
    ):
        page = as_stranger.get(address).content.decode()
        assert ("Log ud, fremmed" in page) == hers
        assert (">Log ind</a>" in page) != hers


def test_her_pages_are_kept_by_no_cache(as_stranger: Client) -> None:
    answer = as_stranger.get(reverse("responses:mine"))
    assert "no-store" in answer.headers["Cache-Control"]


def test_the_address_is_found_by_an_index(hearing: Hearing, confirmed: User) -> None:
    """A national hearing has many responses, and email__iexact asks for UPPER(email)."""
    from django.db import connection

    from consultation.models import Response

    other = make_hearing(slug="en-anden", version=hearing.version)
    make_response(other)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = Response.objects.filter(email__iexact=confirmed.email).explain()
    assert "response_by_email" in plan
