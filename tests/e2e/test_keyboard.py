"""Nobody needs a mouse."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from consultation.models import Hearing
from tests.e2e import steps
from tests.e2e.checks import NARROW, WIDE, set_width
from tests.e2e.kinds import carry_session

# More presses of Tab than any way here takes.
FAR = 150


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until `wanted` has the focus."""
    for _press in range(FAR):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"Tab does not reach {wanted}")


def test_the_first_tab_leads_past_the_menu(page: Page, demo: Hearing) -> None:
    page.goto(steps.ROOM)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Gå til sidens indhold")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Alle høringer")).to_be_focused()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_writing_and_sending(page: Page, demo: Hearing, width: int) -> None:
    set_width(page, width)
    page.goto(steps.ROOM)
    number = demo.responses.count() + 1
    _write_first_paragraph(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Dit høringssvar")
    for label, text in (("Dit navn", "Ole Vang"), ("Din e-mail", "ole@post.example")):
        tab_to(page, page.get_by_label(label))
        page.keyboard.type(text)
    tab_to(page, steps.button(page, "Send høringssvar"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"nummer {number}")


def _write_first_paragraph(page: Page) -> None:
    """The focus goes with her: to the form, and back to the link when the panel closes."""
    link = steps.write_link(page, "1.1")
    panel = steps.panel_of(page)
    tab_to(page, link)
    page.keyboard.press("Enter")
    expect(steps.body_field(panel)).to_be_focused()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(link).to_be_focused()
    page.keyboard.press("Enter")
    expect(steps.body_field(panel)).to_be_focused()
    page.keyboard.type("Skriv det kortere.")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")
    expect(panel.get_by_role("radio", checked=True)).to_have_count(1)
    tab_to(page, steps.button(panel, "Føj til mit høringssvar"))
    page.keyboard.press("Enter")
    expect(panel.get_by_role("heading", name="Din bemærkning til 1.1 er gemt")).to_be_focused()
    tab_to(page, panel.get_by_role("link", name="Gennemse og send"))
    page.keyboard.press("Enter")


def test_reading_moves_the_focus_to_what_is_said(page: Page, demo: Hearing) -> None:
    page.goto(steps.ROOM)
    link = steps.read_link(page, "1.1")
    tab_to(page, link)
    page.keyboard.press("Enter")
    panel = steps.panel_of(page)
    expect(panel.get_by_role("heading", name="Punkt 1.1")).to_be_focused()
    expect(panel.get_by_role("article").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_focused()


def test_j_and_k_walk_through_the_queue(page: Page, demo: Hearing) -> None:
    carry_session(page, steps.CASEWORKER)
    page.goto(steps.QUEUE)
    first, second = demo.comments.filter(state="pending").order_by("id")[:2]
    for key, comment in (("j", second), ("k", first), ("J", second)):
        page.keyboard.press(key)
        expect(page.get_by_role("heading", name=f"Bemærkning {comment.pk} ")).to_be_visible()
        expect(page.locator('[aria-current="true"]')).to_contain_text(str(comment.pk))


def test_a_part_is_hidden_without_a_mouse(page: Page, demo: Hearing) -> None:
    """Marks typed as they are without scripts; Enter in the reasons saves and goes on."""
    carry_session(page, steps.CASEWORKER)
    page.goto(steps.QUEUE)
    first = demo.comments.filter(state="pending").order_by("id").first()
    assert first is not None
    last = first.body.rstrip().rsplit(" ", 1)[1]
    page.keyboard.press("d")
    expect(page.get_by_label("Det, der skjules")).to_be_focused()
    page.keyboard.press("Control+End")
    page.keyboard.type("]]")
    for _ in range(len(last) + 2):
        page.keyboard.press("ArrowLeft")
    page.keyboard.type("[[")
    tab_to(page, page.get_by_role("radio", name="CPR-nummer"))
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("En del af bemærkning")
    first.refresh_from_db()
    assert first.state == "redacted"
    assert first.public_body == first.body.rstrip().removesuffix(last) + "[…]"


def test_letters_in_a_note_are_letters(page: Page, demo: Hearing) -> None:
    """The keys decide nothing while somebody writes."""
    carry_session(page, steps.CASEWORKER)
    page.goto(steps.QUEUE)
    waiting = demo.comments.filter(state="pending").count()
    note = page.get_by_label("Note til sagen")
    note.press_sequentially("jokos")
    expect(note).to_have_value("jokos")
    expect(page.get_by_role("radio", checked=True)).to_have_count(0)
    tab = page.get_by_role("link", name=re.compile("^Afventer gennemgang"))
    expect(tab).to_contain_text(str(waiting))
    assert demo.comments.filter(state="pending").count() == waiting


def test_the_keys_can_be_turned_off(page: Page, demo: Hearing) -> None:
    """Whoever speaks to the browser would decide by talking (WCAG 2.1.4)."""
    carry_session(page, steps.CASEWORKER)
    page.goto(steps.QUEUE)
    steps.button(page, "Slå genveje fra").click()
    page.reload()
    chosen = page.get_by_role("radio", checked=True)
    page.keyboard.press("s")
    expect(chosen).to_have_count(0)
    steps.button(page, "Slå genveje til").click()
    page.keyboard.press("s")
    expect(chosen).to_have_count(1)
