"""The pages turned round, as Arabic and Urdu read: nothing overlaps, nothing scrolls sideways."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from consultation.models import Hearing
from tests.e2e.checks import NARROW, NARROWEST, WIDE, assert_no_sideways_scroll, set_width
from tests.e2e.console import Console
from tests.e2e.kinds import HERS, PUBLIC, STAFF
from tests.e2e.overlap import overlaps

PAGES = PUBLIC | HERS | STAFF
TURNED = (
    "hearings",
    "room",
    "room-reading",
    "room-translation",
    "translation",
    "paragraph",
    "panel-form",
    "panel-errors",
    "panel-saved",
    "paragraph-errors",
    "review",
    "review-errors",
    "receipt",
    "login-errors",
    "case-errors",
    "translations",
    "translation-errors",
)


@pytest.mark.parametrize("name", TURNED)
def test_a_page_can_be_turned_round(
    name: str, new_context: Callable[..., BrowserContext], demo: Hearing, console: Console
) -> None:
    kind = PAGES[name]
    console.allow_status(*kind.statuses)
    page = new_context().new_page()
    kind.open(page, demo)
    turn(page)
    for width in (WIDE, NARROW, NARROWEST):
        set_width(page, width)
        # Two frames, in which scripts and styles answer the new width.
        page.evaluate("() => new Promise(r => requestAnimationFrame(() => setTimeout(r, 60)))")
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).direction") == "rtl"
        assert overlaps(page) == [], f"{name} at {width} px"
        assert_no_sideways_scroll(page)


def turn(page: Page) -> None:
    page.evaluate("document.documentElement.dir = 'rtl'")


def test_the_detector_finds_what_it_is_for(page: Page, demo: Hearing, live_server: object) -> None:
    page.goto("/konto/log-ind/")
    assert overlaps(page) == []
    page.evaluate("document.querySelector('label').style.position = 'absolute'")
    page.evaluate("document.querySelector('label').style.insetBlockStart = '6rem'")
    page.evaluate("document.querySelector('main').style.position = 'static'")
    before = page.evaluate("document.querySelector('h1').getBoundingClientRect().top")
    page.evaluate(f"document.querySelector('label').style.insetBlockStart = '{before + 8}px'")
    assert any("e-mail" in found.lower() for found in overlaps(page))
    page.evaluate("document.querySelector('label').style.insetInlineStart = '-4rem'")
    assert any(found.startswith("outside:") for found in overlaps(page))
