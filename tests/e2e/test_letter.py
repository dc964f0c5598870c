"""The letter shows what becomes public while she fills it in, and says when it is late."""

import itertools
import re
import time
from datetime import timedelta

from django.db import connection
from django.utils import timezone
from playwright.sync_api import Page, expect

from consultation.models import Hearing, Response
from tests.e2e import steps
from tests.e2e.checks import set_width
from tests.e2e.console import Console

LATE = "Høringsfristen er udløbet. Du kan stadig skrive."


def _write(page: Page) -> None:
    page.goto(f"{steps.ROOM}punkt/4.3e/")
    steps.fill_comment(page, body="Ja.")
    steps.add(page)
    expect(page.get_by_role("heading", name="Sådan bliver det vist")).to_be_visible()


def _shown(page: Page) -> list[list[str]]:
    """The sender as she reads it, in the letter and below the boxes: visible words only."""
    page.wait_for_timeout(50)
    places = page.locator(".shown")
    return [
        [line for line in place.inner_text().splitlines() if line and "Sådan" not in line]
        for place in places.all()
    ]


def test_what_is_shown_is_the_same_before_and_after_saving(page: Page, demo: Hearing) -> None:
    """Every combination of the choices: static/js/shown.js and Response's rules agree."""
    _write(page)
    page.get_by_label("Dit navn").fill("Amina Yusuf")
    page.get_by_label("Generel bemærkning").fill("Tak.\n\nHilsen os")
    seen = set()
    choices = itertools.product(("citizen", "association"), ("", "Roklubben"), (0, 1), (0, 1))
    for kind, body, named, protected in choices:
        page.get_by_label("Jeg udtaler mig som").select_option(kind)
        page.get_by_label("På vegne af").fill(body)
        page.get_by_label("Vis mit navn").set_checked(bool(named))
        page.get_by_label("Jeg har navne- og adressebeskyttelse").set_checked(bool(protected))
        live = _shown(page)
        expect(page.locator("[data-shown-general]")).to_have_text("Tak.\n\nHilsen os")
        steps.button(page, "Gem kladde").click()
        expect(page.get_by_text("Det er gemt.")).to_be_visible()
        assert _shown(page) == live, (kind, body, named, protected)
        assert live[0] == live[1]
        seen.add(tuple(live[0]))
        assert protected or ("Amina Yusuf" in live[0]) == bool(named)
    assert len(seen) > 5


def test_an_error_summary_has_the_focus_and_leads_to_the_field(
    page: Page, demo: Hearing, console: Console
) -> None:
    console.allow_status(422)
    _write(page)
    steps.send(page)
    summary = steps.error_summary(page)
    expect(summary).to_be_focused()
    summary.get_by_role("link", name=re.compile("Skriv din e-mail")).click()
    expect(page.get_by_label("Din e-mail")).to_be_focused()
    # Back from the receipt is a page, and no question about sending again.
    steps.fill_sender(page, name="Ole Vang", email="ole@post.example")
    steps.send(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("nummer")
    page.go_back()
    expect(page.get_by_text("Du har sendt svar nr.")).to_be_visible()


def test_the_deadline_passes_while_the_page_is_open(
    page: Page, demo: Hearing, console: Console
) -> None:
    """It says so without a reload, on every page with a form; what she sends is kept and late."""
    now = timezone.now()
    # The deadline names a minute and includes it: the page is opened in its last seconds.
    last = now.replace(second=0, microsecond=0)
    if now.second > 45:
        time.sleep(61 - now.second)
        last = timezone.now().replace(second=0, microsecond=0)
    _close_at(demo, last)
    panel_page, letter = page, page.context.new_page()
    panel_page.goto(steps.ROOM)
    panel = steps.open_form(panel_page, "4.3 e")
    steps.body_field(panel).fill("I sidste øjeblik.")
    letter.goto(steps.REVIEW)
    letter.get_by_label("Generel bemærkning").fill("Også i sidste øjeblik.")
    for place in (panel, letter):
        expect(place.get_by_text(LATE)).to_be_hidden()
    rest = (last + timedelta(minutes=1) - timezone.now()).total_seconds()
    for place in (panel, letter):
        expect(place.get_by_text(LATE).last).to_be_visible(timeout=1000 * (rest + 15))
    expect(letter.get_by_label("Generel bemærkning")).to_have_value("Også i sidste øjeblik.")
    steps.fill_sender(letter, name="Ole Vang", email="ole@post.example")
    steps.send(letter)
    expect(letter.get_by_role("main")).to_contain_text("Det var efter fristen.")
    assert Response.objects.get(name="Ole Vang").late


def _close_at(hearing: Hearing, moment: object) -> None:
    """An open hearing is never shortened; this is a test's own way past the trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            "UPDATE consultation_hearing SET closes_at = %s WHERE id = %s", [moment, hearing.pk]
        )
        cursor.execute("SET session_replication_role = origin")


# --- From the front page to the receipt ---------------------------------------------------

# What a person on a phone needs, generously: to find and press something, and for each letter.
SECONDS_A_PRESS, SECONDS_A_LETTER = 4.0, 0.35


class Stopwatch:
    """Counts what she has to do; the machine's own time is measured."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses, self.fields, self.letters = page, 0, 0, 0
        self.start = time.monotonic()

    def press(self, name: str, role: str = "link") -> None:
        self.page.get_by_role(role, name=name).first.click()  # type: ignore[arg-type]
        self.presses += 1

    def fill(self, label: str, text: str) -> None:
        self.page.get_by_role("textbox", name=label).fill(text)
        self.presses += 1
        self.fields += 1
        self.letters += len(text)

    @property
    def seconds(self) -> float:
        hers = self.presses * SECONDS_A_PRESS + self.letters * SECONDS_A_LETTER
        return hers + time.monotonic() - self.start


def test_from_the_front_page_to_a_receipt_in_two_minutes(page: Page, demo: Hearing) -> None:
    """On a phone, as somebody who was never here: five presses and three fields."""
    set_width(page, 390)
    watch = Stopwatch(page)
    page.goto("/")
    watch.press("Ishøjs Medborgerpolitik")
    watch.press("Skriv bemærkning til punkt 4.3 e")
    watch.fill(
        "Hvad vil du sige?", "Vi mangler lokaler, der har åbent om aftenen. Skriv det ind her."
    )
    watch.press("Føj til mit høringssvar", "button")
    watch.press("Gennemse og send")
    watch.fill("Dit navn", "Amalie Thorsager")
    watch.fill("Din e-mail", "amalie@post.example")
    watch.press("Send høringssvar", "button")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Dit høringssvar har nummer")
    assert (watch.presses, watch.fields) == (8, 3)
    assert watch.seconds < 120, watch.seconds
