"""Sign-in through an OpenID Connect broker: a real one, in a process of its own."""

from urllib.parse import parse_qs

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import Role, User
from consultation.models import Hearing
from tests.broker import OLE, YASEMIN, Broker
from tests.factories import make_user

pytestmark = pytest.mark.django_db

TO, BACK = "/konto/mitid/", "/konto/mitid/svar/"
EMAIL = "yasemin@post.example"


def sign_in(client: Client, broker: Broker, sub: str = YASEMIN, **fields: str):  # type: ignore[no-untyped-def]
    off_to = client.post(TO, fields).headers["Location"]
    assert off_to.startswith(f"{broker.issuer}/oauth2/authorize?")
    return client.get(broker.back(off_to, sub))


def me(client: Client) -> User:
    return User.objects.get(pk=client.session["_auth_user_id"])


def test_somebody_new(citizen: Client, broker: Broker) -> None:
    answer = sign_in(citizen, broker, next="/hoeringer/en-hoering/")
    assert answer.headers["Location"] == "/hoeringer/en-hoering/"
    user = me(citizen)
    assert (user.name, user.email, user.role) == ("Yasemin Kaya", EMAIL, Role.CITIZEN)
    assert user.confirmed_emails == [EMAIL]
    assert not user.has_usable_password()


def test_nothing_else_that_the_broker_tells_is_kept(citizen: Client, broker: Broker) -> None:
    """Not the tokens, not a CPR number, not a birthday: in no table and no session."""
    sign_in(citizen, broker)
    account = SocialAccount.objects.get()
    assert (account.provider, account.uid, account.extra_data) == ("mitid", YASEMIN, {})
    assert not SocialToken.objects.exists()
    assert "0101901234" not in str(dict(citizen.session.items()))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            rows = str(cursor.fetchall())
            assert "0101901234" not in rows, table
            assert "1990-01-01" not in rows, table


def test_what_it_is_asked_for(citizen: Client, broker: Broker) -> None:
    """No CPR number, and nobody else's link or form adds to it."""
    query = "?scope=ssn&auth_params=scope%3Dssn&process=connect"
    fields = {"scope": "ssn", "process": "connect", "next": "https://ond.example/"}
    off_to = citizen.post(f"{TO}{query}", fields).headers["Location"]
    asked = parse_qs(off_to)
    assert set(asked["scope"][0].split()) == {"openid", "profile", "email"}
    assert asked["code_challenge_method"] == ["S256"]
    assert "ssn" not in off_to
    answer = citizen.get(broker.back(off_to, YASEMIN))
    assert answer.headers["Location"] == "/konto/"


def test_she_is_known_by_sub(citizen: Client, broker: Broker) -> None:
    """Also when the broker tells another name and another address, or none."""
    broker.tells("skifter", name="Før", email="foer@post.example", email_verified=True)
    sign_in(citizen, broker, "skifter")
    first = me(citizen)
    broker.tells("skifter", name="Efter")
    sign_in(citizen, broker, "skifter")
    assert me(citizen) == first
    assert me(citizen).confirmed_emails == ["foer@post.example"]


def test_without_an_address_she_has_an_account_all_the_same(
    citizen: Client, broker: Broker
) -> None:
    sign_in(citizen, broker, OLE)
    assert (me(citizen).name, me(citizen).email) == ("Ole Vang", None)
    assert "Ole Vang" in citizen.get("/konto/mine-svar/").content.decode()
    broker.tells("en-til", name="")
    sign_in(citizen, broker, "en-til")
    assert citizen.get("/konto/mine-svar/").status_code == 200
    assert User.objects.filter(email=None).count() == 2


@pytest.mark.parametrize("verified", [False, "false", None, "nej", 0])
def test_an_address_that_is_not_verified_is_not_hers(
    citizen: Client, broker: Broker, stranger: User, verified: object
) -> None:
    broker.tells("paastand", name="Ole", email=stranger.email, email_verified=verified)
    sign_in(citizen, broker, "paastand")
    user = me(citizen)
    assert user != stranger
    assert (user.email, user.confirmed_emails) == (None, [])


def test_a_citizen_who_used_codes_is_the_same_person(citizen: Client, broker: Broker) -> None:
    before = make_user(EMAIL, Role.CITIZEN)
    sign_in(citizen, broker)
    assert me(citizen) == before
    assert before.confirmed_emails == [EMAIL]


