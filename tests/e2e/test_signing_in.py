"""A citizen signs in, with a code from a real mail or at a real provider, and her words follow."""

import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, Route, expect

from consultation.models import Draft, Hearing, Response
from tests.broker import OLE, YASEMIN, Broker
from tests.e2e import steps
from tests.e2e.checks import assert_usable, assert_valid_html, set_width
from tests.e2e.console import Console
from tests.e2e.mailbox import Mailbox

EMAIL = "yasemin@post.example"
WORDS = "Skrevet, før jeg loggede ind."


@pytest.mark.parametrize(
    ("width", "scripts"), [(1440, True), (390, False)], ids=["desk", "phone without scripts"]
)
def test_with_a_code_she_goes_on_on_another_device(
    new_context: Callable[..., BrowserContext],
    demo: Hearing,
    mailbox: Mailbox,
    width: int,
    scripts: bool,
) -> None:
    """She writes, signs in from the letter, goes on elsewhere, sends, and finds her receipt."""
    first, second = (new_context(java_script_enabled=scripts).new_page() for _page in "ab")
    for page in (first, second):
        set_width(page, width)
    first.goto(f"{steps.ROOM}punkt/4.3e/")
    steps.fill_comment(first, body=WORDS)
    steps.add(first)
    first.get_by_label("Generel bemærkning").fill("Halvvejs i en tanke.")
    steps.button(first, "Log ind og kom tilbage til dit høringssvar").click()
    _sign_in(first, mailbox)
    _expect_draft(first)

    second.goto(steps.MINE)
    _sign_in(second, mailbox)
    drafts = second.get_by_role("region", name="Ikke sendt endnu")
    drafts.get_by_role("link", name=demo.title).click()
    _expect_draft(second)
    expect(second.get_by_label("Din e-mail")).to_have_value(EMAIL)
    second.get_by_label("Dit navn").fill("Yasemin Kaya")
    steps.send(second)
    expect(second.get_by_text(f"Du har bekræftet {EMAIL}.")).to_be_visible()
    response = Response.objects.get(email=EMAIL)
    assert response.sender is not None
    assert not Draft.objects.exists()

    first.goto(steps.MINE)
    sent = first.get_by_role("region", name="Sendt")
    sent.get_by_role("link", name=f"Høringssvar nr. {response.number} til {demo.title}").click()
    assert steps.path_of(first) == response.get_absolute_url()


def _sign_in(page: Page, mailbox: Mailbox) -> None:
    """The code comes by SMTP, in text and HTML, and the page says nothing of who has an account."""
    steps.ask_for_code(page, EMAIL)
    mailbox.deliver()
    codes = [mail for mail in mailbox.mails if mail["To"] == EMAIL and "kode" in mail["Subject"]]
    parts = [str(part.get_content()) for part in codes[-1].iter_parts()]  # type: ignore[attr-defined]
    assert codes[-1].get_content_type() == "multipart/alternative"
    assert re.fullmatch(r"<[0-9a-f]{40}@localhost>", codes[-1]["Message-ID"])
    found = re.search(r"\d{4}-\d{4}", codes[-1]["Subject"])
    assert found
    assert all(found[0] in part for part in parts)
    page.get_by_label("Koden fra mailen").fill(found[0])
    steps.button(page, "Log ind").click()


def _expect_draft(page: Page) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit høringssvar")
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.get_by_label("Generel bemærkning")).to_have_value("Halvvejs i en tanke.")


def test_a_later_login_finds_what_was_sent_without_one(
    page: Page, demo: Hearing, mailbox: Mailbox
) -> None:
    page.goto(f"{steps.ROOM}punkt/4.3e/")
    steps.fill_comment(page, body=WORDS)
    steps.add(page)
    steps.fill_sender(page, name="Yasemin Kaya", email=EMAIL)
    steps.send(page)
    receipt = steps.path_of(page)
    page.context.clear_cookies()
    page.goto(steps.MINE)
    _sign_in(page, mailbox)
    page.get_by_role("region", name="Sendt").get_by_role("link").click()
    assert steps.path_of(page) == receipt


