"""The address says the language: nothing else decides, and the switcher keeps the page."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from config.languages import address_in, language_of
from consultation.models import Hearing
from tests.factories import make_comment

PAIRS = [
    ("/", "/en/"),
    ("/hoeringer/x/punkt/4.3e/?foer=7&vis=panel", "/en/hoeringer/x/punkt/4.3e/?foer=7&vis=panel"),
    ("/entusiasme/", "/en/entusiasme/"),
]


@pytest.mark.parametrize(("danish", "english"), PAIRS)
def test_the_switcher_goes_there_and_back(danish: str, english: str) -> None:
    assert language_of(danish) == "da"
    assert language_of(english) == "en"
    assert address_in("en", danish) == address_in("en", english) == english
    assert address_in("da", english) == address_in("da", danish) == danish


@pytest.mark.django_db
@pytest.mark.parametrize("accepts", ["en", "da", "ar"])
def test_only_the_address_decides(hearing: Hearing, citizen: Client, accepts: str) -> None:
    make_comment(hearing)
    citizen.cookies[settings.LANGUAGE_COOKIE_NAME] = accepts
    address = reverse("hearings:room", args=[hearing.slug])
    for path, language, word in (
        (address, "da", "Høringsfrist"),
        (f"/en{address}", "en", "Deadline"),
    ):
        answer = citizen.get(path, headers={"Accept-Language": accepts})
        page = answer.content.decode()
        assert f'<html lang="{language}">' in page
        assert word in page
        assert answer.headers.get("Vary") == "Accept-Encoding"


@pytest.mark.django_db
def test_links_stay_in_the_language(hearing: Hearing, citizen: Client) -> None:
    with override("en"):
        address = reverse("hearings:room", args=[hearing.slug])
    page = citizen.get(address).content.decode()
    assert 'href="/en/hoeringer/en-hoering/punkt/1.1/#skriv"' in page
    assert 'href="/hoeringer/en-hoering/punkt/1.1/#skriv"' not in page
    assert f'<a href="{address.removeprefix("/en")}" lang="da" hreflang="da">Dansk</a>' in page


@pytest.mark.django_db
def test_a_page_that_is_not_there_says_so_in_the_language(citizen: Client) -> None:
    assert '<html lang="en">' in citizen.get("/en/findes-ikke/").content.decode()
