"""Her words are saved while she types, and are there whatever happens to the page."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from consultation.models import DraftComment, Hearing, Response
from tests.e2e import steps
from tests.e2e.checks import NARROW, WIDE, assert_accessible, set_width
from tests.e2e.console import Console
from tests.e2e.kinds import drafts_out_of_reach

HERS = "Den her tekst har jeg brugt en aften på."
PARAGRAPH = f"{steps.ROOM}punkt/4.3e/"
SAVED = re.compile(r"^Gemt kl\. \d\d\.\d\d$")
UNSAVED = "Ikke gemt endnu – vi prøver igen"


def told(place: Page | Locator) -> Locator:
    return place.locator("[data-said]")


def found(place: Page | Locator) -> Locator:
    return place.locator("[data-found]")


def kept_here(page: Page) -> list[str]:
    """What the browser itself holds of hers."""
    return list(page.evaluate("Object.keys(localStorage)"))


def write(page: Page, body: str = HERS) -> None:
    page.goto(PARAGRAPH)
    steps.body_field(page).press_sequentially(body)
    expect(told(page)).to_have_text(SAVED)


def test_a_closed_tab(page: Page, demo: Hearing) -> None:
    """On the paragraph's page, in the panel, and in English: her words stand in the form."""
    write(page)
    assert kept_here(page) == []
    steps.body_field(page).press_sequentially(" Mere.")
    other = page.context.new_page()
    page.close()  # within the two seconds before the next save
    other.goto(PARAGRAPH)
    expect(steps.body_field(other)).to_have_value(f"{HERS} Mere.")
    expect(told(other)).to_contain_text("Her er det, du skrev sidst.")
    other.goto(steps.ROOM)
    expect(steps.body_field(steps.open_form(other, "4.3 e"))).to_have_value(f"{HERS} Mere.")
    other.goto(f"/en{PARAGRAPH}")
    expect(other.get_by_role("textbox", name="What do you want to say?")).to_have_value(
        f"{HERS} Mere."
    )
    assert DraftComment.objects.count() == 1


@pytest.mark.parametrize("way", ["panel", "page"])
def test_typed_saved_and_added_is_one_comment(page: Page, demo: Hearing, way: str) -> None:
    if way == "panel":
        page.goto(steps.ROOM)
        place: Page | Locator = steps.open_form(page, "4.3 e")
    else:
        page.goto(PARAGRAPH)
        place = page
    steps.fill_comment(place, body="Først", stance="Imod")
    expect(told(place)).to_have_text(SAVED)
    steps.body_field(place).fill(HERS)
    steps.add(place)
    done = "Din bemærkning til 4.3 e er gemt" if way == "panel" else "Sådan bliver det vist"
    expect(page.get_by_role("heading", name=done)).to_be_visible()
    comment = DraftComment.objects.get()
    assert (comment.body, comment.stance, comment.finished) == (HERS, "oppose", True)
    page.goto(steps.REVIEW)
    expect(page.get_by_text(HERS)).to_have_count(1)
    assert kept_here(page) == []


def test_an_empty_form_and_then_words_is_one_comment(
    page: Page, demo: Hearing, console: Console
) -> None:
    """The form that comes back with an error goes on with the same comment."""
    console.allow_status(422)
    page.goto(PARAGRAPH)
    steps.add(page)
    expect(steps.error_summary(page)).to_be_focused()
    steps.body_field(page).fill("Først")
    expect(told(page)).to_have_text(SAVED)
    steps.body_field(page).fill(HERS)
    steps.add(page)
    expect(page.get_by_text(HERS)).to_have_count(1)
    assert DraftComment.objects.get().finished


def test_the_back_button(page: Page, demo: Hearing) -> None:
    write(page)
    page.goto("/")
    page.go_back()
    expect(steps.body_field(page)).to_have_value(HERS)
    steps.body_field(page).press_sequentially(" Mere.")
    steps.add(page)
    expect(page.get_by_text(f"{HERS} Mere.")).to_have_count(1)
    assert DraftComment.objects.count() == 1
    page.go_back()
    expect(steps.body_field(page)).to_be_visible()
    # The browser may have kept the letter's page, which then asks for itself anew.
    page.evaluate("void setTimeout(() => history.forward(), 300)")
    page.wait_for_url("**/mit-svar/**", wait_until="commit")
    expect(page.get_by_text(f"{HERS} Mere.")).to_have_count(1)


