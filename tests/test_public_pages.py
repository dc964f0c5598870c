"""What public pages promise: the same bytes for everybody, no cookie, an ETag, a strict CSP."""

import gzip

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accounts.models import User
from consultation.models import Hearing
from tests.factories import make_comment, make_translation

pytestmark = pytest.mark.django_db


OF_A_HEARING = (
    "hearings:room",
    "hearings:general",
    "hearings:responses",
    "hearings:calendar",
    "hearings:paper",
    "hearings:feed",
    "following:follow",
)
OTHERS = (
    "hearings:list",
    "hearings:all_hearings_feed",
    "pages:how",
    "pages:accessibility",
    "hearings:translation",
    "hearings:response",
    "reports:report",
    "paragraph",
    "panel",
)


# Those whose address names nothing.
ALONE = ("hearings:list", "hearings:all_hearings_feed", "pages:how", "pages:accessibility")


@pytest.fixture(params=OF_A_HEARING + OTHERS)
def address(request: pytest.FixtureRequest, hearing: Hearing, caseworker: User) -> str:
    comment = make_comment(hearing, published_by=caseworker)
    if request.param in ALONE:
        return reverse(request.param)
    if request.param == "hearings:translation":
        make_translation(hearing)
        return reverse(request.param, args=[hearing.slug, "1", "ar"])
    if request.param == "reports:report":
        return reverse(request.param, args=[hearing.slug, comment.pk])
    if request.param in OF_A_HEARING:
        return reverse(request.param, args=[hearing.slug])
    if request.param == "hearings:response":
        return reverse(request.param, args=[hearing.slug, comment.response.number])
    paragraph = reverse("responses:paragraph", args=[hearing.slug, "1.1"])
    return f"{paragraph}?vis=panel" if request.param == "panel" else paragraph


def test_a_citizen_with_a_draft_and_a_signed_in_caseworker_get_the_same_bytes(
    address: str, hearing: Hearing, citizen: Client, as_caseworker: Client
) -> None:
    written = {"body": "Min egen kladde"}
    citizen.post(reverse("responses:paragraph", args=[hearing.slug, "1.2"]), written)
    assert "kladde" in citizen.cookies
    answers = [client.get(address) for client in (citizen, as_caseworker, Client())]
    assert len({answer.content for answer in answers}) == 1
    assert b"Min egen kladde" not in answers[0].content


def test_it_sets_no_cookie_and_varies_only_on_packing(address: str, as_caseworker: Client) -> None:
    as_caseworker.cookies.clear()
    answer = as_caseworker.get(address)
    assert answer.status_code == 200
    assert not answer.cookies
    assert answer.headers.get("Vary") == "Accept-Encoding"
    assert b"csrf" not in answer.content.lower()


@pytest.mark.parametrize("token", ["x y", "ÆØÅ", "kort", '"', "a" * 32])
def test_no_cookie_brings_a_cookie_back(address: str, citizen: Client, token: str) -> None:
    citizen.cookies[settings.CSRF_COOKIE_NAME] = token
    citizen.cookies[settings.SESSION_COOKIE_NAME] = token
    answer = citizen.get(address)
    assert not answer.cookies
    assert answer.headers.get("Vary") == "Accept-Encoding"


def test_any_cache_may_keep_it_and_asks_again(address: str, citizen: Client) -> None:
    first = citizen.get(address)
    assert {"public", "max-age=0"} <= set(first.headers["Cache-Control"].split(", "))
    again = citizen.get(address, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_packed_it_is_the_same_bytes_for_everybody(
    address: str, citizen: Client, as_caseworker: Client
) -> None:
    packed = {"Accept-Encoding": "gzip, deflate, br"}
    answers = [client.get(address, headers=packed) for client in (citizen, as_caseworker)]
    assert {answer.headers["Content-Encoding"] for answer in answers} == {"gzip"}
    assert answers[0].content == answers[1].content
    assert gzip.decompress(answers[0].content) == citizen.get(address).content
    again = {**packed, "If-None-Match": answers[0].headers["ETag"]}
    assert citizen.get(address, headers=again).status_code == 304


def test_the_policy_allows_nothing_inline(address: str, citizen: Client) -> None:
    answer = citizen.get(address)
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    page = answer.content
    assert b" style=" not in page
    assert b"<style" not in page
    assert b" onclick=" not in page


def test_a_new_decision_changes_the_etag(
    hearing: Hearing, citizen: Client, caseworker: User
) -> None:
    address = reverse("hearings:room", args=[hearing.slug])
    before = citizen.get(address).headers["ETag"]
    make_comment(hearing, published_by=caseworker)
    assert citizen.get(address, headers={"If-None-Match": before}).status_code == 200


@pytest.mark.parametrize("name", ["responses:review", "responses:bar", "responses:words"])
def test_personal_pages_are_kept_by_no_cache(name: str, hearing: Hearing, citizen: Client) -> None:
    ref = ["1.1"] if name == "responses:words" else []
    answer = citizen.get(reverse(name, args=[hearing.slug, *ref]))
    assert "no-store" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]


def test_signed_in_pages_are_kept_by_no_cache(hearing: Hearing, as_caseworker: Client) -> None:
    for name in ("desk:queue", "export:export"):
        answer = as_caseworker.get(reverse(name, args=[hearing.slug]))
        assert "no-store" in answer.headers["Cache-Control"]


class TestWhereAFormComesFrom:
    """Without a token: a browser's own word for where a form was sent from."""

    @pytest.fixture
    def address(self, hearing: Hearing) -> str:
        return reverse("responses:paragraph", args=[hearing.slug, "1.1"])

    @pytest.mark.parametrize(
        ("headers", "status"),
        [
            ({"Sec-Fetch-Site": "same-origin"}, 302),
            ({"Origin": "http://testserver"}, 302),
            ({"Origin": "http://testserver", "Sec-Fetch-Site": "same-origin"}, 302),
            ({"Sec-Fetch-Site": "cross-site"}, 403),
            ({"Sec-Fetch-Site": "same-site"}, 403),
            ({"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"}, 403),
            ({"Origin": "https://ond.example"}, 403),
            ({"Origin": "https://testserver"}, 403),
            ({"Origin": "null"}, 403),
            ({}, 403),
        ],
    )
    def test_origin(self, address: str, headers: dict[str, str], status: int) -> None:
        client = Client(enforce_csrf_checks=True)
        answer = client.post(address, {"body": "Hej"}, headers=headers)
        assert answer.status_code == status