def test_two_people_with_one_mailbox_are_two(citizen: Client, broker: Broker) -> None:
    for sub in ("mor", "far"):
        broker.tells(sub, name=sub, email="familien@post.example", email_verified=True)
        sign_in(citizen, broker, sub)
    assert me(citizen).name == "far"
    assert me(citizen).email is None
    assert User.objects.count() == 2


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.CITIZEN])
def test_nobody_becomes_staff_by_it(citizen: Client, broker: Broker, role: Role) -> None:
    staff = make_user(EMAIL, role)
    sign_in(citizen, broker)
    assert me(citizen) != staff
    assert me(citizen).role == Role.CITIZEN
    User.objects.filter(pk=me(citizen).pk).update(role=role)
    citizen.logout()
    assert sign_in(citizen, broker).headers["Location"] == reverse("account_login")
    assert "_auth_user_id" not in citizen.session


def test_a_closed_account_stays_closed(citizen: Client, broker: Broker) -> None:
    sign_in(citizen, broker)
    User.objects.update(is_active=False)
    citizen.logout()
    assert sign_in(citizen, broker).headers["Location"] == reverse("account_inactive")


def said(client: Client, answer) -> str:  # type: ignore[no-untyped-def]
    page = client.get(answer.headers["Location"]).content.decode()
    assert "Send mig en kode" in page or "Send me a code" in page
    return page


class TestWhenItFails:
    @pytest.mark.parametrize("told", ["&state={}", ""])
    def test_she_regrets(self, citizen: Client, broker: Broker, told: str) -> None:
        """She is back where she can choose another way, in her language, and goes on from there."""
        off_to = citizen.post(f"/en{TO}", {"next": "/en/hoeringer/x/"}).headers["Location"]
        (state,) = parse_qs(off_to)["state"]
        answer = citizen.get(f"{BACK}?error=access_denied{told.format(state)}")
        assert answer.headers["Location"] == "/en/konto/log-ind/?next=%2Fen%2Fhoeringer%2Fx%2F"
        assert "You were not signed in with MitID." in said(citizen, answer)

    @pytest.mark.parametrize(
        "query", ["", "?code=x", "?code=x&state=y", "?error=server_error", "?state=%00"]
    )
    def test_an_answer_nobody_asked_for(self, citizen: Client, broker: Broker, query: str) -> None:
        answer = citizen.get(f"{BACK}{query}")
        assert "Du blev ikke logget ind med MitID." in said(citizen, answer)

    def test_the_answer_is_good_once(self, citizen: Client, broker: Broker) -> None:
        off_to = citizen.post(TO).headers["Location"]
        back = broker.back(off_to, YASEMIN)
        other = Client()
        assert "Du blev ikke logget ind" in said(other, other.get(back))
        assert citizen.get(back).headers["Location"] == "/konto/"
        citizen.logout()
        assert "Du blev ikke logget ind" in said(citizen, citizen.get(back))

    def test_it_cannot_be_reached(
        self, citizen: Client, broker: Broker, settings: Settings
    ) -> None:
        off_to = citizen.post(TO).headers["Location"]
        app = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]
        app["settings"]["server_url"] = "http://127.0.0.1:1"
        answer = citizen.post(TO, {"next": "/hoeringer/x/"})
        assert "next=%2Fhoeringer%2Fx%2F" in answer.headers["Location"]
        assert "Du blev ikke logget ind" in said(citizen, answer)
        assert "Du blev ikke logget ind" in said(citizen, citizen.get(broker.back(off_to, OLE)))


class TestTheButton:
    def test_is_there_when_a_broker_is_set_up(self, citizen: Client, broker: Broker) -> None:
        answer = citizen.get("/konto/log-ind/")
        assert "Log ind med MitID" in answer.content.decode()
        assert f"form-action 'self' {broker.issuer}" in answer.headers["Content-Security-Policy"]

    def test_and_not_otherwise(self, citizen: Client, hearing: Hearing) -> None:
        assert "MitID" not in citizen.get("/konto/log-ind/").content.decode()
        assert citizen.post(TO).status_code == 404
        assert citizen.get(BACK).status_code == 404

    def test_a_link_does_not_press_it(self, citizen: Client, broker: Broker) -> None:
        assert citizen.get(TO).status_code == 405
        foreign = Client(enforce_csrf_checks=True)
        assert foreign.post(TO, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
