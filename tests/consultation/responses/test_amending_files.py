"""After sending: one more file, or one fewer, by whoever holds the receipt, until the deadline."""

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.models import Amendment, Attachment, Hearing, Response
from consultation.responses.amending_files import withdraw_file
from consultation.responses.files import LARGEST
from tests import files
from tests.consultation.responses.test_amending import close
from tests.factories import make_attachment, make_comment, make_hearing, make_response

pytestmark = pytest.mark.django_db


def add(citizen: Client, response: Response, *named: tuple[str, bytes]):  # type: ignore[no-untyped-def]
    chosen = [SimpleUploadedFile(name, content) for name, content in named]
    return citizen.post(
        reverse("responses:sent-attachments", args=[response.code]), {"file": chosen}
    )


def withdraw(citizen: Client, attachment: Attachment):  # type: ignore[no-untyped-def]
    return citizen.post(
        reverse("responses:withdraw-attachment", args=[attachment.response.code, attachment.pk])
    )


def standing() -> list[str]:
    return [attachment.name for attachment in Attachment.objects.standing()]


def kinds() -> list[str]:
    return [str(act.kind) for act in Amendment.objects.all()]


def test_a_forgotten_file(hearing: Hearing, citizen: Client) -> None:
    response = make_comment(hearing).response
    for _press in range(2):
        answer = add(citizen, response, ("Brev.exe", files.PDF), ("foto.png", files.PNG))
        assert answer.status_code == 302
    assert standing() == ["Brev.pdf", "foto.png"]
    assert kinds() == ["file_added", "file_added"]
    assert all(a.published_at is None for a in Attachment.objects.all())
    assert "Brev.pdf" in citizen.get(response.get_absolute_url()).content.decode()
    assert "Brev.pdf" in citizen.get(answer.headers["Location"]).content.decode()


def test_the_same_limits(hearing: Hearing, citizen: Client) -> None:
    response = make_response(hearing)
    for n in range(4):
        make_attachment(response, bytes([n]), name=f"{n}.pdf")
    answer = add(
        citizen,
        response,
        ("a.pdf", files.PDF),
        ("b.odt", files.odt()),
        ("virus.pdf", b"MZ"),
        ("stor.pdf", files.PDF + b" " * LARGEST),
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    for said in ("så »b.odt« er ikke", "»virus.pdf« kan ikke vedhæftes", "»stor.pdf« er større"):
        assert said in page
    assert standing() == ["0.pdf", "1.pdf", "2.pdf", "3.pdf", "a.pdf"]
    assert kinds() == ["file_added"]
    assert "Vælg en fil først." in add(citizen, make_response(hearing)).content.decode()


def test_taken_back_it_is_kept_and_never_public_again(
    hearing: Hearing, citizen: Client, as_caseworker: Client
) -> None:
    comment = make_comment(hearing, state="published")
    attachment = make_attachment(comment.response, published_at=timezone.now())
    public = reverse("hearings:attachment", args=[hearing.slug, attachment.pk])
    hers = reverse("responses:sent-attachment", args=[comment.response.code, attachment.pk])
    desk = reverse("desk:attachment", args=[hearing.slug, attachment.pk])
    asked = reverse("responses:withdraw-attachment", args=[comment.response.code, attachment.pk])
    assert "Ja, træk filen tilbage" in citizen.get(asked).content.decode()
    assert citizen.get(public).status_code == 200, "opening the page withdraws nothing"
    for _press in range(2):
        assert withdraw(citizen, attachment).status_code == 302
    assert kinds() == ["file_withdrawn"]
    assert citizen.get(public).status_code == 404
    assert citizen.get(hers).status_code == 200
    assert as_caseworker.get(desk).status_code == 200
    beside = as_caseworker.get(reverse("desk:comment", args=[hearing.slug, comment.pk]))
    assert "Trukket tilbage af afsenderen" in beside.content.decode()
    as_caseworker.post(reverse("desk:publish", args=[hearing.slug, attachment.pk]))
    assert citizen.get(public).status_code == 404
    assert "Du har allerede trukket filen tilbage." in citizen.get(asked).content.decode()
    add(citizen, comment.response, ("igen.pdf", files.PDF))
    assert standing() == ["igen.pdf"]


def test_too_late(hearing: Hearing, citizen: Client) -> None:
    response = make_comment(hearing).response
    attachment = make_attachment(response, b"andet")
    close(hearing)
    for answer in (add(citizen, response, ("a.pdf", files.PDF)), withdraw(citizen, attachment)):
        assert answer.status_code == 403
        assert "så dit svar kan ikke ændres mere" in answer.content.decode()
    assert standing() == ["Brev.pdf"]
    assert not Amendment.objects.exists()


def test_what_was_withdrawn_takes_no_files(hearing: Hearing, citizen: Client) -> None:
    response = make_response(hearing, withdrawn_at=timezone.now())
    assert add(citizen, response, ("a.pdf", files.PDF)).status_code == 403
    assert not Attachment.objects.exists()


def test_a_hearing_that_takes_none(citizen: Client) -> None:
    response = make_comment(make_hearing(takes_attachments=False)).response
    assert "Vedhæft" not in citizen.get(response.get_absolute_url()).content.decode()
    assert add(citizen, response, ("a.pdf", files.PDF)).status_code == 403
    assert not Attachment.objects.exists()


def test_a_wrong_code_takes_nothing_back(hearing: Hearing, citizen: Client) -> None:
    mine, other = make_attachment(make_response(hearing)), make_response(hearing)
    for code in (other.code, "gaet"):
        for name in ("sent-attachment", "withdraw-attachment"):
            address = reverse(f"responses:{name}", args=[code, mine.pk])
            assert citizen.get(address).status_code == 404
            assert citizen.post(address).status_code in (404, 405)
    assert standing() == ["Brev.pdf"]


@pytest.mark.django_db(transaction=True)
def test_one_receipt_for_all_of_them(hearing: Hearing, citizen: Client) -> None:
    response = make_response(hearing)
    add(citizen, response, ("a.pdf", files.PDF), ("b.png", files.PNG))
    withdraw_file(Attachment.objects.get(name="a.pdf"), by=None, at=timezone.now())
    call_command("worker", batch=True, startup_delay=False, verbosity=0)
    assert [sent.subject for sent in mail.outbox] == [
        "Kvittering: Du har føjet bilag til dit høringssvar nr. 1",
        "Kvittering: Du har trukket et bilag til dit høringssvar nr. 1 tilbage",
    ]
    assert "»En høring«" in str(mail.outbox[0].body)
