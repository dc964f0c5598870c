"""Whether a page is one anybody can use: axe, no sideways scrolling, valid HTML."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Page

NODE_MODULES = Path(settings.ROOT) / "node_modules"
AXE = NODE_MODULES / "axe-core/axe.min.js"
VNU = NODE_MODULES / "vnu-jar/build/dist/vnu.jar"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Without `preload` no style sheet is fetched again; only rules outside our tags read them.
RUN_AXE = """async tags => {
    const options = {runOnly: tags, resultTypes: ["violations"], preload: false};
    const {passes, violations} = await axe.run(options);
    return {passed: passes.length, violations};
}"""
WIDE, NARROW, NARROWEST = 1440, 390, 320


def assert_accessible(page: Page) -> None:
    """Axe-core finds nothing, at the page's width."""
    # Evaluated and not added as a script: the page's CSP refuses it, as it should.
    if not page.evaluate("'axe' in window"):
        page.evaluate(_axe())
    found = page.evaluate(RUN_AXE, TAGS)
    assert found["passed"] > 10, "axe looked at next to nothing"
    broken = [_told(rule, node) for rule in found["violations"] for node in rule["nodes"]]
    assert not broken, f"{page.url} at {_width(page)} px:\n" + "\n".join(broken)


def _told(rule: dict[str, Any], node: dict[str, Any]) -> str:
    return f"  {rule['id']} at {node['target']}: {node['html']}\n    {node['failureSummary']}"


@cache
def _axe() -> str:
    return _installed(AXE).read_text()


def _installed(file: Path) -> Path:
    if not file.exists():
        pytest.fail(f"{file.name} is missing. In {settings.ROOT}: npm ci --ignore-scripts")
    return file


def _width(page: Page) -> int:
    return int(page.evaluate("innerWidth"))


def set_width(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})


def assert_no_sideways_scroll(page: Page) -> None:
    """Nothing makes the page wider than the screen (WCAG 1.4.10)."""
    widths = "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    needed, there = page.evaluate(widths)
    assert needed <= there, f"{page.url} is {needed} px wide on {there} px: {_widest(page)}"


def _widest(page: Page) -> list[str]:
    return list(
        page.evaluate(
            """() => [...document.body.querySelectorAll("*")]
                .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth)
                .slice(-3).map(e => e.cloneNode().outerHTML)"""
        )
    )


def assert_references_lead_somewhere(page: Page) -> None:
    """What describes, names or opens an element is on the page; axe leaves this to a person."""
    missing = page.evaluate(
        """() => ["aria-describedby", "aria-labelledby", "aria-controls", "for"].flatMap(
            name => [...document.querySelectorAll(`[${name}]`)]
                .flatMap(e => e.getAttribute(name).split(/ +/))
                .filter(id => !document.getElementById(id))
                .map(id => `${name}="${id}"`))"""
    )
    assert not missing, f"{page.url}: {missing}"


def assert_usable(page: Page) -> None:
    """All of it, on a desk and on a phone; and no sideways scrolling on the narrowest one."""
    assert_references_lead_somewhere(page)
    for width in (WIDE, NARROW):
        set_width(page, width)
        assert_accessible(page)
        assert_no_sideways_scroll(page)
    set_width(page, NARROWEST)
    assert_no_sideways_scroll(page)
    set_width(page, WIDE)


def assert_valid_html(pages: Mapping[str, str], folder: Path) -> None:
    """The Nu validator has neither errors nor warnings on any of `pages` (HTML by name)."""
    assert pages, "no pages to validate"
    java = shutil.which("java")
    if java is None:
        pytest.fail("The HTML check needs Java. On Debian: sudo apt install default-jre-headless")
    for name, html in pages.items():
        (folder / f"{name}.html").write_text(html)
    quick = ["-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xss8m"]
    validate = ["-jar", str(_installed(VNU)), "--format", "json", "--exit-zero-always"]
    files = [str(folder / f"{name}.html") for name in pages]
    run = subprocess.run([java, *quick, *validate, *files], capture_output=True, check=True)
    messages = json.loads(run.stderr)["messages"]
    assert not messages, "\n".join(
        f"{Path(m['url']).stem}:{m.get('lastLine')} {m['message']}\n    {m.get('extract', '')}"
        for m in messages
    )