def test_without_a_network(page: Page, demo: Hearing, console: Console) -> None:
    """The text stays in the browser, in any language, and is offered when she comes back."""
    console.allow("ERR_INTERNET_DISCONNECTED")
    page.goto(PARAGRAPH)
    page.context.set_offline(True)
    steps.fill_comment(page, body=HERS, stance="Imod", wording="Alle er med.")
    expect(told(page)).to_have_text(UNSAVED)
    assert len(kept_here(page)) == 1
    # Chromium's switch does not hold back the last try of a page that goes away; the server does.
    with drafts_out_of_reach():
        page.goto("about:blank")
        page.wait_for_timeout(500)
    page.context.set_offline(False)
    assert not DraftComment.objects.exists()

    page.goto(f"/en{PARAGRAPH}")
    expect(found(page)).to_contain_text(HERS)
    expect(page.get_by_role("textbox", name="What do you want to say?")).to_have_value("")
    for width in (NARROW, WIDE):
        set_width(page, width)
        assert_accessible(page)
    page.goto(steps.REVIEW)
    leftover = page.get_by_role("region", name="Vi fandt tekst, du ikke fik gemt")
    expect(leftover).to_contain_text(HERS)
    leftover.get_by_role("link", name="Skriv videre").click()
    expect(found(page)).to_contain_text("Alle er med.")
    steps.button(page, "Indsæt").click()
    expect(steps.body_field(page)).to_have_value(HERS)
    expect(steps.body_field(page)).to_be_focused()
    expect(page.get_by_role("radio", name="Imod")).to_be_checked()
    expect(told(page)).to_have_text(SAVED)
    assert kept_here(page) == []
    comment = DraftComment.objects.get()
    assert (comment.body, comment.proposed_text) == (HERS, "Alle er med.")
    page.reload()
    expect(steps.body_field(page)).to_have_value(HERS)
    expect(found(page)).to_be_hidden()


def test_when_the_network_is_there_again_it_saves_by_itself(
    page: Page, demo: Hearing, console: Console
) -> None:
    console.allow("ERR_INTERNET_DISCONNECTED")
    write(page, "Før.")
    page.context.set_offline(True)
    steps.body_field(page).press_sequentially(" Efter.")
    expect(told(page)).to_have_text(UNSAVED)
    page.context.set_offline(False)
    expect(told(page)).to_have_text(SAVED)
    assert DraftComment.objects.get().body == "Før. Efter."
    assert kept_here(page) == []


def test_found_text_is_deleted_or_put_beneath_what_stands(
    page: Page, demo: Hearing, console: Console
) -> None:
    console.allow("ERR_")
    write(page, "På serveren.")
    page.route("**/mit-svar/punkt/**", lambda route: route.abort())
    steps.body_field(page).fill("I browseren.")
    expect(told(page)).to_have_text(UNSAVED)
    page.unroute("**/mit-svar/punkt/**")
    held = page.evaluate("({...localStorage})")
    page.evaluate("localStorage.clear()")
    page.goto("/")
    # The page that goes away saves once more.
    _wait_until(page, lambda: DraftComment.objects.get().body == "I browseren.")
    page.evaluate("held => Object.assign(localStorage, held)", held)
    # Another browser wrote last: what is found is older, and neither is lost.
    DraftComment.objects.update(body="På serveren, fra telefonen.", step=99)
    DraftComment.objects.update(tab="00000000-0000-4000-8000-000000000000")
    page.goto(PARAGRAPH)
    expect(steps.body_field(page)).to_have_value("På serveren, fra telefonen.")
    steps.button(page, "Indsæt").click()
    expect(steps.body_field(page)).to_have_value("På serveren, fra telefonen.\n\nI browseren.")
    expect(told(page)).to_have_text(SAVED)

    page.evaluate("held => Object.assign(localStorage, held)", held)
    page.reload()
    expect(found(page)).to_contain_text("I browseren.")
    steps.button(page, "Slet").click()
    expect(found(page)).to_be_hidden()
    assert kept_here(page) == []


def test_two_tabs_keep_both(page: Page, demo: Hearing) -> None:
    write(page, "Begyndelse.")
    other = page.context.new_page()
    other.goto(PARAGRAPH)
    expect(steps.body_field(other)).to_have_value("Begyndelse.")
    steps.body_field(other).fill("Nyere.")
    expect(told(other)).to_have_text(SAVED)
    steps.body_field(page).fill("Ældre.")
    expect(told(page)).to_contain_text("Begge tekster er gemt")
    page.goto(steps.REVIEW)
    for text in ("Nyere.", "Ældre."):
        expect(page.get_by_text(text, exact=True)).to_be_visible()


def test_her_name_and_general_comment(page: Page, demo: Hearing) -> None:
    page.goto(steps.REVIEW)
    page.get_by_label("Generel bemærkning").press_sequentially("Tak for et godt forslag.")
    page.get_by_label("Dit navn").press_sequentially("Amina Yusuf")
    page.get_by_text("Vis mit navn").click()
    expect(told(page)).to_have_text(SAVED)
    expect(page.locator("[data-unsaved]")).to_have_count(1)
    page.wait_for_function("() => Object.keys(localStorage).length === 0")
    other = page.context.new_page()
    other.goto(steps.REVIEW)
    expect(other.get_by_label("Dit navn")).to_have_value("Amina Yusuf")
    expect(other.get_by_label("Generel bemærkning")).to_have_value("Tak for et godt forslag.")
    expect(other.get_by_label("Vis mit navn")).not_to_be_checked()


