"""A real browser against a running site, with real mail: nothing here is a stand-in.

Missing tools fail the tests with a sentence that says how to get them; nothing is skipped.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.core.cache import cache
from django.utils import timezone
from playwright.sync_api import BrowserContext, expect
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from consultation.demo.build import build
from consultation.models import Hearing
from tests.e2e.console import Console
from tests.e2e.mailbox import Mailbox
from tests.e2e.production import free_port

# Two slow cores serve the page, the browser and the tests.
PATIENCE = 10_000  # milliseconds
expect.set_options(timeout=PATIENCE)

CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    found = next(filter(None, map(shutil.which, CHROMIUMS)), None)
    if found is None:
        pytest.fail("The browser tests need Chromium. On Debian: sudo apt install chromium")
    quiet = ["--disable-gpu", "--disable-background-networking", "--no-first-run"]
    args = [*quiet, "--disable-component-update"]
    if os.geteuid() == 0:
        args.append("--no-sandbox")
    return {**browser_type_launch_args, "executable_path": found, "args": args}


@pytest.fixture(scope="session")
def browser_context_args(
    browser_context_args: dict[str, Any], live_server: LiveServer
) -> dict[str, Any]:
    return {
        **browser_context_args,
        "base_url": live_server.url,
        "viewport": {"width": 1440, "height": 900},
        "locale": "da-DK",
    }


@pytest.fixture(autouse=True)
def console() -> Iterator[Console]:
    heard = Console()
    yield heard
    assert heard.unexpected == [], "the browser's console"


@pytest.fixture
def new_context(
    new_context: Callable[..., BrowserContext], console: Console
) -> Callable[..., BrowserContext]:
    """pytest-playwright's, with an ear on every page it opens."""

    def opened(**options: Any) -> BrowserContext:
        context = new_context(**options)
        context.set_default_timeout(PATIENCE)
        console.listen_to(context)
        return context

    return opened


@pytest.fixture
def demo(transactional_db: None) -> Hearing:
    """The demo's open hearing, as `manage.py demo` makes it; nobody has tried too often yet."""
    cache.clear()
    return build(timezone.now())


@pytest.fixture
def mailbox(settings: Settings, live_server: LiveServer) -> Iterator[Mailbox]:
    received = Mailbox()
    server = Controller(received, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
    settings.BASE_URL = live_server.url
    yield received
    server.stop()
