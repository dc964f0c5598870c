"""She reads: addresses of paragraphs, the choice of comments, the circle, and the text on paper."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from pypdf import PdfReader

from consultation.models import Comment, Hearing
from tests.e2e import steps
from tests.e2e.checks import NARROW, set_width
from tests.factories import paragraph

MARK = "rgb(253, 243, 207)"


def panel_shows(page: Page, ref: str) -> None:
    panel = steps.panel_of(page)
    expect(panel.get_by_role("heading", name=f"Punkt {ref}", exact=True)).to_be_visible()


def text_of(page: Page, ref: str) -> str:
    return f"[id='punkt-{ref}'] > .para__text > span"


def test_an_address_opens_and_marks_its_paragraph(page: Page, demo: Hearing) -> None:
    page.goto(f"{steps.ROOM}#punkt-4.3e")
    panel_shows(page, "4.3 e")
    expect(page.locator(text_of(page, "4.3e"))).to_have_css("background-color", MARK)
    expect(page.locator(text_of(page, "4.3e"))).to_be_in_viewport()


def test_an_address_does_so_on_a_phone(page: Page, demo: Hearing) -> None:
    set_width(page, NARROW)
    page.goto(f"{steps.ROOM}#punkt-4.3e")
    panel_shows(page, "4.3 e")
    expect(page.locator(text_of(page, "4.3e"))).to_be_in_viewport()
    # What is announced there is heard.
    steps.button(page, "Kopiér link").click()
    expect(page.get_by_role("status")).not_to_be_empty()


def test_an_address_marks_it_without_javascript(
    new_context: Callable[..., BrowserContext], demo: Hearing
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{steps.ROOM}#punkt-4.3e")
    expect(page.locator(text_of(page, "4.3e"))).to_have_css("background-color", MARK)
    expect(steps.panel_of(page)).to_have_count(0)


def test_back_and_forward_go_through_what_was_read(page: Page, demo: Hearing) -> None:
    page.goto(steps.ROOM)
    steps.read_link(page, "1.6").click()
    panel_shows(page, "1.6")
    # The number in the margin is the same address.
    page.get_by_role("link", name="Punkt 4.3 e", exact=True).click()
    panel_shows(page, "4.3 e")
    expect(page).to_have_url(re.compile(r"#punkt-4\.3e$"))
    page.go_back()
    panel_shows(page, "1.6")
    expect(page.locator(".is-on")).to_have_count(1)
    page.go_back()
    expect(steps.panel_of(page)).to_be_hidden()
    expect(page.locator(".is-on")).to_have_count(0)
    page.go_forward()
    panel_shows(page, "1.6")
    page.reload()
    panel_shows(page, "1.6")
    steps.button(steps.panel_of(page), "Luk").click()
    expect(page).not_to_have_url(re.compile("#punkt"))


def test_an_address_of_no_paragraph_harms_nothing(page: Page, demo: Hearing) -> None:
    for wrong in ("punkt-9.9z", "%E0%A4", "<x>", "panel"):
        page.goto("/")
        page.goto(f"{steps.ROOM}#{wrong}")
        steps.read_link(page, "1.6").click()
        panel_shows(page, "1.6")


@pytest.mark.parametrize("where", [f"{steps.ROOM}#punkt-4.3e", f"{steps.ROOM}punkt/4.3e/"])
def test_an_address_is_copied_and_she_is_told(
    new_context: Callable[..., BrowserContext], demo: Hearing, where: str
) -> None:
    context = new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(where)
    steps.button(page, "Kopiér link").click()
    expect(page.locator("#told")).to_have_text("Linket til punkt 4.3 e er kopieret.")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.endswith(f"{steps.ROOM}#punkt-4.3e")
    assert copied.startswith("http://")
    page.goto("/")
    page.goto(copied)
    panel_shows(page, "4.3 e")


def test_where_copying_is_not_allowed_the_address_bar_has_it(
    new_context: Callable[..., BrowserContext], demo: Hearing
) -> None:
    page = new_context().new_page()
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject()")
    page.goto(f"{steps.ROOM}#punkt-4.3e")
    steps.button(page, "Kopiér link").click()
    expect(page.locator("#told")).to_have_text("Kopiér linket fra adresselinjen.")
    expect(page).to_have_url(re.compile(r"#punkt-4\.3e$"))


def test_another_choice_in_the_panel_is_announced(page: Page, demo: Hearing) -> None:
    page.goto(f"{steps.ROOM}#punkt-4.3e")
    panel = steps.panel_of(page)
    panel.get_by_text("Sortér og vælg").click()
    panel.get_by_label("Holdning", exact=True).select_option(label="Støtter (5)")
    panel.get_by_label("Rækkefølge").select_option("flest")
    steps.button(panel, "Vis").click()
    expect(panel.get_by_role("article")).to_have_count(5)
    expect(page.locator("#told")).to_contain_text("Viser 5 af 17 bemærkninger.")
    expect(steps.button(panel, "Vis")).to_be_focused()
    panel.get_by_role("link", name="Vis alle").click()
    expect(panel.locator("#udvalg")).to_be_focused()
    expect(panel.get_by_role("heading", name="Skjult bemærkning")).to_be_visible()


def test_the_same_choice_without_javascript(
    new_context: Callable[..., BrowserContext], demo: Hearing
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{steps.ROOM}punkt/4.3e/")
    page.get_by_text("Sortér og vælg").click()
    page.get_by_label("Holdning", exact=True).select_option(label="Støtter (5)")
    steps.button(page, "Vis").click()
    expect(page).to_have_url(re.compile("holdning=support"))
    expect(page.get_by_text("Viser 5 af 17 bemærkninger.")).to_be_visible()
    expect(page.get_by_role("article")).to_have_count(5)


def test_older_comments_come_after_and_have_the_focus(page: Page, demo: Hearing) -> None:
    response = demo.responses.first()
    assert response is not None
    Comment.objects.bulk_create(
        Comment(
            response=response,
            hearing=demo,
            paragraph=paragraph(demo, "1.2"),
            body=f"Nr. {n}",
            state="published",
        )
        for n in range(60)
    )
    page.goto(f"{steps.ROOM}#punkt-1.2")
    panel = steps.panel_of(page)
    panel.get_by_role("link", name="Vis ældre bemærkninger").click()
    first = panel.get_by_role("article").filter(has=page.get_by_text("Nr. 9", exact=True))
    expect(first).to_be_focused()
    expect(panel.get_by_role("article").nth(50)).to_contain_text("Nr. 9")


def test_each_theme_of_the_circle_leads_to_its_place(page: Page, demo: Hearing) -> None:
    page.goto(steps.ROOM)
    circle = page.get_by_role("figure", name="Politikkens temaer")
    drawn = circle.get_by_role("group", name="Politikkens temaer").get_by_role("link")
    expect(drawn).to_have_count(4)
    link = circle.get_by_role("link", name=re.compile(r"^Fællesskaber, \d+ bemærkninger$"))
    link.focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"#overskrift-4\.3$"))
    expect(
        page.get_by_role("heading", name=re.compile("Alle skal være en del"))
    ).to_be_in_viewport()
    expect(circle.get_by_role("table").get_by_role("row")).to_have_count(5)


def test_the_circle_in_forced_colours_and_from_right_to_left(page: Page, demo: Hearing) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(steps.ROOM)
    page.evaluate("document.documentElement.dir = 'rtl'")
    fills = page.evaluate(
        """() => [".circle__area", ".circle__name"].map(
            name => getComputedStyle(document.querySelector(name)).fill)"""
    )
    canvas, text = fills
    assert canvas != text
    assert canvas in ("rgb(255, 255, 255)", "rgb(0, 0, 0)")
    inside = page.evaluate(
        """() => [...document.querySelectorAll(".circle text")].every(text => {
            const box = text.getBoundingClientRect();
            const room = document.querySelector(".circle__draw").getBoundingClientRect();
            return box.left >= room.left && box.right <= room.right;
        })"""
    )
    assert inside


def test_a_line_has_60_to_70_characters(page: Page, demo: Hearing) -> None:
    """The full lines of the long paragraphs; a line's last word may fall to the next."""
    page.goto(steps.ROOM)
    page.evaluate("document.fonts.ready")
    lengths = page.evaluate(
        """() => [...document.querySelectorAll(".para__text > span")].flatMap(span => {
            const text = span.firstChild, lines = [], range = document.createRange();
            let top = null, start = 0;
            for (let i = 0; i < text.length; i++) {
                range.setStart(text, i); range.setEnd(text, i + 1);
                const box = range.getBoundingClientRect();
                if (top !== null && box.height && box.top > top + 5) {
                    lines.push(text.data.slice(start, i).trim().length); start = i;
                }
                if (box.height) top = box.top;
            }
            return span.closest(".para--callout") ? [] : lines;
        })"""
    )
    assert len(lengths) > 30
    mean = sum(lengths) / len(lengths)
    assert 62 <= mean <= 68, lengths
    assert max(lengths) <= 75, lengths


