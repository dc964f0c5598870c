"""What the reading room costs on a slow phone: bytes over the wire, and whether it stands still.

Measured on the site as it runs in production, with the demo's 41 paragraphs and 10,000 comments.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from consultation.models import Comment, Hearing
from tests.e2e import steps
from tests.e2e.conftest import PATIENCE
from tests.e2e.console import Console
from tests.e2e.production import serving
from tests.factories import make_response

COMMENTS = 10_000
KB = 1000
# Cumulative layout shift: what a page moves under the reader, as browsers count it.
CLS = """() => new Promise(resolve => {
    let sum = 0;
    new PerformanceObserver(list => {
        for (const shift of list.getEntries()) sum += shift.value;
    }).observe({type: "layout-shift", buffered: true});
    setTimeout(() => resolve(sum), 1500);
})"""


@dataclass
class Wire:
    """What came over the wire: bytes with their headers by path, and the status of each answer."""

    bytes: Counter[str] = field(default_factory=Counter)
    statuses: dict[str, int] = field(default_factory=dict)

    def of(self, ending: str) -> int:
        return sum(size for path, size in self.bytes.items() if path.endswith(ending))


@pytest.fixture
def busy(demo: Hearing) -> Hearing:
    """Spread over all paragraphs, published."""
    paragraphs = list(demo.version.paragraphs.all())
    assert len(paragraphs) == 41
    response = make_response(demo)
    missing = COMMENTS - demo.comments.count()
    Comment.objects.bulk_create(
        [
            Comment(
                response=response,
                hearing=demo,
                paragraph=paragraphs[n % len(paragraphs)],
                body=f"Bemærkning nummer {n} om foreningslivet.",
                state="published",
            )
            for n in range(missing)
        ],
        batch_size=2_000,
    )
    return demo


@pytest.fixture
def site(busy: Hearing, tmp_path: Path) -> Iterator[str]:
    with serving(tmp_path / "web.log") as address:
        yield address


@pytest.fixture
def phone(site: str, browser: Browser, console: Console) -> Iterator[Page]:
    size: ViewportSize = {"width": 390, "height": 844}
    context = browser.new_context(base_url=site, viewport=size, is_mobile=True, locale="da-DK")
    context.set_default_timeout(PATIENCE)
    console.listen_to(context)
    yield context.new_page()
    context.close()


def test_the_first_load_is_small_and_the_next_asks_only_whether_it_changed(phone: Page) -> None:
    first = _load(phone)
    assert first.statuses[steps.ROOM] == 200
    told = "\n".join(f"{size:>8} {path}" for path, size in first.bytes.most_common())
    assert sum(first.bytes.values()) <= 180 * KB, told
    scripts = {path: size for path, size in first.bytes.items() if path.endswith(".js")}
    ours = {path: size for path, size in scripts.items() if path.startswith("/static/js/")}
    assert ours, told
    assert sum(ours.values()) <= 15 * KB, ours
    assert sum(scripts.values()) <= 60 * KB, scripts
    assert first.of(".woff2") > 0, "the fonts are among it"

    again = _load(phone)
    assert again.statuses[steps.ROOM] == 304
    assert sum(again.bytes.values()) <= 5 * KB, again.bytes


def test_nothing_moves_when_the_personal_bar_arrives(phone: Page) -> None:
    phone.goto(steps.ROOM)
    steps.write_in_panel(phone, "4.3 e", body="Ja.")
    phone.goto(steps.ROOM)
    expect(phone.get_by_role("complementary", name="Dit høringssvar")).to_be_visible()
    assert phone.evaluate(CLS) <= 0.001


def _load(page: Page) -> Wire:
    """The reading room once, to the last file."""
    wire = Wire()
    paths: dict[str, str] = {}
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")

    def asked(event: dict[str, Any]) -> None:
        paths[event["requestId"]] = urlsplit(event["request"]["url"]).path

    def answered(event: dict[str, Any]) -> None:
        # Here a 304 is one; elsewhere the browser shows the page it had kept.
        wire.statuses[paths.get(event["requestId"], "?")] = event["statusCode"]

    def finished(event: dict[str, Any]) -> None:
        wire.bytes[paths.get(event["requestId"], "?")] += int(event["encodedDataLength"])

    session.on("Network.requestWillBeSent", asked)
    session.on("Network.responseReceivedExtraInfo", answered)
    session.on("Network.loadingFinished", finished)
    page.goto(steps.ROOM, wait_until="networkidle")
    session.detach()
    return wire
