"""Staff sign in with e-mail and password; nobody signs up, and strangers learn nothing."""

import io

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import NoReverseMatch, reverse

from accounts.models import Role, User
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


def sign_in(client: Client, email: str, password: str = PASSWORD):  # type: ignore[no-untyped-def]
    return client.post(reverse("account_login"), {"login": email, "password": password})


def test_a_caseworker_lands_at_her_desk(citizen: Client, caseworker: User) -> None:
    answer = sign_in(citizen, "LONE@kommune.example")
    assert answer.headers["Location"] == reverse("accounts:home")
    desk = citizen.get(reverse("accounts:home"))
    assert desk.headers["Location"] == reverse("desk:hearings")


def test_everybody_else_lands_where_their_things_are(
    citizen: Client, council_member: User, stranger: User
) -> None:
    for user, place in ((council_member, "/"), (stranger, reverse("responses:mine"))):
        sign_in(citizen, user.email)
        assert citizen.get(reverse("accounts:home")).headers["Location"] == place
        citizen.post(reverse("account_logout"))


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(
    citizen: Client, caseworker: User
) -> None:
    known = sign_in(citizen, caseworker.email, "forkert").content.decode()
    unknown = sign_in(citizen, "ingen@kommune.example", "forkert").content.decode()
    said = "E-mail eller adgangskode er forkert."
    assert said in known
    assert said in unknown


def test_a_person_who_left_cannot_sign_in(citizen: Client, caseworker: User) -> None:
    caseworker.is_active = False
    caseworker.save(update_fields=["is_active"])
    sign_in(citizen, caseworker.email)
    assert citizen.get(reverse("desk:hearings")).status_code == 302


def test_signing_out(as_caseworker: Client) -> None:
    as_caseworker.post(reverse("account_logout"))
    assert as_caseworker.get(reverse("desk:hearings")).status_code == 302


def test_nobody_signs_up() -> None:
    with pytest.raises(NoReverseMatch):
        reverse("account_signup")


def test_a_forgotten_password(citizen: Client, caseworker: User) -> None:
    asked = reverse("account_reset_password")
    answers = [
        citizen.post(asked, {"email": email}).headers["Location"]
        for email in (caseworker.email, "ingen@kommune.example")
    ]
    assert answers[0] == answers[1]
    to_her = [sent for sent in mail.outbox if sent.to == [caseworker.email]]
    link = next(word for word in str(to_her[0].body).split() if "/konto/glemt/" in word)
    form = citizen.get(link.replace("http://testserver", ""), follow=True)
    changed = citizen.post(
        form.redirect_chain[-1][0],
        {"password1": "en helt ny adgangskode", "password2": "en helt ny adgangskode"},
    )
    assert changed.status_code == 302
    assert sign_in(citizen, caseworker.email, "en helt ny adgangskode").status_code == 302


def test_an_address_is_one_login_whatever_its_case(caseworker: User) -> None:
    from django.db import IntegrityError, transaction

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="Lone@Kommune.example", name="En anden Lone")


class TestCreateStaff:
    def create(self, monkeypatch: pytest.MonkeyPatch, email: str, password: str) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\n"))
        call_command("create_staff", email, role="caseworker", name="Lone")

    def test_a_login(self, monkeypatch: pytest.MonkeyPatch, citizen: Client) -> None:
        self.create(monkeypatch, "Lone@kommune.example", PASSWORD)
        assert User.objects.get().role == Role.CASEWORKER
        assert sign_in(citizen, "lone@kommune.example").status_code == 302

    @pytest.mark.parametrize(
        ("email", "password", "said"),
        [
            ("lone", PASSWORD, "er ikke en e-mailadresse"),
            ("ny@kommune.example", "kort", "for kort"),
            ("lone@kommune.example", PASSWORD, "har allerede et login"),
        ],
    )
    def test_what_is_wrong(
        self,
        monkeypatch: pytest.MonkeyPatch,
        caseworker: User,
        email: str,
        password: str,
        said: str,
    ) -> None:
        with pytest.raises(CommandError, match=said):
            self.create(monkeypatch, email, password)
        assert User.objects.count() == 1
