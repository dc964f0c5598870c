"""Whatever happens before she has sent them, she still has her words."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from consultation.models import Hearing
from tests.e2e import steps
from tests.e2e.console import Console
from tests.e2e.kinds import drafts_out_of_reach

HERS = "Den her tekst har jeg brugt en aften på."


def test_half_written_words_wait_in_the_panel(page: Page, demo: Hearing) -> None:
    """She looks at another paragraph, closes the panel, and comes back."""
    page.goto(steps.ROOM)
    steps.body_field(steps.open_form(page, "4.3 e")).fill(HERS)
    steps.read_link(page, "1.1").click()
    expect(steps.panel_of(page).get_by_role("heading", name="Punkt 1.1")).to_be_focused()
    expect(steps.body_field(steps.open_form(page, "4.3 e"))).to_have_value(HERS)
    page.keyboard.press("Escape")
    expect(steps.panel_of(page)).to_be_hidden()
    expect(steps.body_field(steps.open_form(page, "4.3 e"))).to_have_value(HERS)


def test_the_panel_says_so_and_keeps_them(page: Page, demo: Hearing, console: Console) -> None:
    console.allow_status(503)
    console.allow("Response Status Error Code 503")  # htmx says it too
    page.goto(steps.ROOM)
    panel = steps.open_form(page, "4.3 e")
    steps.fill_comment(panel, body=HERS)
    with drafts_out_of_reach():
        steps.add(panel)
        expect(panel.get_by_role("alert")).to_contain_text("Din tekst står her stadig.")
    expect(steps.body_field(panel)).to_have_value(HERS)
    steps.add(panel)
    expect(panel.get_by_role("heading", name="Din bemærkning til 4.3 e er gemt")).to_be_focused()
    _assert_kept(page)


def test_words_not_yet_added_wait_for_her_to_come_back(page: Page, demo: Hearing) -> None:
    """She leaves the reading room with words in the panel; they stand there when she returns."""
    page.goto(steps.ROOM)
    panel = steps.open_form(page, "4.3 e")
    steps.fill_comment(panel, body=HERS, stance="Imod")
    page.goto("/")
    page.goto(steps.ROOM)
    panel = steps.open_form(page, "4.3 e")
    expect(steps.body_field(panel)).to_have_value(HERS)
    expect(panel.get_by_role("radio", name="Imod")).to_be_checked()
    steps.add(panel)
    expect(panel.get_by_role("heading", name="Din bemærkning til 4.3 e er gemt")).to_be_focused()
    page.reload()
    expect(steps.body_field(steps.open_form(page, "4.3 e"))).to_have_value("")
    _assert_kept(page)


def test_without_javascript_a_page_holds_them(
    new_context: Callable[..., BrowserContext], demo: Hearing, console: Console
) -> None:
    console.allow_status(503)
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{steps.ROOM}punkt/4.3e/")
    steps.fill_comment(page, body=HERS)
    with drafts_out_of_reach():
        steps.add(page)
        expect(page.get_by_label("Din tekst").first).to_have_value(HERS)
    steps.button(page, "Prøv igen").click()
    _assert_kept(page)


def _assert_kept(page: Page) -> None:
    page.goto(steps.REVIEW)
    expect(page.get_by_text(HERS)).to_have_count(1)
