"""Every kind of page, for anybody: axe, 320 px, valid HTML."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import BrowserContext, Page, Response

from consultation.models import Hearing
from tests.e2e.checks import assert_usable, assert_valid_html
from tests.e2e.console import Console
from tests.e2e.kinds import HERS, PUBLIC, SIGNING_IN, STAFF, Kind


@pytest.mark.parametrize(
    "kinds", [PUBLIC, HERS, SIGNING_IN, STAFF], ids=["public", "hers", "signing-in", "staff"]
)
def test_every_page_is_for_anybody(
    kinds: Mapping[str, Kind],
    new_context: Callable[..., BrowserContext],
    demo: Hearing,
    console: Console,
    subtests: pytest.Subtests,
    tmp_path: Path,
) -> None:
    html: dict[str, str] = {}
    for name, kind in kinds.items():
        console.allow_status(*kind.statuses)
        with subtests.test(name):
            # Somebody new each time: what a page that goes away still saves is not hers.
            context = new_context()
            page = context.new_page()
            served = _listen(page)
            kind.open(page, demo)
            html[name] = page.content() if kind.scripted else served[-1].text()
            assert_usable(page)
            context.close()
    assert set(html) == set(kinds)
    assert_valid_html(html, tmp_path)


def _listen(page: Page) -> list[Response]:
    """The pages themselves as they were served, the one that is shown last."""
    served: list[Response] = []

    def keep(response: Response) -> None:
        if response.request.is_navigation_request() and not 300 <= response.status < 400:
            served.append(response)

    page.on("response", keep)
    return served


def test_pages_for_when_nothing_works_are_valid(tmp_path: Path) -> None:
    """They stand alone, without the base template."""
    pages = {name: render_to_string(f"{name}.html") for name in ("400", "500")}
    assert_valid_html(pages, tmp_path)
