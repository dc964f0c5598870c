"""Her files, and what she does after sending."""

import re

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from consultation.demo.build import EARLIER_SLUG
from consultation.models import Comment, Hearing, Response
from consultation.responses.amending import correct_comment, withdraw_comment, withdraw_response
from tests import files
from tests.e2e import steps
from tests.e2e.kinds.kind import Kind, at
from tests.factories import make_attachment


def _attachments(page: Page, hearing: Hearing) -> None:
    """Two files, one of them taken out."""
    page.goto(f"{steps.REVIEW}bilag/")
    steps.attach(page, ("Brev fra foreningen.pdf", files.PDF), ("billede.png", files.PNG))
    steps.button(page, "Fjern billede.png").click()
    expect(page.get_by_text("billede.png er fjernet.")).to_be_visible()


def _attachments_errors(page: Page, hearing: Hearing) -> None:
    page.goto(f"{steps.REVIEW}bilag/")
    steps.attach(page, ("virus.exe", b"MZ"), ("brev.odt", files.odt()))
    expect(steps.error_summary(page)).to_be_focused()
    expect(page.get_by_role("link", name="brev.odt")).to_be_visible()


def _review_attachments(page: Page, hearing: Hearing) -> None:
    _attachments(page, hearing)
    page.get_by_role("link", name="Tilbage til dit høringssvar").click()
    expect(page.get_by_role("region", name="Bilag")).to_contain_text("Brev fra foreningen.pdf")


def sent(hearing: Hearing) -> Comment:
    """A published comment of a response of several."""
    return hearing.comments.filter(state="published", response__comments__state="pending").first()  # type: ignore[return-value]


def _hers(name: str, hearing: Hearing, *about: object) -> str:
    """A page about a response that was sent."""
    return reverse(f"responses:{name}", args=[sent(hearing).response.code, *about])


def _choose(page: Page, hearing: Hearing) -> None:
    page.goto(_hers("choose", hearing))
    expect(page.get_by_role("link", name=re.compile("^4.3 e"))).to_be_visible()


def _add_errors(page: Page, hearing: Hearing) -> None:
    page.goto(_hers("add-general", hearing))
    steps.add(page)
    expect(steps.error_summary(page)).to_be_focused()


def _correct(page: Page, hearing: Hearing) -> None:
    page.goto(_hers("correct", hearing, sent(hearing).pk))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Ret din")


def _correct_warned(page: Page, hearing: Hearing) -> None:
    _correct(page, hearing)
    steps.body_field(page).fill("Ring på 26 14 88 90.")
    steps.button(page, "Gem rettelsen").click()
    expect(page.get_by_role("alert")).to_contain_text("»26 14 88 90«")


def _correct_meanwhile(page: Page, hearing: Hearing) -> None:
    """Corrected in another window while this one was open."""
    comment = sent(hearing)
    page.goto(_hers("correct", hearing, comment.pk))
    correct_comment(comment, {"body": "Fra det andet vindue."}, by=None, at=timezone.now())
    steps.body_field(page).fill("Fra dette vindue.")
    steps.button(page, "Gem rettelsen").click()
    expect(page.get_by_text("Du har rettet bemærkningen i et andet vindue.")).to_be_visible()


def _correct_too_late(page: Page, hearing: Hearing) -> None:
    """The form was open when the hearing closed."""
    closed = Comment.objects.filter(response__hearing__slug=EARLIER_SLUG).first()
    assert closed is not None
    page.goto(reverse("responses:add-general", args=[sent(hearing).response.code]))
    page.get_by_role("main").locator("form").evaluate(
        "(form, action) => { form.action = action }",
        reverse("responses:add-general", args=[closed.response.code]),
    )
    steps.body_field(page).fill("Det her må ikke blive væk.")
    steps.add(page)
    expect(steps.button(page, "Begynd et nyt høringssvar med teksten")).to_be_visible()


def _sent_attachments(page: Page, hearing: Hearing) -> None:
    page.goto(_hers("sent-attachments", hearing))
    steps.attach(page, ("Glemt brev.pdf", files.PDF + b"glemt"))
    expect(page.get_by_role("link", name="Træk tilbage Glemt brev.pdf")).to_be_visible()


def _withdraw_file(page: Page, hearing: Hearing) -> None:
    _sent_attachments(page, hearing)
    page.get_by_role("link", name="Træk tilbage Glemt brev.pdf").click()
    expect(steps.button(page, "Ja, træk filen tilbage")).to_be_visible()


def _withdraw(page: Page, hearing: Hearing) -> None:
    page.goto(_hers("withdraw", hearing, sent(hearing).pk))
    expect(steps.button(page, "Ja, træk bemærkningen tilbage")).to_be_visible()


def _withdraw_all(page: Page, hearing: Hearing) -> None:
    page.goto(_hers("withdraw-all", hearing))
    expect(steps.button(page, "Ja, træk mit høringssvar tilbage")).to_be_visible()


def _receipt_with_history(page: Page, hearing: Hearing) -> None:
    """One comment corrected, one withdrawn, and a file."""
    comment = sent(hearing)
    response = comment.response
    others = response.comments.standing().exclude(pk=comment.pk)
    correct_comment(comment, {"body": "Sådan mener jeg det."}, by=None, at=timezone.now())
    withdraw_comment(others[0], by=None, at=timezone.now())
    make_attachment(response)
    page.goto(response.get_absolute_url())
    page.get_by_text("Det skrev du før").first.click()
    expect(page.get_by_text("Trukket tilbage")).to_be_visible()
    expect(page.get_by_role("link", name="Brev.pdf", exact=True)).to_be_visible()


def _receipt_withdrawn(page: Page, hearing: Hearing) -> None:
    response = sent(hearing).response
    withdraw_response(response, by=None, at=timezone.now())
    page.goto(response.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_contain_text("Du har trukket")


def _closed_change(page: Page, hearing: Hearing) -> None:
    closed = Response.objects.filter(hearing__slug=EARLIER_SLUG).first()
    assert closed is not None
    page.goto(reverse("responses:choose", args=[closed.code]))
    expect(page.get_by_text("så dit svar kan ikke ændres mere")).to_be_visible()


CHANGING = {
    "attachments-empty": Kind(at(f"{steps.REVIEW}bilag/")),
    "attachments": Kind(_attachments),
    "attachments-errors": Kind(_attachments_errors, (422,)),
    "review-attachments": Kind(_review_attachments),
    "choose": Kind(_choose),
    "choose-too-late": Kind(_closed_change),
    "add-errors": Kind(_add_errors, (422,)),
    "correct": Kind(_correct),
    "correct-warned": Kind(_correct_warned, (422,)),
    "correct-too-late": Kind(_correct_too_late, (403,)),
    "sent-attachments": Kind(_sent_attachments),
    "withdraw-file": Kind(_withdraw_file),
    "withdraw": Kind(_withdraw),
    "withdraw-all": Kind(_withdraw_all),
    # These change what the others look at.
    "correct-meanwhile": Kind(_correct_meanwhile, (409,)),
    "receipt-with-history": Kind(_receipt_with_history),
    "receipt-withdrawn": Kind(_receipt_withdrawn),
}
