"""The pictures in docs/pictures, made anew from the demo: `python3 run.py bench pictures`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page, ViewportSize, expect

from consultation.models import Hearing
from tests.e2e import steps
from tests.e2e.conftest import browser_type_launch_args
from tests.e2e.production import serving

__all__ = ["browser_type_launch_args"]

FOLDER = Path(settings.ROOT) / "docs" / "pictures"
WIDE: ViewportSize = {"width": 1440, "height": 1560}
PHONE: ViewportSize = {"width": 390, "height": 844}
PAPER: ViewportSize = {"width": 794, "height": 1123}


@pytest.fixture
def site(demo: Hearing, tmp_path: Path) -> Iterator[str]:
    with serving(tmp_path / "web.log") as address:
        yield address


def test_the_reading_room(site: str, browser: Browser) -> None:
    wide = _opened(browser, site, WIDE)
    steps.write_in_panel(wide, "4.3 e", body="Vi er flere end foreningerne.")
    steps.read_link(wide, "1.6").click()
    expect(steps.panel_of(wide).get_by_role("article").first).to_be_visible()
    wide.evaluate("scrollTo(0, 0)")
    _keep(wide, "reading-room")

    wide.locator(".circle").scroll_into_view_if_needed()
    wide.mouse.wheel(0, 300)
    wide.wait_for_timeout(300)
    _keep(wide, "reading-room-circle")

    phone = _opened(browser, site, PHONE)
    _keep(phone, "reading-room-phone")
    steps.open_form(phone, "4.3 e")
    _keep(phone, "reading-room-phone-panel")

    english = _opened(browser, site, WIDE, f"/en{steps.ROOM}")
    _keep(english, "reading-room-english")

    paper = _opened(browser, site, PAPER)
    paper.emulate_media(media="print")
    _keep(paper, "reading-room-print")


def _opened(browser: Browser, site: str, size: ViewportSize, path: str = steps.ROOM) -> Page:
    page = browser.new_context(base_url=site, viewport=size, locale="da-DK").new_page()
    page.goto(path, wait_until="networkidle")
    return page


def _keep(page: Page, name: str) -> None:
    page.screenshot(path=FOLDER / f"{name}.png")
