"""Staff come in, also those who forgot how."""

import re

from playwright.sync_api import Page, expect

from consultation.models import Hearing
from tests.e2e import steps
from tests.e2e.mailbox import Mailbox

NEW = "en helt ny adgangskode"


def test_a_forgotten_password(page: Page, demo: Hearing, mailbox: Mailbox) -> None:
    """The link comes by mail, whoever asks is told the same, and the new password works."""
    for email in ("ukendt@post.example", steps.CASEWORKER):
        page.goto("/konto/medarbejder/")
        page.get_by_role("link", name="Glemt adgangskode?").click()
        page.get_by_label("E-mail").fill(email)
        steps.button(page, "Send linket").click()
        expect(page).to_have_url(re.compile(r"/konto/glemt/sendt/$"))
    mailbox.deliver()
    (mail,) = mailbox.mails
    assert mail["To"] == steps.CASEWORKER
    body = mail.get_body(("plain",))
    assert body is not None
    link = re.search(r"http\S+/konto/glemt/\S+", body.get_content())
    assert link is not None
    page.goto(link[0])
    for field in page.locator("input[type=password]").all():
        field.fill(NEW)
    steps.button(page, "Gem").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Din adgangskode er skiftet")
    page.goto(steps.DESK)
    steps.sign_in(page, password=NEW)
