"""Who works here: added, changed, shut out; by administrators alone, and on record."""

import re
import threading

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from consultation.models import AuditEvent
from consultation.staff.actions import LastAdministrator, change_colleague
from tests.factories import make_user
from tests.mail import deliver

LIST, ADD = "/sagsbehandling/medarbejdere/", "/sagsbehandling/medarbejdere/ny/"
NEW = {"name": "Sofie Holm", "email": "sofie@kommune.example", "role": "caseworker"}


def page_of(user: User) -> str:
    return reverse("staff:change", args=[user.pk])


def test_a_colleague_is_added_chooses_a_password_and_works(
    as_administrator: Client, citizen: Client
) -> None:
    assert as_administrator.post(ADD, NEW).headers["Location"] == LIST
    assert "Sofie Holm" in as_administrator.get(LIST).content.decode()
    deliver()
    (invitation,) = mail.outbox
    assert invitation.to == ["sofie@kommune.example"]
    link = re.search(r"https?://[^/]+(/konto/glemt/\S+)", str(invitation.body))
    assert link is not None
    form = citizen.get(link[1], follow=True)
    chosen = {"password1": "fire glade hunde løber", "password2": "fire glade hunde løber"}
    citizen.post(form.redirect_chain[-1][0], chosen)
    login = {"login": NEW["email"], "password": chosen["password1"]}
    citizen.post("/konto/medarbejder/", login)
    assert citizen.get("/sagsbehandling/").status_code == 200
    # The link works once.
    again = Client().get(link[1], follow=True).content.decode()
    assert "Linket virker ikke længere" in again
    assert "password1" not in again


def test_sent_twice_she_is_added_once(as_administrator: Client) -> None:
    as_administrator.post(ADD, NEW)
    again = as_administrator.post(ADD, {**NEW, "email": "SOFIE@kommune.example"})
    assert again.status_code == 422
    assert "Der er allerede en konto med denne adresse." in again.content.decode()
    assert User.objects.filter(email__iexact=NEW["email"]).count() == 1


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ({"name": ""}, "Skriv et navn."),
        ({"name": "x" * 201}, "højst"),
        ({"name": "a\x00b"}, "Null-tegn er ikke tilladte"),
        ({"email": ""}, "Skriv en e-mail."),
        ({"email": "sofie"}, "Det ligner ikke en e-mailadresse."),
        ({"role": ""}, "Vælg en rolle."),
        ({"role": "citizen"}, "Marker en gyldig valgmulighed"),
    ],
)
def test_what_is_wrong_is_told_and_the_rest_kept(
    as_administrator: Client, written: dict[str, str], sentence: str
) -> None:
    answer = as_administrator.post(ADD, {**NEW, **written})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in text
    kept = {"email": NEW["email"], "name": NEW["name"]}
    assert all(value in text for key, value in kept.items() if key not in written)
    assert User.objects.filter(name=NEW["name"]).count() == 0


def test_a_role_counts_from_the_next_click(
    caseworker: User, as_caseworker: Client, as_administrator: Client
) -> None:
    changed = {"name": "Lone Ny", "role": "council_member", "active": "on"}
    as_administrator.post(page_of(caseworker), changed)
    assert as_caseworker.get("/sagsbehandling/").status_code == 403
    history = as_administrator.get(page_of(caseworker)).content.decode()
    assert "Ændrede en kollegas adgang: Byrådsmedlem, aktiv" in history.replace("byråds", "Byråds")


def test_shut_out_she_is_out_at_once(
    caseworker: User, as_caseworker: Client, as_administrator: Client
) -> None:
    assert as_caseworker.get("/sagsbehandling/").status_code == 200
    as_administrator.post(page_of(caseworker), {"name": "Lone", "role": "caseworker"})
    assert as_caseworker.get("/sagsbehandling/").status_code == 302
    assert "Må ikke logge ind" in as_administrator.get(LIST).content.decode()
    event = AuditEvent.objects.get(verb=AuditEvent.Verb.STAFF_CHANGED)
    assert event.detail == {"user": caseworker.pk, "role": "caseworker", "active": False}
    as_administrator.post(reverse("staff:invite", args=[caseworker.pk]))
    assert not AuditEvent.objects.filter(verb=AuditEvent.Verb.STAFF_INVITED).exists()


@pytest.mark.parametrize(
    "change", [{"role": "caseworker", "active": "on"}, {"role": "administrator"}]
)
def test_the_last_administrator_stays(
    administrator: User, as_administrator: Client, change: dict[str, str]
) -> None:
    answer = as_administrator.post(page_of(administrator), {"name": "Mette", **change})
    assert answer.status_code == 422
    assert "Der skal være en administrator." in answer.content.decode()
    administrator.refresh_from_db()
    assert administrator.administers
    make_user("to@kommune.example", Role.ADMINISTRATOR)
    answer = as_administrator.post(page_of(administrator), {"name": "Mette", **change})
    assert answer.status_code == 302


@pytest.mark.django_db(transaction=True)
def test_two_who_shut_each_other_out_at_once() -> None:
    """One of them is refused, whoever comes second."""
    two = [make_user(f"{n}@kommune.example", Role.ADMINISTRATOR) for n in ("a", "b")]
    start, refused = threading.Barrier(2), list[User]()

    def shut_out(by: User, user: User) -> None:
        start.wait()
        try:
            change_colleague(
                user, name="x", role=user.role, active=False, acting_user=by, at=timezone.now()
            )
        except LastAdministrator:
            refused.append(user)
        finally:
            connection.close()

    threads = [threading.Thread(target=shut_out, args=pair) for pair in (two, list(reversed(two)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert User.objects.filter(is_active=True, role=Role.ADMINISTRATOR).count() == 1


def test_a_citizens_account_is_not_found(as_administrator: Client, stranger: User) -> None:
    assert as_administrator.get(page_of(stranger)).status_code == 404
    assert as_administrator.post(page_of(stranger), NEW).status_code == 404
    assert "fremmed" not in as_administrator.get(LIST).content.decode()


def test_nothing_changed_leaves_no_trace(as_administrator: Client, caseworker: User) -> None:
    same = {"name": caseworker.name, "role": caseworker.role, "active": "on"}
    as_administrator.post(page_of(caseworker), same)
    assert not AuditEvent.objects.exists()
