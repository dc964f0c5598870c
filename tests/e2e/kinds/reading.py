"""What everybody reads: hearings, paragraphs, responses; and following and reporting."""

import re
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import slugify
from playwright.sync_api import Page, expect

from consultation.demo.build import EARLIER_SLUG
from consultation.models import Hearing, Subscription
from tests.e2e import steps
from tests.e2e.kinds.kind import Kind, Opener, at
from tests.factories import make_hearing


def room(page: Page, hearing: Hearing) -> None:
    page.goto(steps.ROOM)
    expect(page.get_by_role("heading", level=1)).to_have_text(hearing.title)


def _reading(page: Page, hearing: Hearing) -> None:
    """The panel with comments, changes to the text, and a tombstone."""
    room(page, hearing)
    steps.read_link(page, "4.3 e").click()
    panel = steps.panel_of(page)
    expect(panel.get_by_role("heading", name="Punkt 4.3 e")).to_be_focused()
    expect(panel.locator("ins").first).to_be_visible()
    expect(panel.get_by_role("heading", name="Skjult bemærkning")).to_be_visible()


def _general(page: Page, hearing: Hearing) -> None:
    """What is said about the policy as a whole, by the way the reading room shows."""
    room(page, hearing)
    page.get_by_role("link", name=re.compile("til politikken som helhed")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Generelle bemærkninger")
    expect(page.get_by_role("article").first).to_be_visible()


def _translation(page: Page, hearing: Hearing) -> None:
    """A section in Arabic beside the Danish, on a page of its own."""
    page.goto(f"{steps.ROOM}afsnit/3/ar/")
    expect(page.get_by_role("columnheader", name="العربية")).to_be_visible()


def _room_translation(page: Page, hearing: Hearing) -> None:
    """The same in the panel, after the reader has tried another language."""
    room(page, hearing)
    languages = page.get_by_role("group", name="Afsnit 3 på andre sprog")
    for language, own_name in (("tr", "Türkçe"), ("ar", "العربية")):
        languages.get_by_role("link", name=own_name).click()
        expect(page.locator(f"#panel .translated[lang={language}]")).to_be_visible()
    expect(page.locator("#panel h2")).to_be_focused()


def _closed(page: Page, hearing: Hearing) -> None:
    page.goto(f"/hoeringer/{EARLIER_SLUG}/")
    expect(page.get_by_text("Høringsfristen er udløbet", exact=True)).to_be_visible()


def _closed_paragraph(page: Page, hearing: Hearing) -> None:
    page.goto(f"/hoeringer/{EARLIER_SLUG}/punkt/4.3e/")
    expect(page.get_by_role("main")).to_contain_text("Høringsfristen er udløbet.")


def _follow_errors(page: Page, hearing: Hearing) -> None:
    page.goto(f"{steps.ROOM}foelg/")
    page.get_by_label("Din e-mail").fill("birthe")
    steps.button(page, "Følg").click()
    expect(steps.error_summary(page)).to_be_focused()


def _followed(page: Page, hearing: Hearing) -> None:
    """By the way the reading room shows."""
    room(page, hearing)
    page.get_by_role("link", name="Følg høringen").first.click()
    page.get_by_label("Din e-mail").fill("birthe@post.example")
    steps.button(page, "Følg").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tjek din mail")


def _subscription(page: Page, hearing: Hearing, step: str) -> None:
    """The pages behind the links in the mail: asked, follows, leaving, left."""
    at = timezone.now()
    found, _new = Subscription.objects.get_or_create(
        hearing=hearing, email="jens@post.example", defaults={"created_at": at}
    )
    found.confirmed_at = None if step == "asked" else at
    found.left_at = at if step == "left" else None
    found.save()
    leaves = step in ("leaving", "left")
    page.goto(found.leave_path if leaves else found.confirmation_path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def _step(step: str) -> Opener:
    return lambda page, hearing: _subscription(page, hearing, step)


def _report(page: Page, hearing: Hearing) -> None:
    page.goto(f"{steps.ROOM}punkt/4.3e/")
    page.get_by_role("link", name=re.compile("^Anmeld bemærkningen fra")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anmeld en bemærkning")


def _report_errors(page: Page, hearing: Hearing) -> None:
    _report(page, hearing)
    steps.button(page, "Send anmeldelse").click()
    expect(steps.error_summary(page)).to_be_focused()


def _reported(page: Page, hearing: Hearing) -> None:
    _report(page, hearing)
    page.get_by_label("Den chikanerer nogen").check()
    steps.button(page, "Send anmeldelse").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tak, fordi du skrev")


def _report_hidden(page: Page, hearing: Hearing) -> None:
    hidden = hearing.comments.filter(state="hidden").first()
    assert hidden is not None
    page.goto(f"{steps.ROOM}bemaerkning/{hidden.pk}/anmeld/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bemærkningen er skjult")


def _chosen(page: Page, hearing: Hearing) -> None:
    """The panel with comments in another order, of one stance."""
    page.goto(f"{steps.ROOM}#punkt-4.3e")
    panel = steps.panel_of(page)
    panel.get_by_text("Sortér og vælg").click()
    panel.get_by_label("Rækkefølge").select_option("flest")
    panel.get_by_label("Holdning", exact=True).select_option("support")
    steps.button(panel, "Vis").click()
    expect(panel.get_by_text("Viser 5 af 17 bemærkninger.")).to_be_visible()


def _found(page: Page, hearing: Hearing) -> None:
    page.goto(f"{steps.ROOM}svar/")
    page.get_by_label("Søg i høringssvarene").fill("foreningerne")
    steps.button(page, "Søg").click()
    expect(page.locator("mark").first).to_be_visible()


def _in_another_phase(title: str, **fields: Any) -> Opener:
    """The room of a hearing of the same policy that nobody has answered."""

    def opened(page: Page, hearing: Hearing) -> None:
        slug = slugify(title)
        if not Hearing.objects.filter(slug=slug).exists():
            make_hearing(slug=slug, title=title, version=hearing.version, **fields)
        page.goto(f"/hoeringer/{slug}/")
        expect(page.get_by_role("heading", level=1)).to_have_text(title)

    return opened


def _days(days: int) -> datetime:
    return timezone.now().replace(second=0, microsecond=0) + timedelta(days=days)


PUBLIC = {
    "follow": Kind(at(f"{steps.ROOM}foelg/")),
    "follow-english": Kind(at(f"/en{steps.ROOM}foelg/")),
    "follow-errors": Kind(_follow_errors, (422,)),
    "followed": Kind(_followed),
    "follow-confirm": Kind(_step("asked")),
    "follow-confirmed": Kind(_step("follows")),
    "follow-leave": Kind(_step("leaving")),
    "follow-left": Kind(_step("left")),
    "report": Kind(_report),
    "report-errors": Kind(_report_errors, (422,)),
    "reported": Kind(_reported),
    "report-of-hidden": Kind(_report_hidden),
    "hearings": Kind(at("/")),
    "room": Kind(room),
    "room-reading": Kind(_reading, scripted=True),
    "paragraph": Kind(at(f"{steps.ROOM}punkt/4.3e/")),
    "general": Kind(_general),
    "translation": Kind(_translation),
    "translation-english": Kind(at(f"/en{steps.ROOM}afsnit/2/da-let/")),
    "room-translation": Kind(_room_translation, scripted=True),
    "room-english": Kind(at(f"/en{steps.ROOM}")),
    "paragraph-english": Kind(at(f"/en{steps.ROOM}punkt/4.3e/")),
    "closed-room": Kind(_closed),
    "closed-paragraph": Kind(_closed_paragraph),
    "unanswered-room": Kind(_in_another_phase("Ubesvaret")),
    "planned-room": Kind(_in_another_phase("Planlagt", opens_at=_days(3), closes_at=_days(30))),
    "adopted-room": Kind(
        _in_another_phase(
            "Vedtaget", opens_at=_days(-60), closes_at=_days(-30), adopted_at=_days(-1)
        )
    ),
    "room-chosen": Kind(_chosen, scripted=True),
    "paragraph-chosen": Kind(at(f"{steps.ROOM}punkt/4.3e/?orden=flest&holdning=support")),
    "record": Kind(at(f"{steps.ROOM}gennemgang/")),
    "record-english": Kind(at(f"/en{steps.ROOM}gennemgang/")),
    "responses": Kind(at(f"{steps.ROOM}svar/")),
    "responses-found": Kind(_found),
    "responses-not-found": Kind(at(f"{steps.ROOM}svar/?soeg=hestevogn&som=board")),
    "response": Kind(at(f"{steps.ROOM}svar/2/")),
    "response-answered": Kind(at(f"/hoeringer/{EARLIER_SLUG}/svar/1/")),
    "how": Kind(at("/saadan-foregaar-en-hoering/")),
    "privacy": Kind(at("/privatliv/")),
    "accessibility": Kind(at("/was/")),
    "contact-english": Kind(at("/en/kontakt/")),
    "404": Kind(at("/findes-ikke/"), (404,)),
}