def test_words_typed_just_before_another_button(page: Page, demo: Hearing) -> None:
    """She types and at once takes a comment out: the next page has her words already."""
    write(page)
    steps.add(page)
    page.wait_for_load_state()
    page.get_by_label("Generel bemærkning").fill("Tak for et godt forslag.")
    steps.button(page, "Fjern bemærkningen til 4.3 e").click()
    expect(page.get_by_text("Din bemærkning til 4.3 e er fjernet.")).to_be_visible()
    expect(page.get_by_label("Generel bemærkning")).to_have_value("Tak for et godt forslag.")
    expect(found(page)).to_be_hidden()
    page.wait_for_function("() => Object.keys(localStorage).length === 0")


def test_a_correction_saves_itself_and_can_be_undone(page: Page, demo: Hearing) -> None:
    write(page)
    steps.add(page)
    page.get_by_role("link", name="Ret bemærkningen til 4.3 e").click()
    steps.body_field(page).fill("Noget helt andet.")
    expect(told(page)).to_have_text(SAVED)
    assert DraftComment.objects.get().body == "Noget helt andet."
    steps.button(page, "Fortryd mine rettelser").click()
    expect(steps.body_field(page)).to_have_value(HERS)
    steps.button(page, "Gem").click()
    expect(page.get_by_text(HERS)).to_have_count(1)
    assert DraftComment.objects.get().body == HERS


def test_nothing_is_left_on_a_shared_computer(page: Page, demo: Hearing, console: Console) -> None:
    """After sending: no word in the browser, Back shows no name, and the way to the receipt goes
    when she says so."""
    console.allow("ERR_FAILED")
    write(page, "Til 4.3 e.")
    steps.add(page)
    page.goto(f"{steps.ROOM}punkt/1.1/")
    page.route("**/mit-svar/punkt/**", lambda route: route.abort())
    steps.body_field(page).fill("Aldrig gemt.")
    expect(told(page)).to_have_text(UNSAVED)
    page.goto(steps.REVIEW)
    steps.fill_sender(page, name="Amina Yusuf", email="amina@post.example")
    steps.send(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("nummer")
    number = Response.objects.get(name="Amina Yusuf").number
    _wait_until(page, lambda: kept_here(page) == [])
    page.go_back()
    expect(page.get_by_text(f"Du har sendt svar nr. {number}.")).to_be_visible()
    expect(page.get_by_label("Dit navn")).to_have_value("")
    expect(page.get_by_label("Din e-mail")).to_have_value("")
    page.get_by_role("link", name="Se din kvittering").click()
    steps.button(page, "Fjern den fra computeren").click()
    expect(page).to_have_url(re.compile(f"{steps.ROOM}$"))
    page.goto(steps.REVIEW)
    expect(page.get_by_text("Du har sendt svar")).to_have_count(0)


def test_the_room_marks_where_she_has_written_and_nothing_moves(page: Page, demo: Hearing) -> None:
    """The bar and the marks come with a fragment of their own; the page stands still."""
    write(page)
    steps.add(page)
    shifts = """new Promise(resolve => {
        let sum = 0;
        new PerformanceObserver(list => list.getEntries().forEach(entry => { sum += entry.value; }))
            .observe({type: "layout-shift", buffered: true});
        setTimeout(() => resolve(sum), 1000);
    })"""
    for width in (NARROW, WIDE):
        set_width(page, width)
        page.goto(steps.ROOM)
        expect(page.get_by_role("complementary", name="Dit høringssvar")).to_be_visible()
        expect(page.locator("[id='punkt-4.3e']")).to_contain_text("Du har skrevet her")
        assert page.evaluate(shifts) == 0
        assert page.locator(".is-mine").count() == 1
        assert_accessible(page)
    # A measure that measures: the same promise sees a page that does move.
    page.evaluate("document.body.prepend(document.createElement('hr'))")
    assert page.evaluate(shifts) > 0


def test_without_javascript_the_page_says_where_her_words_are(
    new_context: Callable[..., BrowserContext], page: Page, demo: Hearing
) -> None:
    write(page)
    context = new_context(java_script_enabled=False)
    context.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    plain = context.new_page()
    plain.goto(PARAGRAPH)
    expect(steps.body_field(plain)).to_have_value("")
    plain.get_by_role("main").get_by_role("link", name="dit høringssvar").click()
    expect(plain.get_by_role("region", name="Ikke færdig")).to_contain_text(HERS)
    steps.button(plain, "Føj til mit høringssvar (punkt 4.3 e)").click()
    expect(plain.locator(".sheet")).to_contain_text(HERS)
    assert DraftComment.objects.get().finished


def _wait_until(page: Page, holds: Callable[[], bool]) -> None:
    for _look in range(100):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it never came true")
