"""Follow a hearing and report a comment as people do it: without JavaScript, with a real mail."""

import re
from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

from django.utils import timezone
from playwright.sync_api import BrowserContext, expect

from accounts.models import User
from consultation.following.actions import extend_hearing
from consultation.following.notices import queue_mails
from consultation.models import Flag, Hearing, Subscription
from tests.e2e import steps
from tests.e2e.mailbox import Mailbox

Contexts = Callable[..., BrowserContext]


def link_in(mail: EmailMessage, address: str) -> str:
    """The link in its text part that holds `address`."""
    body = mail.get_body(("plain",))
    assert body is not None
    found = re.search(rf"http\S+{address}", body.get_content())
    assert found is not None
    return found[0]


def test_follow_be_told_and_leave(new_context: Contexts, demo: Hearing, mailbox: Mailbox) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(steps.ROOM)
    page.get_by_role("link", name="Følg høringen").first.click()
    page.get_by_label("Din e-mail").fill("jens@post.example")
    steps.button(page, "Følg").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tjek din mail")

    mailbox.deliver()
    page.goto(link_in(mailbox.mails[0], "/bekraeft/"))
    steps.button(page, "Ja, følg høringen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Du følger høringen")

    caseworker = User.objects.get(email=steps.CASEWORKER)
    later = demo.closes_at + timedelta(days=7)
    now = timezone.now()
    extend_hearing(demo, to=later, reason="Ferie", acting_user=caseworker, at=now)
    queue_mails(now)
    mailbox.deliver()
    # Those who have written are told too; these are hers.
    hers = [mail for mail in mailbox.mails if mail["To"].strip() == "jens@post.example"]
    assert len(hers) == 2
    assert hers[1]["Subject"].strip().startswith("Høringsfristen er forlænget til ")
    page.goto(link_in(hers[1], "/afmeld/"))
    steps.button(page, "Ikke flere mails om denne høring").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Du får ikke flere mails")
    assert Subscription.objects.get(email="jens@post.example").left_at is not None


def test_report_and_have_it_answered(new_context: Contexts, demo: Hearing) -> None:
    reader = new_context(java_script_enabled=False).new_page()
    reader.goto(f"{steps.ROOM}punkt/4.3e/")
    reader.get_by_role("link", name=re.compile("^Anmeld bemærkningen fra")).first.click()
    reader.get_by_label("Den chikanerer nogen").check()
    steps.button(reader, "Send anmeldelse").click()
    expect(reader.get_by_role("main")).to_contain_text("Indtil da bliver den stående.")

    page = new_context(java_script_enabled=False).new_page()
    page.goto(steps.QUEUE)
    steps.sign_in(page)
    page.get_by_role("link", name=re.compile(r"^Anmeldt\s+3$")).click()
    newest = Flag.objects.latest("id")
    page.locator(f'.queue__list a[href*="/{newest.comment_id}/"]').click()
    expect(page.get_by_role("heading", name="Anmeldt 1 gang")).to_be_visible()
    page.get_by_role("radio", name="Lad den blive stående").check()
    steps.button(page, "Gem og næste").click()
    expect(page.get_by_role("link", name=re.compile(r"^Anmeldt\s+2$"))).to_be_visible()
    newest.refresh_from_db()
    assert newest.outcome == "dismissed"
