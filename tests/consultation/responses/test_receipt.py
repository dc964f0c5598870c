"""The receipt, its mail, and the confirmation of the address."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from accounts.models import User
from consultation import emails
from consultation.models import Hearing, Response
from consultation.tasks import WAITS
from tests.factories import make_comment, make_hearing, make_response

pytestmark = pytest.mark.django_db


def confirmation(response: Response) -> str:
    return reverse("responses:confirm", args=[response.code, response.confirmation_token])


def test_it_shows_everything_she_sent_and_how_far_it_is(
    hearing: Hearing, citizen: Client, caseworker: User
) -> None:
    response = make_response(hearing, on_behalf_of="Seniorrådet", name_public=False)
    make_comment(hearing, "1.1", response=response, body="Ét", published_by=caseworker)
    make_comment(hearing, "2.1b", response=response, proposed_text="Vi har lokaler")
    make_comment(hearing, "", response=response, body="Uartigt", hidden_by=caseworker)
    page = citizen.get(response.get_absolute_url()).content.decode()
    for shown in (
        "Dit høringssvar har nummer 1",
        "Det var til tiden.",
        "Seniorrådet",
        "birthe@post.example",
        "Birthe Mølgaard (vises ikke)",
        "Ét",
        "Offentliggjort",
        "Afventer gennemgang",
        "Uartigt",
        "Skjult",
        "Begrundelse: Chikane.",
        "Vi har et stærkt foreningsliv",
    ):
        assert shown in page, shown


def test_only_the_code_opens_it(hearing: Hearing, citizen: Client) -> None:
    response = make_response(hearing)
    assert len(response.code) == 24
    assert citizen.get(f"/kvittering/{response.number}/").status_code == 404
    assert citizen.get(f"/kvittering/{response.code[:-1]}/").status_code == 404
    answer = citizen.get(response.get_absolute_url())
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex"


def test_opening_the_link_confirms_nothing_and_the_button_does(
    hearing: Hearing, citizen: Client
) -> None:
    response = make_response(hearing)
    assert response.awaits_confirmation
    page = citizen.get(confirmation(response)).content.decode()
    response.refresh_from_db()
    assert response.email_confirmed_at is None
    assert "Ja, bekræft min e-mail" in page
    citizen.post(confirmation(response))
    response.refresh_from_db()
    first = response.email_confirmed_at
    assert first is not None
    citizen.post(confirmation(response))
    response.refresh_from_db()
    assert response.email_confirmed_at == first
    assert "Du har bekræftet" in citizen.get(confirmation(response)).content.decode()


def test_another_token_confirms_nothing(hearing: Hearing, citizen: Client) -> None:
    mine, theirs = make_response(hearing), make_response(hearing)
    forged = reverse("responses:confirm", args=[theirs.code, mine.confirmation_token])
    assert citizen.post(forged).status_code == 404
    theirs.refresh_from_db()
    assert theirs.email_confirmed_at is None


def test_the_mail_holds_the_links_and_never_her_text(hearing: Hearing) -> None:
    response = make_response(hearing)
    make_comment(hearing, "1.1", response=response, body="Noget meget privat")
    emails.send_receipt.call(response.pk)
    (sent,) = mail.outbox
    assert sent.subject == "Kvittering: Vi har modtaget dit høringssvar nr. 1"
    assert sent.to == ["birthe@post.example"]
    html = str(sent.alternatives[0][0])
    for body in (str(sent.body), html):
        assert f"http://127.0.0.1:8000{response.get_absolute_url()}" in body
        assert confirmation(response) in body
        assert "privat" not in body
        assert "&quot;" not in str(sent.body)


def test_the_mail_sent_again_is_the_same_mail(hearing: Hearing) -> None:
    response = make_response(hearing)
    for _try in range(2):
        emails.send_receipt.call(response.pk)
    first, second = (sent.extra_headers["Message-ID"] for sent in mail.outbox)
    assert first == second
    assert first.endswith("@127.0.0.1>")
    other = make_response(hearing)
    emails.send_receipt.call(other.pk)
    assert mail.outbox[-1].extra_headers["Message-ID"] != first


def test_the_mails_head_opens_nothing(hearing: Hearing) -> None:
    """Message-IDs are logged and quoted in replies."""
    response = make_response(hearing)
    emails.send_receipt.call(response.pk)
    head = str(mail.outbox[0].message().items())
    for secret in (response.code, str(response.form_key), response.confirmation_token):
        assert secret not in head


def test_a_title_cannot_break_the_mails_head(hearing: Hearing) -> None:
    Hearing.objects.filter(pk=hearing.pk).update(title="Høring\nBcc: alle@ond.example")
    emails.send_receipt.call(make_response(hearing).pk)
    assert "\n" not in mail.outbox[0].subject
    assert mail.outbox[0].recipients() == ["birthe@post.example"]


@pytest.mark.django_db(transaction=True)
def test_the_worker_sends_what_was_queued(hearing: Hearing) -> None:
    response = make_response(hearing)
    emails.send_receipt.enqueue(response.pk)
    assert mail.outbox == []
    call_command("worker", batch=True, startup_delay=False, verbosity=0)
    assert [sent.to for sent in mail.outbox] == [["birthe@post.example"]]


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_away_is_tried_again(hearing: Hearing, settings: Settings) -> None:
    """A real connection to a port where nobody listens."""
    response = make_response(hearing)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    emails.send_receipt.enqueue(response.pk)
    call_command("worker", batch=True, startup_delay=False, verbosity=0)
    later = DBTaskResult.objects.get(status="READY")
    assert later.args_kwargs == {"args": [response.pk], "kwargs": {"tried": 1}}
    assert timedelta(seconds=30) < later.run_after - timezone.now() < timedelta(minutes=2)

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    DBTaskResult.objects.filter(pk=later.pk).update(run_after=timezone.now())
    call_command("worker", batch=True, startup_delay=False, verbosity=0)
    assert [sent.to for sent in mail.outbox] == [["birthe@post.example"]]


def test_after_the_last_try_it_stands_as_failed(hearing: Hearing, settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(OSError, match="refused"):
        emails.send_receipt.call(make_response(hearing).pk, tried=len(WAITS))
    assert not DBTaskResult.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("minutes", "sent"), [(11, 1), (1, 0)])
def test_what_a_killed_worker_was_doing_is_taken_up(
    hearing: Hearing, minutes: int, sent: int
) -> None:
    emails.send_receipt.enqueue(make_response(hearing).pk)
    began = timezone.now() - timedelta(minutes=minutes)
    DBTaskResult.objects.update(status="RUNNING", started_at=began, worker_ids=["killed"])
    call_command("worker", batch=True, startup_delay=False, verbosity=0)
    assert len(mail.outbox) == sent


def test_where_only_a_name_is_asked_nothing_is_to_confirm(citizen: Client) -> None:
    response = make_response(make_hearing(identity="none"))
    assert not response.awaits_confirmation
    emails.send_receipt.call(response.pk)
    assert "Bekræft" not in str(mail.outbox[0].body)
