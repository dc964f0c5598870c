"""Attachments: into the draft, out of it, sent with it, and downloaded by those who may."""

import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.models import Attachment, Draft, DraftAttachment, Hearing, Response
from consultation.responses.drafts import COOKIE
from consultation.responses.files import LARGEST
from consultation.responses.orphans import remove_orphans
from consultation.responses.uploads import LimitedUpload
from tests import files
from tests.consultation.responses.test_sending import form_key, review, send, write
from tests.factories import make_hearing

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_here(settings: Any, tmp_path: Path) -> Path:
    """An empty place for the files of each test."""
    folder = tmp_path / "attachments"
    default = {**settings.STORAGES["default"], "OPTIONS": {"location": folder}}
    settings.STORAGES = {**settings.STORAGES, "default": default}
    return folder


def page_of(hearing: Hearing) -> str:
    return reverse("responses:attachments", args=[hearing.slug])


def attach(citizen: Client, hearing: Hearing, *named: tuple[str, bytes], **fields: str):  # type: ignore[no-untyped-def]
    chosen = [SimpleUploadedFile(name, content) for name, content in named]
    return citizen.post(page_of(hearing), {"file": chosen, **fields})


def names() -> list[str]:
    return [a.name for a in DraftAttachment.objects.filter(removed_at=None)]


