"""A code by e-mail: for whoever has a mailbox, for no staff, and telling nobody who is who."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from accounts.models import Role, User
from consultation import emails
from tests.factories import make_user
from tests.mail import deliver

pytestmark = pytest.mark.django_db

ASK = "/konto/log-ind/"
ENTER = "/konto/log-ind/kode/"
HERS = "amina@post.example"


def ask(client: Client, email: str = HERS, address: str = ASK):  # type: ignore[no-untyped-def]
    return client.post(address, {"email": email})


def mailed_code() -> str:
    deliver()
    found = re.search(r"^\d{4}-\d{4}$", str(mail.outbox[-1].body), re.MULTILINE)
    assert found
    return found[0]


def sign_in(client: Client, email: str = HERS, next_url: str = ""):  # type: ignore[no-untyped-def]
    query = f"?next={next_url}" if next_url else ""
    ask(client, email, ASK + query)
    return client.post(ENTER + query, {"code": mailed_code()})


def is_signed_in(client: Client) -> bool:
    return client.get(reverse("responses:mine")).status_code == 200


def test_somebody_new_has_an_account_when_the_code_is_back(citizen: Client) -> None:
    assert ask(citizen, "Amina@Post.example").headers["Location"] == ENTER
    assert not User.objects.exists()
    answer = citizen.post(ENTER, {"code": mailed_code().replace("-", " ")})
    assert answer.headers["Location"] == "/konto/"
    user = User.objects.get()
    assert (user.email, user.role, user.has_usable_password()) == (HERS, Role.CITIZEN, False)
    assert user.confirmed_emails == [HERS]
    assert is_signed_in(citizen)


def test_she_comes_back_to_the_same_account_and_to_where_she_was(citizen: Client) -> None:
    sign_in(citizen)
    citizen.post(reverse("account_logout"))
    answer = sign_in(citizen, HERS.upper(), "/hoeringer/en-hoering/")
    assert answer.headers["Location"] == "/hoeringer/en-hoering/"
    assert User.objects.count() == EmailAddress.objects.count() == 1


def test_another_site_is_no_place_to_come_back_to(citizen: Client) -> None:
    answer = sign_in(citizen, HERS, "https://ond.example/")
    assert answer.headers["Location"] == "/konto/"


def test_a_citizen_who_had_a_password_may_use_a_code(citizen: Client, stranger: User) -> None:
    sign_in(citizen, stranger.email)
    assert is_signed_in(citizen)
    assert stranger.has_confirmed(stranger.email.upper())


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.CITIZEN])
def test_staff_get_no_code(citizen: Client, role: Role) -> None:
    email = make_user("lone@kommune.example", role).email
    ask(citizen, email)
    deliver()
    (sent,) = mail.outbox
    assert sent.subject == "Du logger ind med din adgangskode"
    assert "/konto/medarbejder/" in str(sent.body)
    assert not re.search(r"\d{4}-\d{4}", str(sent.body))
    for guess in ("", "0000-0000", "-"):
        citizen.post(ENTER, {"code": guess})
    citizen.post(ENTER, {"action": "resend"})
    deliver()
    assert {sent.subject for sent in mail.outbox} == {"Du logger ind med din adgangskode"}
    assert not is_signed_in(citizen)


def test_a_code_asked_for_before_she_became_staff_is_no_use(citizen: Client) -> None:
    ask(citizen)
    code = mailed_code()
    make_user(HERS, Role.CASEWORKER)
    answer = citizen.post(ENTER, {"code": code})
    assert answer.headers["Location"] == reverse("account_login")
    page = citizen.get(answer.headers["Location"]).content.decode()
    assert "Du logger ind med din adgangskode" in page
    assert citizen.get(reverse("desk:hearings")).status_code == 302


def test_whoever_left_gets_no_code(citizen: Client, stranger: User) -> None:
    User.objects.update(is_active=False)
    ask(citizen, stranger.email)
    deliver()
    assert mail.outbox[0].subject == "Du logger ind med din adgangskode"


def test_a_session_ends_when_the_account_is_closed(citizen: Client) -> None:
    sign_in(citizen)
    User.objects.update(is_active=False)
    assert not is_signed_in(citizen)


def test_nobody_learns_who_has_an_account(stranger: User, caseworker: User) -> None:
    """The same answer, page, number of queries and of mails, whoever is asked for."""
    seen = set()
    for email in ("ingen@post.example", stranger.email, caseworker.email):
        client = Client(headers={"Origin": "http://testserver"})
        client.get(ASK)
        with CaptureQueriesContext(connection) as queries:
            answer = ask(client, email)
        page = client.get(ENTER).content.decode().replace(email, "…")
        page = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", page)
        wrong = client.post(ENTER, {"code": "1234-5678"}).content.decode().replace(email, "…")
        wrong = re.sub(r'csrfmiddlewaretoken" value="\w+"', "", wrong)
        seen.add((answer.status_code, answer.headers["Location"], len(queries), page, wrong))
    assert len(seen) == 1
    assert DBTaskResult.objects.count() == 3


def test_a_wrong_code_is_said_and_five_end_it(citizen: Client) -> None:
    ask(citizen)
    code = mailed_code()
    wrong = "0000-0000" if code != "0000-0000" else "1111-1111"
    for _try in range(4):
        page = citizen.post(ENTER, {"code": wrong}).content.decode()
        assert "Koden er forkert." in page
    ended = citizen.post(ENTER, {"code": wrong}, follow=True)
    assert "forkert for mange gange" in ended.content.decode()
    citizen.post(ENTER, {"code": code})
    assert not is_signed_in(citizen)


@pytest.mark.parametrize("code", ["", "\x00", "=1+1", "ÆØÅ١٢٣", "1" * 100_000])
def test_what_is_no_code(citizen: Client, code: str) -> None:
    ask(citizen)
    assert citizen.post(ENTER, {"code": code}).status_code == 200
    assert not is_signed_in(citizen)


@pytest.mark.parametrize("email", ["", "amina", "a\x00b@post.example", "x" * 100_000 + "@a.dk"])
def test_what_is_no_address(citizen: Client, email: str) -> None:
    page = ask(citizen, email)
    assert page.status_code == 200
    assert "Ret dette, og prøv igen" in page.content.decode()
    assert not DBTaskResult.objects.exists()


def test_the_code_is_for_the_browser_that_asked(citizen: Client) -> None:
    ask(citizen)
    code = mailed_code()
    other = Client(headers={"Origin": "http://testserver"})
    assert other.post(ENTER, {"code": code}).headers["Location"] == ASK
    ask(other, "en-anden@post.example")
    other.post(ENTER, {"code": code})
    assert not is_signed_in(other)


def test_a_code_works_for_a_quarter_of_an_hour(citizen: Client) -> None:
    ask(citizen)
    code = mailed_code()
    session = citizen.session
    session["account_login"]["state"]["stages"]["login_by_code"]["data"]["at"] -= 15 * 60 + 1
    session.save()
    answer = citizen.post(f"{ENTER}?next=/hoeringer/x/", {"code": code})
    assert answer.headers["Location"] == f"{ASK}?next=%2Fhoeringer%2Fx%2F"
    page = citizen.get(answer.headers["Location"]).content.decode()
    assert "Koden er for gammel. Få en ny." in page
    assert not is_signed_in(citizen)


def test_a_new_code_and_another_address(citizen: Client) -> None:
    """The newest code counts; while one is under way, she may ask for another address."""
    ask(citizen)
    first = mailed_code()
    assert citizen.post(ENTER, {"action": "resend"}).status_code == 302
    second = mailed_code()
    if first != second:
        citizen.post(ENTER, {"code": first})
        assert not is_signed_in(citizen)
    assert citizen.get(ASK).status_code == 200
    sign_in(citizen, "en-anden@post.example")
    assert User.objects.get().email == "en-anden@post.example"


class TestLimits:
    def test_one_mailbox_is_not_flooded(self, citizen: Client) -> None:
        answers = [ask(citizen).status_code for _time in range(6)]
        assert answers == [302] * 5 + [200]
        assert "Vi har sendt flere koder" in ask(citizen).content.decode()
        assert DBTaskResult.objects.count() == 5

    def test_a_library_is_not_locked_out(self, citizen: Client) -> None:
        """Fifty people at one address within a minute."""
        for n in range(50):
            assert ask(citizen, f"laaner{n}@post.example").status_code == 302

    def test_behind_a_proxy_each_has_a_limit_of_her_own(
        self, citizen: Client, settings: Settings
    ) -> None:
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
        for n in range(70):
            # What she writes herself stands first, and does not count.
            came_by = {"X-Forwarded-For": f"1.2.3.4, 192.0.2.{n}"}
            asked = {"email": f"borger{n}@post.example"}
            assert citizen.post(ASK, asked, headers=came_by).status_code == 302


class TestTheMail:
    def test_in_the_language_of_the_page(self, citizen: Client) -> None:
        ask(citizen, HERS, f"/en{ASK}")
        deliver()
        (sent,) = mail.outbox
        assert sent.subject.startswith("Your code: ")
        assert "only in the browser you asked from" in str(sent.body)
        html, kind = sent.alternatives[0]  # type: ignore[attr-defined]
        assert kind == "text/html"
        assert '<html lang="en">' in html

    def test_tried_again_it_is_the_same_mail(self) -> None:
        at = timezone.now().isoformat()
        for _time in range(2):
            emails.send_sign_in_code.call(HERS, "1234-5678", "da", at)
        first, second = (sent.extra_headers["Message-ID"] for sent in mail.outbox)
        assert first == second
        assert "1234" not in first

    def test_too_late_it_is_not_sent(self) -> None:
        at = (timezone.now() - timedelta(minutes=16)).isoformat()
        emails.send_sign_in_code.call(HERS, "1234-5678", "da", at)
        emails.send_no_code.call(HERS, "da", at)
        assert mail.outbox == []
