"""Who may open what, when: every view of the URLconf × role × phase of the hearing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from accounts.models import Role, User
from consultation.models import Comment, Draft, Hearing, Response
from tests.factories import (
    make_attachment,
    make_comment,
    make_hearing,
    make_response,
    make_subscription,
    make_translation,
    make_user,
    paragraph,
)

PUBLIC = Path(__file__).parent / "public_views.txt"

ROLES = ("citizen", "as_stranger", "as_council_member", "as_caseworker", "as_administrator")
PHASES = ("draft", "scheduled", "open", "closed", "under_review", "adopted", "archived")

# What a GET answers, in the order of ROLES.
EVERYBODY = (200, 200, 200, 200, 200)
NOBODY = (404, 404, 404, 404, 404)
STAFF = (302, 404, 403, 200, 200)
SIGNED_IN = (302, 200, 200, 200, 200)
POST_ONLY = (405, 405, 405, 405, 405)
ADMINISTRATORS = (302, 404, 403, 403, 200)
STAFF_POST_ONLY = (302, 405, 405, 405, 405)

# name: (what it answers, what it answers while the hearing is a draft)
GET: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "healthz": (EVERYBODY, EVERYBODY),
    "accounts:home": ((302,) * 5, (302,) * 5),
    # She is told that she is signed in, and how to go on.
    "account_request_login_code": (EVERYBODY, EVERYBODY),
    # No code is under way: to the page that sends one, and the signed-in on their way.
    "account_confirm_login_code": ((302,) * 5, (302,) * 5),
    # No broker is set up.
    "openid_connect_login": (POST_ONLY, POST_ONLY),
    "openid_connect_callback": (NOBODY, NOBODY),
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
    "hearings:all_hearings_feed": (EVERYBODY, EVERYBODY),
    "hearings:room": (EVERYBODY, NOBODY),
    "hearings:general": (EVERYBODY, NOBODY),
    "hearings:calendar": (EVERYBODY, NOBODY),
    "hearings:feed": (EVERYBODY, NOBODY),
    "following:follow": (EVERYBODY, NOBODY),
    # Whoever holds the token may confirm and leave.
    "following:confirm": (EVERYBODY, EVERYBODY),
    "following:leave": (EVERYBODY, EVERYBODY),
    "reports:report": (EVERYBODY, NOBODY),
    "hearings:translation": (EVERYBODY, NOBODY),
    "hearings:responses": (EVERYBODY, NOBODY),
    "hearings:response": (EVERYBODY, NOBODY),
    "hearings:paper": (EVERYBODY, NOBODY),
    "hearings:record": (EVERYBODY, NOBODY),
    "responses:paragraph": (EVERYBODY, NOBODY),
    "responses:review": (EVERYBODY, NOBODY),
    "responses:bar": (EVERYBODY, NOBODY),
    "responses:mine": (SIGNED_IN, SIGNED_IN),
    "responses:words": (EVERYBODY, NOBODY),
    "responses:save": (POST_ONLY, POST_ONLY),
    "responses:settle": (POST_ONLY, POST_ONLY),
    "responses:forget": (POST_ONLY, POST_ONLY),
    # Another browser's draft.
    "responses:edit": (NOBODY, NOBODY),
    "hearings:attachment": (EVERYBODY, NOBODY),
    "responses:attachments": (EVERYBODY, NOBODY),
    "responses:drafted-attachment": (NOBODY, NOBODY),
    "responses:remove-attachment": (POST_ONLY, POST_ONLY),
    "responses:restore-attachment": (POST_ONLY, POST_ONLY),
    "responses:finish": (POST_ONLY, POST_ONLY),
    "responses:remove": (POST_ONLY, POST_ONLY),
    "responses:restore": (POST_ONLY, POST_ONLY),
    # Whoever holds the code holds the receipt.
    "responses:receipt": (EVERYBODY, EVERYBODY),
    "responses:paper": (EVERYBODY, EVERYBODY),
    "responses:confirm": (EVERYBODY, EVERYBODY),
    "responses:sent-attachment": (EVERYBODY, EVERYBODY),
    "responses:sent-attachments": (EVERYBODY, EVERYBODY),
    "responses:withdraw-attachment": (EVERYBODY, EVERYBODY),
    "responses:choose": (EVERYBODY, EVERYBODY),
    "responses:add": (EVERYBODY, EVERYBODY),
    "responses:add-general": (EVERYBODY, EVERYBODY),
    "responses:correct": (EVERYBODY, EVERYBODY),
    "responses:withdraw": (EVERYBODY, EVERYBODY),
    "responses:withdraw-all": (EVERYBODY, EVERYBODY),
    "responses:write-again": (POST_ONLY, POST_ONLY),
    "desk:hearings": (STAFF, STAFF),
    "desk:queue": (STAFF, STAFF),
    "desk:comment": (STAFF, STAFF),
    "translating:overview": (STAFF, STAFF),
    "translating:edit": (STAFF, STAFF),
    "desk:attachment": (STAFF, STAFF),
    "desk:publish": (STAFF_POST_ONLY, STAFF_POST_ONLY),
    "desk:hide": (STAFF_POST_ONLY, STAFF_POST_ONLY),
    "export:export": (STAFF, STAFF),
    "setup:extend": (STAFF, STAFF),
    "records:log": (STAFF, STAFF),
    "staff:list": (ADMINISTRATORS, ADMINISTRATORS),
    "staff:add": (ADMINISTRATORS, ADMINISTRATORS),
    "staff:change": (ADMINISTRATORS, ADMINISTRATORS),
    "staff:invite": (STAFF_POST_ONLY, STAFF_POST_ONLY),
    "pages:how": (EVERYBODY, EVERYBODY),
    "pages:privacy": (EVERYBODY, EVERYBODY),
    "pages:accessibility": (EVERYBODY, EVERYBODY),
    "pages:contact": (EVERYBODY, EVERYBODY),
    "pages:list": (STAFF, STAFF),
    "pages:edit": (STAFF, STAFF),
}

# What a POST with an empty form answers in each phase, from a browser that is not signed in.
# 422: read, and something is missing. 403: the hearing takes nothing in. 302: to the sign-in.
WRITING: dict[str, dict[str, int]] = {
    "responses:paragraph": dict(
        zip(PHASES, (404, 403, 422, 422, 422, 403, 403), strict=True),
    ),
    "responses:review": dict(zip(PHASES, (404, 422, 422, 422, 422, 422, 422), strict=True)),
    "hearings:response": dict.fromkeys(PHASES, 405),
    "responses:words": dict(zip(PHASES, (404, 403, 422, 422, 422, 403, 403), strict=True)),
    "responses:save": dict(zip(PHASES, (404, 422, 422, 422, 422, 422, 422), strict=True)),
    "responses:forget": dict(zip(PHASES, (404, 302, 302, 302, 302, 302, 302), strict=True)),
    "responses:confirm": dict.fromkeys(PHASES, 302),
    # The empty review form, posted before it by name, has begun a draft in this browser.
    "responses:settle": dict(zip(PHASES, (404, 302, 302, 302, 302, 302, 302), strict=True)),
    "responses:mine": dict.fromkeys(PHASES, 302),
    "openid_connect_login": dict.fromkeys(PHASES, 404),
    "openid_connect_callback": dict.fromkeys(PHASES, 405),
    "responses:finish": dict.fromkeys(PHASES, 404),
    "responses:remove": dict.fromkeys(PHASES, 404),
    "responses:restore": dict.fromkeys(PHASES, 404),
    "responses:edit": dict.fromkeys(PHASES, 404),
    "following:follow": dict(zip(PHASES, (404, 422, 422, 422, 422, 422, 403), strict=True)),
    "following:confirm": dict.fromkeys(PHASES, 302),
    "following:leave": dict.fromkeys(PHASES, 200),
    "reports:report": dict(zip(PHASES, (404, 422, 422, 422, 422, 422, 422), strict=True)),
    "responses:attachments": dict(
        zip(PHASES, (404, 403, 422, 422, 422, 403, 403), strict=True),
    ),
    "responses:drafted-attachment": dict.fromkeys(PHASES, 405),
    "responses:remove-attachment": dict.fromkeys(PHASES, 404),
    "responses:restore-attachment": dict.fromkeys(PHASES, 404),
    "responses:add": dict.fromkeys(PHASES, 422),
    "responses:add-general": dict.fromkeys(PHASES, 422),
    "responses:correct": dict.fromkeys(PHASES, 422),
    "responses:withdraw": dict.fromkeys(PHASES, 403) | {"open": 302},
    "responses:withdraw-all": dict.fromkeys(PHASES, 403) | {"open": 302},
    "responses:write-again": dict.fromkeys(PHASES, 422),
    # No file was chosen, and so there is nothing that comes too late.
    "responses:sent-attachments": dict.fromkeys(PHASES, 422),
    # The walk has withdrawn all of it by then.
    "responses:withdraw-attachment": dict.fromkeys(PHASES, 403),
    "desk:comment": dict.fromkeys(PHASES, 302),
    "translating:edit": dict.fromkeys(PHASES, 302),
    "export:export": dict.fromkeys(PHASES, 302),
    "setup:extend": dict.fromkeys(PHASES, 302),
    "records:log": dict.fromkeys(PHASES, 302),
    "staff:add": dict.fromkeys(PHASES, 302),
    "staff:change": dict.fromkeys(PHASES, 302),
    "pages:edit": dict.fromkeys(PHASES, 302),
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
    # Published words with a published file, and a comment that waits.
    make_comment(hearing, response=response, state="published")
    make_attachment(response, published_at=timezone.now())
    comment = make_comment(hearing, response=response)
    make_subscription(hearing)
    draft = Draft.objects.create(hearing=hearing)
    draft.comments.create(paragraph=paragraph(hearing, "1.1"), body="Kladde")
    make_translation(hearing)
    make_user("kollega@kommune.example", Role.COUNCIL_MEMBER)
    return hearing, response, comment, draft


def address(name: str, world: tuple[Hearing, Response, Comment, Draft]) -> str:
    """The address of the view for this hearing and what is in it."""
    hearing, response, comment, draft = world
    written, attachment = draft.comments.get(), response.attachments.get()
    arguments: dict[str, list[Any]] = {
        "account_reset_password_from_key": ["3", "ugyldig-noegle"],
        "hearings:room": [hearing.slug],
        "hearings:general": [hearing.slug],
        "hearings:calendar": [hearing.slug],
        "hearings:feed": [hearing.slug],
        "following:follow": [hearing.slug],
        "following:confirm": [hearing.subscriptions.get().token],
        "following:leave": [hearing.subscriptions.get().token],
        "reports:report": [hearing.slug, hearing.comments.exclude(pk=comment.pk).earliest("pk").pk],
        "hearings:translation": [hearing.slug, "1", "ar"],
        "hearings:responses": [hearing.slug],
        "hearings:response": [hearing.slug, response.number],
        "hearings:paper": [hearing.slug],
        "hearings:record": [hearing.slug],
        "responses:paragraph": [hearing.slug, "1.1"],
        "responses:review": [hearing.slug],
        "responses:bar": [hearing.slug],
        "responses:words": [hearing.slug, "1.1"],
        "responses:save": [hearing.slug],
        "responses:settle": [hearing.slug],
        "responses:forget": [hearing.slug],
        "responses:finish": [hearing.slug, written.pk],
        "responses:edit": [hearing.slug, written.pk],
        "responses:remove": [hearing.slug, written.pk],
        "responses:restore": [hearing.slug, written.pk],
        "responses:receipt": [response.code],
        "responses:paper": [response.code],
        "responses:confirm": [response.code, response.confirmation_token],
        "hearings:attachment": [hearing.slug, attachment.pk],
        "responses:attachments": [hearing.slug],
        "responses:drafted-attachment": [hearing.slug, attachment.pk],
        "responses:remove-attachment": [hearing.slug, attachment.pk],
        "responses:restore-attachment": [hearing.slug, attachment.pk],
        "responses:sent-attachment": [response.code, attachment.pk],
        "responses:sent-attachments": [response.code],
        "responses:withdraw-attachment": [response.code, attachment.pk],
        "responses:choose": [response.code],
        "responses:add": [response.code, "1.1"],
        "responses:add-general": [response.code],
        "responses:correct": [response.code, comment.pk],
        "responses:withdraw": [response.code, comment.pk],
        "responses:withdraw-all": [response.code],
        "responses:write-again": [response.code],
        "desk:attachment": [hearing.slug, attachment.pk],
        "desk:publish": [hearing.slug, attachment.pk],
        "desk:hide": [hearing.slug, attachment.pk],
        "desk:queue": [hearing.slug],
        "desk:comment": [hearing.slug, comment.pk],
        "translating:overview": [hearing.slug],
        "translating:edit": [hearing.slug, "1", "ar"],
        "export:export": [hearing.slug],
        "setup:extend": [hearing.slug],
        "records:log": [hearing.slug],
        "staff:change": [User.objects.get(email="kollega@kommune.example").pk],
        "staff:invite": [User.objects.get(email="kollega@kommune.example").pk],
        "pages:edit": ["how", "da"],
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


FOR_MODERATORS = (
    "desk:comment",
    "translating:edit",
    "export:export",
    "pages:edit",
    "setup:extend",
)
FOR_ADMINISTRATORS = ("staff:add", "staff:change")


@pytest.mark.parametrize("world", ["open"], indirect=True)
@pytest.mark.parametrize(
    ("role", "desk", "staff"),
    list(zip(ROLES, (302, 404, 403, 422, 422), (302, 404, 403, 403, 422), strict=True)),
)
def test_post_at_the_desk_by_role(
    request: pytest.FixtureRequest, world: Any, role: str, desk: int, staff: int
) -> None:
    client: Client = request.getfixturevalue(role)
    for names, status in ((FOR_MODERATORS, desk), (FOR_ADMINISTRATORS, staff)):
        for name in names:
            assert client.post(address(name, world)).status_code == status, name
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
