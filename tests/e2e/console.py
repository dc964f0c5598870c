"""What the browser says that nobody sees."""

import re

from playwright.sync_api import BrowserContext, ConsoleMessage, WebError


class Console:
    """What every page of a test complained about; a test allows what it provokes."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self.allowed: list[str] = []

    def listen_to(self, context: BrowserContext) -> None:
        context.on("console", self._message)
        context.on("weberror", self._error)

    def allow(self, pattern: str) -> None:
        """Let complaints that match pass, when the test provokes them."""
        self.allowed.append(pattern)

    def allow_status(self, *statuses: int) -> None:
        """Chromium writes every 4xx and 5xx answer to the console."""
        for status in statuses:
            self.allow(rf"the server responded with a status of {status} ")

    @property
    def unexpected(self) -> list[str]:
        passes = [re.compile(pattern) for pattern in self.allowed]
        return [said for said in self.complaints if not any(p.search(said) for p in passes)]

    def _message(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.complaints.append(f"{message.type}: {message.text} ({message.location})")

    def _error(self, error: WebError) -> None:
        self.complaints.append(f"uncaught: {error.error}")