def on_disk(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


class TestTheDraft:
    def test_files_are_kept_and_listed(
        self, hearing: Hearing, citizen: Client, kept_here: Path
    ) -> None:
        answer = attach(citizen, hearing, ("Svar.pdf", files.PDF), ("brev.doc", files.docx()))
        assert answer.headers["Location"] == page_of(hearing)
        assert names() == ["Svar.pdf", "brev.docx"]
        page = citizen.get(page_of(hearing)).content.decode()
        assert "brev.docx" in page
        assert "Fjern" in page
        assert "Svar.pdf" in citizen.get(review(hearing)).content.decode()
        stored = DraftAttachment.objects.get(name="Svar.pdf")
        assert (stored.content_type, stored.size) == ("application/pdf", len(files.PDF))
        assert stored.file.read() == files.PDF
        # Nothing of the name she gave it, outside what the web server serves, for us alone.
        assert len(on_disk(kept_here)) == 2
        assert re.fullmatch(r"responses/[0-9a-f]{2}/[0-9a-f]{32}", stored.file.name)
        assert os.stat(stored.file.path).st_mode & 0o077 == 0

    def test_the_letters_button_saves_what_she_wrote(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        answer = send(citizen, hearing, do="attach", name="", email="", general="Halvfærdig")
        assert answer.headers["Location"] == page_of(hearing)
        assert Draft.objects.get().general == "Halvfærdig"

    def test_what_is_refused_is_said_and_the_rest_kept(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        write(citizen, hearing)
        answer = attach(
            citizen,
            hearing,
            ("virus.pdf", b"MZ\x90"),
            ("brev.odt", files.odt()),
            ("tom.pdf", b""),
            ("makro.docx", files.docx(files.WITH_MACROS)),
        )
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "»virus.pdf« kan ikke vedhæftes. Du kan vedhæfte PDF, Word" in page
        assert "»makro.docx« kan ikke vedhæftes." in page
        assert "»tom.pdf« er tom." in page
        assert names() == ["brev.odt"]
        assert "Det er godt." in citizen.get(review(hearing)).content.decode()

    def test_one_that_is_too_large(self, hearing: Hearing, citizen: Client) -> None:
        write(citizen, hearing)
        large = files.PDF + b" " * LARGEST
        answer = attach(citizen, hearing, ("stor.pdf", large), ("lille.pdf", files.PDF))
        assert answer.status_code == 422
        assert "»stor.pdf« er større end 10 MB." in answer.content.decode()
        assert names() == ["lille.pdf"]
        assert "Det er godt." in citizen.get(review(hearing)).content.decode()

    def test_one_that_is_just_small_enough(self, hearing: Hearing, citizen: Client) -> None:
        attach(citizen, hearing, ("stor.pdf", files.PDF.ljust(LARGEST)))
        assert DraftAttachment.objects.get().size == LARGEST

    def test_five_and_no_more(self, hearing: Hearing, citizen: Client) -> None:
        seven = [(f"{n}.pdf", files.PDF + bytes([n])) for n in range(7)]
        page = attach(citizen, hearing, *seven).content.decode()
        assert "Der er plads til 5 filer, så »5.pdf« er ikke vedhæftet." in page
        assert "»6.pdf«" in page
        assert names() == [f"{n}.pdf" for n in range(5)]
        answer = attach(citizen, hearing, ("en til.pdf", files.PDF + b"til"))
        assert answer.status_code == 422
        assert "Der er ikke plads til flere filer." in answer.content.decode()
        assert len(names()) == 5

    def test_the_same_file_twice_is_one(self, hearing: Hearing, citizen: Client) -> None:
        attach(citizen, hearing, ("a.pdf", files.PDF), ("b.pdf", files.PDF))
        attach(citizen, hearing, ("a.pdf", files.PDF))
        assert names() == ["a.pdf"]

    def test_removing_is_undone(self, hearing: Hearing, citizen: Client) -> None:
        attach(citizen, hearing, ("a.pdf", files.PDF))
        pk = DraftAttachment.objects.get().pk
        citizen.post(reverse("responses:remove-attachment", args=[hearing.slug, pk]))
        assert names() == []
        assert "a.pdf er fjernet." in citizen.get(page_of(hearing)).content.decode()
        citizen.post(reverse("responses:restore-attachment", args=[hearing.slug, pk]))
        assert names() == ["a.pdf"]

    def test_removed_and_chosen_again_it_is_there(self, hearing: Hearing, citizen: Client) -> None:
        attach(citizen, hearing, ("a.pdf", files.PDF))
        pk = DraftAttachment.objects.get().pk
        citizen.post(reverse("responses:remove-attachment", args=[hearing.slug, pk]))
        attach(citizen, hearing, ("a.pdf", files.PDF))
        assert names() == ["a.pdf"]

    def test_undoing_into_a_full_draft_is_refused(self, hearing: Hearing, citizen: Client) -> None:
        attach(citizen, hearing, ("a.pdf", files.PDF))
        pk = DraftAttachment.objects.get().pk
        citizen.post(reverse("responses:remove-attachment", args=[hearing.slug, pk]))
        attach(citizen, hearing, *[(f"{n}.pdf", files.PDF + bytes([n])) for n in range(5)])
        answer = citizen.post(reverse("responses:restore-attachment", args=[hearing.slug, pk]))
        assert answer.status_code == 422
        assert "»a.pdf« er ikke vedhæftet" in answer.content.decode()
        assert "a.pdf" not in names()

    def test_nothing_chosen_is_said(self, hearing: Hearing, citizen: Client) -> None:
        answer = citizen.post(page_of(hearing), {})
        assert answer.status_code == 422
        assert "Vælg en fil først." in answer.content.decode()
        assert not Draft.objects.exists()

    def test_another_browsers_files_are_not_found(self, hearing: Hearing, citizen: Client) -> None:
        attach(citizen, hearing, ("a.pdf", files.PDF))
        pk = DraftAttachment.objects.get().pk
        other = Client(headers={"Origin": "http://testserver"})
        write(other, hearing)
        address = reverse("responses:drafted-attachment", args=[hearing.slug, pk])
        assert citizen.get(address).status_code == 200
        assert other.get(address).status_code == 404
        for act in ("remove", "restore"):
            acted = reverse(f"responses:{act}-attachment", args=[hearing.slug, pk])
            assert other.post(acted).status_code == 404
        assert names() == ["a.pdf"]

    def test_a_hearing_that_takes_none(self, citizen: Client) -> None:
        hearing = make_hearing(takes_attachments=False)
        assert "Vedhæft" not in citizen.get(review(hearing)).content.decode()
        answer = attach(citizen, hearing, ("a.pdf", files.PDF))
        assert answer.status_code == 403
        assert "Høringen tager ikke imod bilag." in answer.content.decode()
        assert not DraftAttachment.objects.exists()


class TestOnTheWayIn:
    def test_files_go_to_disk_and_not_to_memory(self, hearing: Hearing, citizen: Client) -> None:
        taken: list[type] = []
        complete = LimitedUpload.file_complete

        def seen(self: LimitedUpload, size: int) -> Any:
            file = complete(self, size)
            taken.append(type(file))
            assert os.path.exists(file.temporary_file_path())
            return file

        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(LimitedUpload, "file_complete", seen)
            attach(citizen, hearing, ("a.pdf", files.PDF), ("b.odt", files.odt()))
        assert [kind.__name__ for kind in taken] == ["TemporaryUploadedFile"] * 2

    @pytest.mark.parametrize("parts", [101, 150])
    def test_a_body_no_person_sends(self, hearing: Hearing, citizen: Client, parts: int) -> None:
        write(citizen, hearing)
        answer = attach(citizen, hearing, *[(f"{n}.pdf", files.PDF) for n in range(parts)])
        assert answer.status_code == 400
        assert Draft.objects.get().comments.get().body == "Det er godt."

    def test_without_a_cookie_the_forms_key_knows_the_draft(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        key = form_key(citizen, hearing)
        answer = attach(citizen, hearing, ("a.pdf", files.PDF), form_key=key)
        draft = Draft.objects.get()
        assert str(draft.form_key) == key
        assert answer.cookies[COOKIE].value == draft.owner_key


class TestSending:
    def test_they_go_with_the_letter(
        self, hearing: Hearing, citizen: Client, kept_here: Path
    ) -> None:
        write(citizen, hearing)
        attach(citizen, hearing, ("a.pdf", files.PDF), ("b.png", files.PNG))
        pk = DraftAttachment.objects.get(name="b.png").pk
        citizen.post(reverse("responses:remove-attachment", args=[hearing.slug, pk]))
        where = DraftAttachment.objects.get(name="a.pdf").file.name
        receipt = send(citizen, hearing).headers["Location"]
        sent = Attachment.objects.get()
        assert (sent.name, sent.file.name, sent.published_at) == ("a.pdf", where, None)
        assert sent.file.read() == files.PDF
        assert not DraftAttachment.objects.exists()
        assert "a.pdf" in citizen.get(receipt).content.decode()

    def test_files_alone_are_no_letter(self, hearing: Hearing, citizen: Client) -> None:
        attach(citizen, hearing, ("a.pdf", files.PDF))
        answer = send(citizen, hearing)
        assert answer.status_code == 422
        assert "Du har vedhæftet filer, men ikke skrevet noget." in answer.content.decode()
        assert names() == ["a.pdf"]
        send(citizen, hearing, general="Se vores brev.")
        assert Attachment.objects.get().name == "a.pdf"

    def test_pressed_twice_they_are_sent_once(self, hearing: Hearing, citizen: Client) -> None:
        attach(citizen, hearing, ("a.pdf", files.PDF))
        key = form_key(citizen, hearing)
        for _press in range(2):
            send(citizen, hearing, form_key=key, general="Se vores brev.")
        assert Response.objects.count() == 1
        assert Attachment.objects.count() == 1

    def test_a_file_that_comes_after_the_letter_is_kept_in_a_new_draft(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        write(citizen, hearing)
        key = form_key(citizen, hearing)
        send(citizen, hearing, form_key=key)
        attach(citizen, hearing, ("a.pdf", files.PDF), form_key=key)
        assert names() == ["a.pdf"]
        assert str(Draft.objects.get().form_key) != key


class TestDownloads:
    @pytest.fixture
    def sent(self, hearing: Hearing, citizen: Client) -> Attachment:
        write(citizen, hearing)
        attach(citizen, hearing, ("Ærø's svar – nr. 2.pdf", files.PDF + files.HTML))
        send(citizen, hearing)
        return Attachment.objects.get()

    def test_it_is_a_download_and_never_a_page(self, sent: Attachment, citizen: Client) -> None:
        address = reverse("responses:sent-attachment", args=[sent.response.code, sent.pk])
        answer = citizen.get(address)
        assert b"".join(answer) == files.PDF + files.HTML
        head = answer.headers
        assert head["Content-Type"] == "application/pdf"
        assert head["Content-Disposition"] == (
            "attachment; filename*=utf-8''%C3%86r%C3%B8%27s%20svar%20%E2%80%93%20nr.%202.pdf"
        )
        assert head["X-Content-Type-Options"] == "nosniff"
        assert head["Content-Security-Policy"].split(";")[0] == "sandbox"
        assert head["Content-Length"] == str(sent.size)
        assert "no-store" in head["Cache-Control"]

    def test_only_the_code_opens_it(self, sent: Attachment, citizen: Client) -> None:
        other = make_hearing(slug="en-anden", version=sent.response.hearing.version)
        for code, pk in (("gaet", sent.pk), (sent.response.code, sent.pk + 1)):
            address = reverse("responses:sent-attachment", args=[code, pk])
            assert citizen.get(address).status_code == 404
        for slug in (sent.response.hearing.slug, other.slug):
            assert (
                citizen.get(reverse("hearings:attachment", args=[slug, sent.pk])).status_code == 404
            )

    def test_the_public_gets_it_when_it_and_its_words_are_published(
        self, sent: Attachment, citizen: Client, as_caseworker: Client
    ) -> None:
        slug = sent.response.hearing.slug
        public = reverse("hearings:attachment", args=[slug, sent.pk])
        as_caseworker.post(reverse("desk:publish", args=[slug, sent.pk]))
        assert citizen.get(public).status_code == 404, "no word of the response is published"
        sent.response.comments.update(state="published")
        answer = citizen.get(public)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "public, max-age=0, s-maxage=2"
        assert answer.headers["Vary"] == "Accept-Encoding"
        again = citizen.get(public, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
        as_caseworker.post(reverse("desk:hide", args=[slug, sent.pk]))
        assert citizen.get(public).status_code == 404
        as_caseworker.post(reverse("desk:publish", args=[slug, sent.pk]))
        Hearing.objects.update(publication="never")
        assert citizen.get(public).status_code == 404

    @pytest.mark.parametrize(
        "change", [{"address_protected": True}, {"withdrawn_at": timezone.now()}]
    )
    def test_a_protected_or_withdrawn_senders_file_is_never_public(
        self, sent: Attachment, citizen: Client, as_caseworker: Client, change: dict[str, Any]
    ) -> None:
        slug = sent.response.hearing.slug
        sent.response.comments.update(state="published")
        Attachment.objects.update(published_at=timezone.now())
        Response.objects.update(**change)
        assert citizen.get(reverse("hearings:attachment", args=[slug, sent.pk])).status_code == 404
        Attachment.objects.update(published_at=None)
        answer = as_caseworker.post(reverse("desk:publish", args=[slug, sent.pk]), follow=True)
        assert "kan ikke offentliggøres" in answer.content.decode()
        sent.refresh_from_db()
        assert sent.published_at is None

    def test_the_same_file_is_there_on_the_receipt_after_it_was_hidden(
        self, sent: Attachment, citizen: Client
    ) -> None:
        page = citizen.get(sent.response.get_absolute_url()).content.decode()
        assert reverse("responses:sent-attachment", args=[sent.response.code, sent.pk]) in page


class TestOrphans:
    def make_old(self, folder: Path, hours: int) -> None:
        then = (timezone.now() - timedelta(hours=hours)).timestamp()
        for path in on_disk(folder):
            os.utime(path, (then, then))

    def test_files_nobody_owns_go_and_all_others_stay(
        self, hearing: Hearing, citizen: Client, kept_here: Path
    ) -> None:
        write(citizen, hearing)
        attach(citizen, hearing, ("sendt.pdf", files.PDF), ("fjernet.png", files.PNG))
        pk = DraftAttachment.objects.get(name="fjernet.png").pk
        citizen.post(reverse("responses:remove-attachment", args=[hearing.slug, pk]))
        send(citizen, hearing)
        attach(citizen, hearing, ("kladde.odt", files.odt()))
        default_storage.save("responses/ab/efter-et-nedbrud", SimpleUploadedFile("x", b"x"))
        assert len(on_disk(kept_here)) == 4
        assert remove_orphans(timezone.now()) == 0, "they may belong to a row on its way"
        self.make_old(kept_here, 25)
        assert remove_orphans(timezone.now()) == 2
        assert len(on_disk(kept_here)) == 2
        assert Attachment.objects.get().file.read() == files.PDF
        assert DraftAttachment.objects.get().file.read() == files.odt()
        assert remove_orphans(timezone.now()) == 0

    def test_there_may_be_no_files_at_all(self, db: None) -> None:
        assert remove_orphans(timezone.now()) == 0


@pytest.mark.django_db(transaction=True)
def test_a_crash_before_the_row_leaves_nothing_to_see(
    hearing: Hearing, citizen: Client, kept_here: Path
) -> None:
    """The file is on disk, and the row is refused by the database."""
    write(citizen, hearing)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("consultation.responses.files._LONGEST_NAME", 900)
        answer = attach(citizen, hearing, ("x" * 300 + ".pdf", files.PDF))
    assert answer.status_code == 503
    assert len(on_disk(kept_here)) == 1
    assert not DraftAttachment.objects.exists()
    assert "xxx" not in citizen.get(page_of(hearing)).content.decode()
    assert Draft.objects.get().comments.get().body == "Det er godt."


@pytest.mark.django_db(transaction=True)
def test_the_export_names_them(hearing: Hearing, citizen: Client, tmp_path: Path) -> None:
    write(citizen, hearing)
    attach(citizen, hearing, ("=1+1.pdf", files.PDF), ("b.png", files.PNG))
    send(citizen, hearing)
    file = tmp_path / "svar.csv"
    call_command("export_responses", hearing.slug, format="csv", output=file, verbosity=0)
    head, row = file.read_text("utf-8-sig").splitlines()
    assert head.endswith("Bilag")
    assert row.split(";", 15)[15] == '"\'=1+1.pdf; b.png"'
