"""The public pages in every state a hearing and a reader's machine can be in."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from playwright.sync_api import BrowserContext, Page, expect

from consultation.models import Comment, Hearing
from tests.e2e import steps
from tests.e2e.checks import assert_accessible, assert_no_sideways_scroll, assert_usable, set_width
from tests.e2e.console import Console
from tests.factories import make_hearing, make_response, paragraph
from tests.test_access import in_phase

PUBLIC_PHASES = ("scheduled", "open", "closed", "under_review", "adopted", "archived")
LANGUAGES = ("da", "en")


@pytest.fixture
def page(new_context: Callable[..., BrowserContext], transactional_db: None) -> Page:
    return new_context().new_page()


def address(name: str, *arguments: str, language: str = "da") -> str:
    with override(language):
        return reverse(name, args=arguments)


@pytest.mark.parametrize("phase", PUBLIC_PHASES)
def test_a_hearing_without_comments_in_each_phase_and_language(
    page: Page, phase: str, subtests: pytest.Subtests
) -> None:
    hearing = in_phase(phase)
    for language in LANGUAGES:
        with subtests.test(language):
            page.goto(address("hearings:room", hearing.slug, language=language))
            expect(page.locator("html")).to_have_attribute("lang", language)
            assert_usable(page)
            page.goto(address("responses:paragraph", hearing.slug, "2.1a", language=language))
            assert_usable(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_hundred_comments_on_one_paragraph(page: Page, language: str) -> None:
    hearing = crowded()
    page.goto(address("hearings:room", hearing.slug, language=language))
    read = {"da": "200 bemærkninger til punkt 1.1", "en": "200 comments on paragraph 1.1"}
    page.get_by_role("link", name=read[language], exact=True).click()
    expect(page.get_by_role("article").first).to_be_visible()
    assert_usable(page)
    page.goto(address("responses:paragraph", hearing.slug, "1.1", language=language))
    assert_usable(page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_that_failed(page: Page, language: str, console: Console) -> None:
    console.allow_status(422)
    hearing = make_hearing()
    for name in ("responses:paragraph", "responses:review"):
        arguments = (hearing.slug, "1.1") if name == "responses:paragraph" else (hearing.slug,)
        page.goto(address(name, *arguments, language=language))
        page.locator("main form .button-primary").first.click()
        summary = page.locator(".error-summary")
        expect(summary).to_be_focused()
        summary.get_by_role("link").first.click()
        named = page.evaluate("document.activeElement.getAttribute('aria-describedby')")
        assert "_error" in named, "focus is on the field, which says what is wrong"
        assert_usable(page)


def test_forced_colours(new_context: Callable[..., BrowserContext], demo: Hearing) -> None:
    """Windows' high contrast: what is chosen and what stands where is still to be seen."""
    page = new_context(forced_colors="active").new_page()
    page.goto(steps.ROOM)
    panel = steps.open_form(page, "4.3 e")
    steps.fill_comment(panel, body="Ja.", stance="Imod")
    for width in (1440, 390):
        set_width(page, width)
        assert_accessible(page)
        assert_no_sideways_scroll(page)
    chosen, other = (
        panel.locator("label")
        .get_by_text(name, exact=True)
        .evaluate("label => getComputedStyle(label, '::before').borderTopWidth")
        for name in ("Imod", "Spørgsmål")
    )
    assert chosen != other


def test_reduced_motion(new_context: Callable[..., BrowserContext], demo: Hearing) -> None:
    page = new_context(reduced_motion="reduce").new_page()
    page.goto(steps.ROOM)
    steps.open_form(page, "4.3 e")
    moving = page.evaluate(
        """() => [...document.querySelectorAll("*")].filter(element => {
            const style = getComputedStyle(element);
            const lasts = [style.transitionDuration, style.animationDuration].join(", ");
            return style.scrollBehavior === "smooth" || lasts.split(", ").some(t => parseFloat(t));
        }).map(element => element.cloneNode().outerHTML)"""
    )
    assert moving == []


def crowded() -> Hearing:
    """Two hundred published comments on its first paragraph."""
    hearing = make_hearing()
    assert hearing.state(timezone.now()) == "open"
    first = paragraph(hearing, "1.1")
    received = hearing.opens_at + timedelta(days=1)
    for n in range(200):
        response = make_response(hearing, received_at=received, name=f"Borger {n}")
        Comment.objects.create(
            response=response,
            hearing=hearing,
            paragraph=first,
            stance=("support", "support_with_change", "oppose", "question")[n % 4],
            body=f"Bemærkning nummer {n}. " * (1 + n % 7),
            proposed_text="Alle er medborgere." if n % 9 == 0 else "",
            state="published",
        )
    return hearing
