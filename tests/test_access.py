"""Who may open what, when: every view of the URLconf × role × phase of the hearing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts.models import User
from consultation.models import Comment, Draft, Hearing, Response
from tests.factories import make_comment, make_hearing, make_response, paragraph

PUBLIC = Path(__file__).parent / "public_views.txt"

ROLES = ("citizen", "as_stranger", "as_council_member", "as_caseworker", "as_administrator")
PHASES = ("draft", "scheduled", "open", "closed", "under_review", "adopted", "archived")

# What a GET answers, in the order of ROLES.
EVERYBODY = (200, 200, 200, 200, 200)
NOBODY = (404, 404, 404, 404, 404)
STAFF = (302, 404, 403, 200, 200)
SIGNED_IN = (302, 200, 200, 200, 200)
POST_ONLY = (405, 405, 405, 405, 405)

# name: (what it answers, what it answers while the hearing is a draft)
GET: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "healthz": (EVERYBODY, EVERYBODY),
    "accounts:home": ((302,) * 5, (302,) * 5),
    # allauth sends the signed-in on their way.
    "account_login": ((200, 302, 302, 302, 302),) * 2,
    "account_inactive": (EVERYBODY, EVERYBODY),
    "account_logout": ((302, 200, 200, 200, 200),) * 2,
    "account_change_password": (SIGNED_IN, SIGNED_IN),
    "account_reset_password": (EVERYBODY, EVERYBODY),
    "account_reset_password_done": (EVERYBODY, EVERYBODY),
    "account_reset_password_from_key": (EVERYBODY, EVERYBODY),
    "account_reset_password_from_key_done": (EVERYBODY, EVERYBODY),
    "hearings:list": (EVERYBODY, EVERYBODY),
    "hearings:room": (EVERYBODY, NOBODY),
    "hearings:general": (EVERYBODY, NOBODY),
    "responses:paragraph": (EVERYBODY, NOBODY),
    "responses:review": (EVERYBODY, NOBODY),
    "responses:bar": (EVERYBODY, NOBODY),
    # Another browser's draft.
    "responses:edit": (NOBODY, NOBODY),
    "responses:remove": (POST_ONLY, POST_ONLY),
    "responses:restore": (POST_ONLY, POST_ONLY),
    # Whoever holds the code holds the receipt.
    "responses:receipt": (EVERYBODY, EVERYBODY),
    "responses:confirm": (EVERYBODY, EVERYBODY),
    "desk:hearings": (STAFF, STAFF),
    "desk:queue": (STAFF, STAFF),
    "desk:comment": (STAFF, STAFF),
    "export:export": (STAFF, STAFF),
}

# What a POST with an empty form answers in each phase, from a browser that is not signed in.
# 422: read, and something is missing. 403: the hearing takes nothing in. 302: to the sign-in.
WRITING: dict[str, dict[str, int]] = {
    "responses:paragraph": dict(
        zip(PHASES, (404, 403, 422, 422, 422, 403, 403), strict=True),
    ),
    "responses:review": dict(zip(PHASES, (404, 422, 422, 422, 422, 422, 422), strict=True)),
    "responses:confirm": dict.fromkeys(PHASES, 302),
    "responses:remove": dict.fromkeys(PHASES, 404),
    "responses:restore": dict.fromkeys(PHASES, 404),
    "responses:edit": dict.fromkeys(PHASES, 404),
    "desk:comment": dict.fromkeys(PHASES, 302),
    "export:export": dict.fromkeys(PHASES, 302),
}


def views() -> Iterator[tuple[str, Any]]:
    """(name, view) of every address there is."""

    def walk(patterns: Any, namespace: str) -> Iterator[tuple[str, Any]]:
        for entry in patterns:
            if hasattr(entry, "url_patterns"):
                inner = f"{entry.namespace}:" if entry.namespace else ""
                yield from walk(entry.url_patterns, namespace + inner)
            else:
                yield f"{namespace}{entry.name}", entry.callback

    yield from walk(get_resolver().url_patterns, "")


NAMES = sorted(dict(views()))


def test_the_table_holds_every_view_and_no_other() -> None:
    assert len(NAMES) > 20
    assert sorted(GET) == NAMES


def test_every_view_needs_a_login_but_those_on_the_list() -> None:
    listed = {line for line in PUBLIC.read_text().splitlines() if not line.startswith("#")}
    public = {name for name, view in views() if not getattr(view, "login_required", True)}
    assert public == listed


def in_phase(phase: str) -> Hearing:
    now = timezone.now()
    minute = now.replace(second=0, microsecond=0)
    past = {"opens_at": now - timedelta(days=9), "closes_at": minute - timedelta(days=2)}
    dates: dict[str, dict[str, Any]] = {
        "draft": {"published": False},
        "scheduled": {
            "opens_at": now + timedelta(days=2),
            "closes_at": minute + timedelta(days=30),
        },
        "open": {},
        "closed": past,
        "under_review": {**past, "review_started_at": now - timedelta(days=1)},
        "adopted": {**past, "adopted_at": now - timedelta(hours=1)},
        "archived": {
            **past,
            "adopted_at": now - timedelta(hours=2),
            "archived_at": now - timedelta(hours=1),
        },
    }
    hearing = make_hearing(at=now, **dates[phase])
    assert hearing.state(now) == phase
    return hearing


@pytest.fixture
def world(request: pytest.FixtureRequest, db: None) -> tuple[Hearing, Response, Comment, Draft]:
    hearing = in_phase(request.param)
    response = make_response(hearing)
    comment = make_comment(hearing, response=response)
    draft = Draft.objects.create(hearing=hearing)
    draft.comments.create(paragraph=paragraph(hearing, "1.1"), body="Kladde")
    return hearing, response, comment, draft


def address(name: str, world: tuple[Hearing, Response, Comment, Draft]) -> str:
    """The address of the view for this hearing and what is in it."""
    hearing, response, comment, draft = world
    written = draft.comments.get()
    arguments: dict[str, list[Any]] = {
        "account_reset_password_from_key": ["3", "ugyldig-noegle"],
        "hearings:room": [hearing.slug],
        "hearings:general": [hearing.slug],
        "responses:paragraph": [hearing.slug, "1.1"],
        "responses:review": [hearing.slug],
        "responses:bar": [hearing.slug],
        "responses:edit": [hearing.slug, written.pk],
        "responses:remove": [hearing.slug, written.pk],
        "responses:restore": [hearing.slug, written.pk],
        "responses:receipt": [response.code],
        "responses:confirm": [response.code, response.confirmation_token],
        "desk:queue": [hearing.slug],
        "desk:comment": [hearing.slug, comment.pk],
        "export:export": [hearing.slug],
    }
    return reverse(name, args=arguments.get(name, []))


@pytest.mark.parametrize("world", PHASES, indirect=True, ids=PHASES)
@pytest.mark.parametrize("role", ROLES)
def test_get(
    request: pytest.FixtureRequest, world: Any, role: str, django_user_model: type[User]
) -> None:
    client: Client = request.getfixturevalue(role)
    phase = request.node.callspec.params["world"]
    answers = {}
    for name in NAMES:
        answers[name] = client.get(address(name, world)).status_code
    expected = {
        name: (always, in_draft)[phase == "draft"][ROLES.index(role)]
        for name, (always, in_draft) in GET.items()
    }
    assert answers == expected


@pytest.mark.parametrize("world", PHASES, indirect=True, ids=PHASES)
def test_post_by_phase(request: pytest.FixtureRequest, world: Any, citizen: Client) -> None:
    """Every view of ours: those not in WRITING take no POST, or ask for a login first."""
    phase = request.node.callspec.params["world"]
    ours = [name for name in NAMES if not name.startswith("account_")]
    answers = {name: citizen.post(address(name, world)).status_code for name in ours}
    expected = {name: 405 if GET[name][0][0] == 200 else 302 for name in ours}
    expected |= {name: by_phase[phase] for name, by_phase in WRITING.items()}
    assert answers == expected


@pytest.mark.parametrize("world", ["open"], indirect=True)
@pytest.mark.parametrize(
    ("role", "status"), list(zip(ROLES, (302, 404, 403, 422, 422), strict=True))
)
def test_post_at_the_desk_by_role(
    request: pytest.FixtureRequest, world: Any, role: str, status: int
) -> None:
    client: Client = request.getfixturevalue(role)
    for name in ("desk:comment", "export:export"):
        assert client.post(address(name, world)).status_code == status
    assert Comment.objects.filter(state="pending").count() == 1


@pytest.mark.parametrize("world", ["open"], indirect=True)
@pytest.mark.parametrize("method", ["put", "patch", "delete"])
def test_no_view_takes_other_methods(world: Any, as_caseworker: Client, method: str) -> None:
    for name in NAMES:
        if not name.startswith("account_"):
            answer = getattr(as_caseworker, method)(address(name, world))
            assert answer.status_code == 405, name


@pytest.mark.parametrize("world", ["open"], indirect=True)
def test_another_hearings_comment_is_not_found(world: Any, as_caseworker: Client) -> None:
    other = make_hearing(slug="en-anden", version=world[0].version)
    comment = make_comment(other)
    theirs = reverse("desk:comment", args=[world[0].slug, comment.pk])
    assert as_caseworker.get(theirs).status_code == 404
    decided = {"decision": "publish", "seen": "0"}
    assert as_caseworker.post(theirs, decided).status_code == 404
    comment.refresh_from_db()
    assert comment.state == "pending"


def test_a_signed_out_caseworker_comes_back_where_she_was(
    hearing: Hearing, citizen: Client
) -> None:
    asked = reverse("desk:queue", args=[hearing.slug])
    answer = citizen.get(asked)
    assert answer.headers["Location"] == f"{reverse('account_login')}?next={asked}"


def test_a_person_who_left_is_nobody(caseworker: User, as_caseworker: Client) -> None:
    caseworker.is_active = False
    caseworker.save(update_fields=["is_active"])
    assert as_caseworker.get(reverse("desk:hearings")).status_code == 302
