"""The desk, when the sender has corrected or withdrawn, and when files came with a response."""

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from consultation.models import Attachment, AuditEvent, Comment, Decision, Hearing
from consultation.responses import amending
from tests.consultation.moderation.test_review import desk, queue
from tests.factories import make_attachment, make_comment, make_hearing

pytestmark = pytest.mark.django_db


def corrected(comment: Comment, body: str = "Efter", **written: str) -> Comment:
    said = {"body": body, **written}
    return amending.correct_comment(comment, said, by=None, at=timezone.now())


def withdrawn(comment: Comment) -> None:
    amending.withdraw_comment(comment, by=None, at=timezone.now())


def test_only_the_correction_waits_and_shows_what_was_before(
    hearing: Hearing, as_caseworker: Client
) -> None:
    comment = make_comment(hearing, body="Alle skal bo her", proposed_text="Forslag ét")
    correction = corrected(comment, "Mange skal bo her", stance="oppose", proposed_text="")
    page = as_caseworker.get(queue(hearing)).content.decode()
    rows = page.split('class="queue__list')[1].split("</ol>")[0]
    assert rows.count("<li>") == 1
    assert f"Bemærkning {correction.pk} til punkt 1.1" in page
    assert "Rettet: tidligere ordlyd" in page
    assert '<del><span class="sr-only">Slettet: </span>Alle</del>' in page
    assert "Mange</ins>" in page
    assert "Forslag ét" in page
    assert "Holdningen var: Støtter" in " ".join(page.split())
    assert desk(comment) in page
    assert "Afsenderen skrev den som rettelse af" in page


def test_what_was_taken_back_is_in_a_list_of_its_own(
    hearing: Hearing, as_caseworker: Client
) -> None:
    first = make_comment(hearing, body="Før")
    second = make_comment(hearing, "2.1b", body="Fortrudt")
    correction = corrected(first)
    withdrawn(second)
    page = as_caseworker.get(queue(hearing, "rettet")).content.decode()
    assert 'Rettet eller trukket tilbage <span class="num">2</span>' in page
    assert "Gå til rettelsen" in page
    assert desk(correction) in page
    assert 'name="decision"' not in page
    other = as_caseworker.get(desk(second)).content.decode()
    assert "Trukket tilbage af afsenderen" in other
    assert "Fortrudt" in other


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (corrected, "Afsenderen har rettet bemærkningen imens."),
        (withdrawn, "Afsenderen har trukket bemærkningen tilbage imens."),
    ],
)
def test_deciding_on_what_was_taken_back_meanwhile_is_refused(
    hearing: Hearing, as_caseworker: Client, act: object, said: str
) -> None:
    comment = make_comment(hearing, body="Før")
    act(comment)  # type: ignore[operator]
    answer = as_caseworker.post(
        desk(comment), {"decision": "publish", "seen": "0", "note": "Min lange note"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert said in page
    assert "Din afgørelse er ikke gemt." in page
    assert "Min lange note" in page
    comment.refresh_from_db()
    assert comment.is_taken_back
    assert not Decision.objects.exists()
    assert not AuditEvent.objects.exclude(verb="seen").exists()


def test_a_correction_is_decided_on_like_any_other(
    hearing: Hearing, as_caseworker: Client, citizen: Client, caseworker: User
) -> None:
    comment = make_comment(hearing, body="Før", published_by=caseworker)
    correction = corrected(comment)
    as_caseworker.post(desk(correction), {"decision": "publish", "seen": "0"})
    shown = citizen.get(reverse("responses:paragraph", args=[hearing.slug, "1.1"])).content.decode()
    assert "Efter" in shown
    assert "Før<" not in shown


def test_an_added_comment_says_so(hearing: Hearing, as_caseworker: Client) -> None:
    response = make_comment(hearing).response
    added = amending.add_comment(response, None, {"body": "Mere"}, by=None, at=timezone.now())
    assert "Afsenderen har tilføjet den" in as_caseworker.get(desk(added)).content.decode()


class TestAttachments:
    def test_they_stand_beside_the_comment(self, hearing: Hearing, as_caseworker: Client) -> None:
        attachment = make_attachment(make_comment(hearing).response, name="Brev.pdf")
        page = as_caseworker.get(queue(hearing)).content.decode()
        assert "Brev.pdf" in page
        assert "Ikke offentlig" in page
        answer = as_caseworker.get(reverse("desk:attachment", args=[hearing.slug, attachment.pk]))
        assert b"".join(answer) == attachment.file.read()
        assert answer.headers["Content-Disposition"] == 'attachment; filename="Brev.pdf"'

    def test_publishing_and_hiding_are_on_record(
        self, hearing: Hearing, as_caseworker: Client, caseworker: User
    ) -> None:
        comment = make_comment(hearing)
        attachment = make_attachment(comment.response)
        for act, public in (("publish", True), ("publish", True), ("hide", False)):
            address = reverse(f"desk:{act}", args=[hearing.slug, attachment.pk])
            answer = as_caseworker.post(address, {"comment": str(comment.pk)})
            assert answer.headers["Location"] == desk(comment)
            attachment.refresh_from_db()
            assert bool(attachment.published_at) == public
        events = AuditEvent.objects.exclude(verb="seen").order_by("id")
        assert [(e.verb, e.by, e.detail) for e in events] == [
            ("attachment_published", caseworker, {"attachment": attachment.pk}),
            ("attachment_hidden", caseworker, {"attachment": attachment.pk}),
        ]

    @pytest.mark.parametrize("comment", ["", "x", "9" * 30, "999999"])
    def test_wherever_she_came_from_she_comes_back(
        self, hearing: Hearing, as_caseworker: Client, comment: str
    ) -> None:
        first = make_comment(hearing)
        attachment = make_attachment(first.response)
        address = reverse("desk:publish", args=[hearing.slug, attachment.pk])
        answer = as_caseworker.post(address, {"comment": comment})
        assert answer.headers["Location"] == desk(first)

    def test_another_hearings_files_are_not_found(
        self, hearing: Hearing, as_caseworker: Client
    ) -> None:
        other = make_hearing(slug="en-anden", version=hearing.version)
        attachment = make_attachment(make_comment(other).response)
        here = [hearing.slug, attachment.pk]
        assert as_caseworker.get(reverse("desk:attachment", args=here)).status_code == 404
        for act in ("publish", "hide"):
            assert as_caseworker.post(reverse(f"desk:{act}", args=here)).status_code == 404
        assert Attachment.objects.get().published_at is None

    def test_a_name_is_only_a_name(self, hearing: Hearing, as_caseworker: Client) -> None:
        make_attachment(make_comment(hearing).response, name="<b>.pdf", file=ContentFile(b"x", "x"))
        page = as_caseworker.get(queue(hearing)).content.decode()
        assert "&lt;b&gt;.pdf" in page
