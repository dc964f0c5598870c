"""The changes she sees while she types are those everybody sees later."""

import random
import time
from typing import Any

from playwright.sync_api import Page, expect

from consultation.models import Hearing
from consultation.redline import _WORDS, redline
from tests.e2e import steps

# Runs many pairs in one go: what JavaScript makes of them.
COMPARE = """async pairs => {
    const {redline, words} = await import(document.querySelector('script[src*="wording"]').src);
    return pairs.map(([before, after]) => [words(before), words(after), redline(before, after)]);
}"""
ALPHABET = [
    *"abæøå ,.-_\n\t0½²Ⅳ",
    *"\u00a0\u2003\u3000\ufeff\x1c\x85",
    "é",
    "e\u0301",
    "🙂",
    "👩\u200d👧",
    "漢",
    "ٱ",
    "שלום",
]
SEED = 14


def texts() -> list[tuple[str, str]]:
    chance = random.Random(SEED)

    def text(longest: int) -> str:
        return "".join(chance.choices(ALPHABET, k=chance.randrange(longest)))

    pairs = [(text(40), text(40)) for _n in range(300)]
    for _n in range(200):
        # As people do: most of it stays, some words go and some come.
        words = [text(6) for _word in range(30)]
        kept = [word if chance.random() > 0.2 else text(6) for word in words]
        pairs.append((" ".join(words), " ".join(kept)))
    return [*pairs, ("", ""), ("", "a"), ("a", ""), ("a b", "a b")]


def joined(changes: list[list[str]], without: str) -> str:
    return "".join(text for kind, text in changes if kind != without)


def test_both_languages_of_the_house_agree(page: Page, demo: Hearing) -> None:
    page.goto(f"{steps.ROOM}punkt/4.3e/")
    pairs = texts()
    shown: list[Any] = page.evaluate(COMPARE, [list(pair) for pair in pairs])
    assert len(shown) == len(pairs) > 500
    for (before, after), (old, new, changes) in zip(pairs, shown, strict=True):
        assert (old, new) == (_WORDS.findall(before), _WORDS.findall(after))
        assert (joined(changes, "+"), joined(changes, "-")) == (before, after)
        assert changes == [[change.kind, change.text] for change in redline(before, after)]


def test_what_people_proposed_is_shown_alike(page: Page, demo: Hearing) -> None:
    """Every proposal in the demo, run for run as readers meet it."""
    proposals = demo.comments.exclude(proposed_text="").select_related("paragraph")
    pairs = [[c.paragraph.text, c.proposed_text] for c in proposals if c.paragraph]
    assert len(pairs) > 5
    page.goto(f"{steps.ROOM}punkt/4.3e/")
    for comment, (_old, _new, changes) in zip(
        proposals, page.evaluate(COMPARE, pairs), strict=True
    ):
        assert changes == [[change.kind, change.text] for change in comment.redline]


def test_long_texts_do_not_hang_the_phone(page: Page, demo: Hearing) -> None:
    page.goto(f"{steps.ROOM}punkt/4.3e/")
    pairs = [["ord " * 7_500, "andre " * 5_000], ["ab " * 1_900, "ba " * 1_900]]
    start = time.monotonic()
    shown = page.evaluate(COMPARE, pairs)
    assert time.monotonic() - start < 3
    for (before, after), (_old, _new, changes) in zip(pairs, shown, strict=True):
        assert (joined(changes, "+"), joined(changes, "-")) == (before, after)


def test_the_changes_are_shown_while_she_types(page: Page, demo: Hearing) -> None:
    """And told to a screen reader once she rests, as a number."""
    page.goto(steps.ROOM)
    panel = steps.open_form(page, "4.3 e")
    panel.locator("summary", has_text="Foreslå ny ordlyd").click()
    field = panel.get_by_role("textbox", name="Foreslå ny ordlyd")
    changes = panel.locator("form [data-redline]")
    expect(changes).to_be_hidden()
    before = field.input_value()
    field.fill(before.replace("stærkt", "levende"))
    expect(changes.locator("del")).to_have_text("Slettet: stærkt")
    expect(changes.locator("ins")).to_have_text("Tilføjet: levende")
    expect(changes.get_by_role("status")).to_have_text("")
    expect(changes.get_by_role("status")).to_have_text("Ændringer vist under din ordlyd: 2")
    field.fill(before)
    expect(changes).to_be_hidden()
