"""A citizen who reads English better: from the front page to her receipt and its mail."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from consultation.models import Hearing
from tests.e2e import steps
from tests.e2e.checks import set_width
from tests.e2e.console import Console
from tests.e2e.mailbox import Mailbox

HERS = "I moved here three years ago, and I would like the clubs to write in English too."
MORE = "Thank you for asking us before you decide on the policy."
EMAIL = "grace@post.example"


@pytest.mark.parametrize(("width", "scripts"), [(1440, True), (390, True), (1440, False)])
def test_from_the_front_page_to_the_mail(
    width: int,
    scripts: bool,
    new_context: Callable[..., BrowserContext],
    demo: Hearing,
    mailbox: Mailbox,
    console: Console,
) -> None:
    console.allow_status(422)  # she sends without her name
    page = new_context(java_script_enabled=scripts).new_page()
    set_width(page, width)
    _find_the_hearing(page)
    _write(page, scripts)
    _look_at_it_in_danish_and_back(page)
    _send(page)
    response = demo.responses.get(email=EMAIL)
    assert response.language == "en"
    _mail(page, mailbox)
    assert dict(response.comments.values_list("body", "language")) == {HERS: "en", MORE: "en"}


def _find_the_hearing(page: Page) -> None:
    page.goto("/")
    page.get_by_role("link", name="English", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hearings")
    page.get_by_role("link", name="Ishøjs Medborgerpolitik", exact=True).click()
    expect(page.locator("h1")).to_have_attribute("lang", "da")
    expect(page.get_by_role("main")).to_contain_text("Open for responses")


def _write(page: Page, scripts: bool) -> None:
    page.get_by_role("link", name="Write a comment on paragraph 4.3 e", exact=True).click()
    place = page.get_by_role("complementary", name="chosen paragraph") if scripts else page
    place.get_by_role("textbox", name="What do you want to say?").fill(HERS)
    place.get_by_role("group", name="Your stance").get_by_text("Supports", exact=True).click()
    steps.button(place, "Add to my response").click()
    if scripts:
        saved = place.get_by_role("heading", name="Your comment on 4.3 e is saved")
        expect(saved).to_be_focused()
        place.get_by_role("link", name="Review and send").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your response")


def _look_at_it_in_danish_and_back(page: Page) -> None:
    """What she has saved is there in either language, and what she sees is the same page."""
    page.get_by_role("textbox", name="General comment").fill(MORE)
    steps.button(page, "Save draft").click()
    expect(page.get_by_role("status").filter(has_text="saved")).to_contain_text("It is saved.")
    page.get_by_role("link", name="Dansk", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit høringssvar")
    expect(page.get_by_text(HERS)).to_be_visible()
    expect(page.get_by_role("textbox", name="Generel bemærkning")).to_have_value(MORE)
    page.get_by_role("link", name="English", exact=True).click()
    expect(page.get_by_text(HERS)).to_be_visible()


def _send(page: Page) -> None:
    steps.button(page, "Send my response").click()
    errors = page.get_by_role("alert").filter(has_text="Correct this and try again")
    expect(errors.get_by_role("link", name="Write your name.")).to_be_visible()
    page.get_by_label("Your name").fill("Grace Mensah")
    page.get_by_label("Your e-mail").fill(EMAIL)
    steps.button(page, "Send my response").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        re.compile(r"^Your response is number \d+$")
    )
    expect(page.get_by_role("main")).to_contain_text("It was in time.")
    assert steps.path_of(page).startswith("/en/kvittering/")


def _mail(page: Page, mailbox: Mailbox) -> None:
    mailbox.deliver()
    [mail] = mailbox.mails
    assert mail["Subject"].strip().startswith("Receipt: We have received your response no. ")
    text, html = (str(part.get_content()) for part in mail.iter_parts())  # type: ignore[attr-defined]
    assert re.search(r"Received: \d{1,2} [A-Z][a-z]+ 20\d\d at \d\d:\d\d:\d\d", text)
    assert '<html lang="en">' in html
    link = re.search(r"^http\S+/bekraeft/\S+/(?=\r?$)", text, re.MULTILINE)
    assert link is not None
    page.goto(link[0])
    assert steps.path_of(page).startswith("/en/")
    steps.button(page, "Yes, confirm my e-mail").click()
    expect(page.get_by_text(f"You have confirmed {EMAIL}.")).to_be_visible()


def test_words_not_yet_added_wait_when_she_changes_language(page: Page, demo: Hearing) -> None:
    """Half-written words in the panel are the browser's, whichever language the page is in."""
    page.goto(f"/en{steps.ROOM}")
    write = page.get_by_role("link", name="Write a comment on paragraph 4.3 e", exact=True)
    write.click()
    field = page.get_by_role("textbox", name="What do you want to say?")
    field.fill(HERS)
    page.get_by_role("link", name="Dansk", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "da")
    panel = steps.open_form(page, "4.3 e")
    expect(steps.body_field(panel)).to_have_value(HERS)
    page.get_by_role("link", name="English", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    write.click()
    expect(field).to_have_value(HERS)