INTERFACE = (
    "Skriv bemærkning",
    "Skriv om politikken",
    "Læs alle",
    "bemærkninger",
    "Indhold",
    "Log ind",
    "English",
    "Gå til sidens indhold",
    "Vælg",
    "Gennemse",
    "Generelle",
    "dage tilbage",
    "Kopiér",
    "Sådan forløber",
)


def test_on_paper_there_is_the_text_and_nothing_of_the_interface(page: Page, demo: Hearing) -> None:
    page.goto(f"{steps.ROOM}#punkt-4.3e")
    panel_shows(page, "4.3 e")
    steps.write_in_panel(page, "4.3 e", body="Min kladde")
    pages = PdfReader(BytesIO(page.pdf(format="A4"))).pages
    told = " ".join(" ".join(sheet.extract_text().split()) for sheet in pages)
    told = told.replace("ﬁ", "fi").replace("ﬂ", "fl").replace("ﬀ", "ff")
    for words in INTERFACE:
        assert words not in told, words
    assert "Min kladde" not in told
    assert steps.ROOM in told
    assert demo.version.label in told
    for block in demo.version.paragraphs.exclude(kind="callout"):
        assert block.text.replace("  ", " ") in told, block.ref
        if block.kind == "text":
            assert f"{block.ref} {block.text[:20]}" in told
    assert len(pages) <= 6