def test_signing_out_leaves_nothing_on_the_computer(
    page: Page, demo: Hearing, mailbox: Mailbox
) -> None:
    """Neither the draft nor what scripts have kept in the browser."""
    page.goto(steps.ROOM)
    page.evaluate("localStorage.setItem('kladde', 'hendes')")
    page.goto(steps.SIGN_IN)
    _sign_in(page, mailbox)
    page.goto(steps.ROOM)
    steps.write_in_panel(page, "4.3 e", body=WORDS)
    page.goto(steps.REVIEW)
    page.get_by_role("button", name=re.compile("^Log ud")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Høringer")
    assert page.evaluate("localStorage.getItem('kladde')") is None
    assert {cookie["name"] for cookie in page.context.cookies()} <= {settings.CSRF_COOKIE_NAME}
    page.goto(steps.REVIEW)
    expect(page.get_by_text(WORDS)).to_have_count(0)


@pytest.fixture
def at_broker(page: Page, broker: Broker, demo: Hearing, console: Console) -> Page:
    """A hearing that asks for MitID. The provider's own pages take their style from elsewhere."""
    Hearing.objects.filter(pk=demo.pk).update(identity=Hearing.Identity.MITID)

    def styled(route: Route) -> None:
        route.fulfill(body="", content_type="text/css")

    page.route("**/pico.min.css", styled)
    return page


@pytest.mark.parametrize("width", [1440, 390])
def test_mitid_is_asked_for_before_she_writes(
    at_broker: Page, broker: Broker, demo: Hearing, width: int, tmp_path: Path
) -> None:
    """From the reading room to the receipt: write, sign in at the provider, send."""
    page = at_broker
    set_width(page, width)
    page.goto(steps.ROOM)
    notice = page.get_by_text("For at sende et svar til denne høring skal du logge ind med MitID.")
    expect(notice).to_be_visible()
    steps.write_in_panel(page, "4.3 e", body=WORDS)
    page.goto(steps.REVIEW)
    steps.button(page, "Log ind for at sende").click()
    assert_usable(page)
    assert_valid_html({"sign-in-with-broker": page.content()}, tmp_path)
    set_width(page, width)
    steps.button(page, "Log ind med MitID").click()
    expect(page).to_have_url(re.compile(re.escape(broker.issuer)))
    page.get_by_role("button", name=YASEMIN).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit høringssvar")
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.get_by_label("Dit navn")).to_have_value("Yasemin Kaya")
    steps.send(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dit høringssvar har nummer")
    response = Response.objects.get(name="Yasemin Kaya", hearing=demo)
    assert response.sender is not None
    assert response.sender.name == "Yasemin Kaya"


def test_whoever_signed_in_with_a_code_is_led_to_mitid(
    at_broker: Page, broker: Broker, mailbox: Mailbox
) -> None:
    page = at_broker
    page.goto(steps.SIGN_IN)
    _sign_in(page, mailbox)
    page.goto(f"{steps.ROOM}punkt/4.3e/")
    steps.fill_comment(page, body=WORDS)
    steps.add(page)
    steps.button(page, "Log ind for at sende").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Du er logget ind")
    steps.button(page, "Log ind med MitID").click()
    page.get_by_role("button", name=OLE).click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.get_by_role("button", name="Log ud, Ole Vang")).to_be_visible()
    expect(steps.button(page, "Send høringssvar")).to_be_visible()


def test_she_regrets_at_the_provider(at_broker: Page, broker: Broker) -> None:
    page = at_broker
    page.goto(f"{steps.SIGN_IN}?next={steps.REVIEW}")
    steps.button(page, "Log ind med MitID").click()
    page.get_by_role("button", name="Deny").click()
    expect(page.get_by_role("alert")).to_contain_text("Du blev ikke logget ind med MitID.")
    assert urlsplit(page.url).path == steps.SIGN_IN
    expect(steps.button(page, "Send mig en kode")).to_be_visible()
