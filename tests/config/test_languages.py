"""The address says the language: nothing else decides, and the switcher keeps the page."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from config.languages import address_in, language_of
from consultation.models import Hearing
from tests.factories import make_comment
from tests.test_access import GET, PUBLIC, address, world

__all__ = ["world"]  # the fixture

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


class _Links(HTMLParser):
    """The switcher's links and the alternates in the head, by language."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.switches: dict[str, str] = {}
        self.alternates: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        if named.get("rel") == "alternate" and "hreflang" in named:
            self.alternates[named["hreflang"]] = named["href"]
        elif tag == "a" and "data-panel" not in named and named.get("hreflang"):
            self.switches[named["hreflang"]] = named["href"]


QUERY = "?foer=7&vis=afventer&%C3%A6=%26%22"
# Fragments, files, addresses that only take a form or lead on, and what answers no page.
NO_SWITCHER = {
    "healthz",
    "account_confirm_login_code",
    "account_logout",
    "desk:attachment",
    "desk:hide",
    "desk:publish",
    "hearings:all_hearings_feed",
    "hearings:attachment",
    "hearings:calendar",
    "hearings:feed",
    "hearings:paper",
    "openid_connect_login",
    "responses:bar",
    "responses:finish",
    "responses:forget",
    "responses:paper",
    "responses:remove",
    "responses:remove-attachment",
    "responses:restore",
    "responses:restore-attachment",
    "responses:save",
    "responses:sent-attachment",
    "responses:settle",
    "responses:words",
    "responses:write-again",
}
PUBLIC_PAGES = sorted(
    {line for line in PUBLIC.read_text().splitlines() if not line.startswith("#")} - NO_SWITCHER
)
_SIGNED_IN = ("desk:", "export:", "translating:", "account_logout", "account_change")
DESK = sorted({name for name in GET if name.startswith(_SIGNED_IN)} - NO_SWITCHER)


@pytest.mark.parametrize("world", ["open"], indirect=True)
@pytest.mark.parametrize("name", [*PUBLIC_PAGES, *DESK])
def test_every_page_has_the_way_to_itself_in_the_other_language(
    name: str, world: Any, citizen: Client, as_caseworker: Client
) -> None:
    client = as_caseworker if name in DESK else citizen
    danish = address(name, world) + QUERY
    english = f"/en{danish}"
    for path, here, other, there in (
        (danish, "da", "en", english),
        (english, "en", "da", danish),
    ):
        answer = client.get(path)
        page = answer.content.decode()
        links = _Links(page)
        assert f'<html lang="{here}">' in page
        assert links.switches == {other: there}
        assert links.alternates == {
            "da": f"{settings.BASE_URL}{danish}",
            "en": f"{settings.BASE_URL}{english}",
        }
        assert client.get(links.switches[other]).status_code == answer.status_code


@pytest.mark.parametrize("world", ["open"], indirect=True)
@pytest.mark.parametrize(
    "name", ["responses:paragraph", "responses:review", "desk:comment", "translating:edit"]
)
def test_after_an_error_it_leads_to_the_page_itself(
    name: str, world: Any, as_caseworker: Client
) -> None:
    path = f"/en{address(name, world)}"
    answer = as_caseworker.post(path, {"do": "send"})
    assert answer.status_code == 422
    [(language, there)] = _Links(answer.content.decode()).switches.items()
    assert (language, there) == ("da", path.removeprefix("/en"))
    assert as_caseworker.get(there).status_code == 200
