"""A translation is cut into passages by the paragraphs' numbers."""

import pytest

from policies.models import Paragraph
from policies.passages import numbered, passages

REFS = ("2.1", "2.1a", "2.1b", "2.10", "2.11a1")
PARAGRAPHS = [Paragraph(pk=n, ref=ref) for n, ref in enumerate(REFS, start=1)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("2.1 One\n\n2.1a Two", [("2.1", "One"), ("2.1a", "Two")]),
        ("2.1 One\n2.1 a Two\n2.1b: Three", [("2.1", "One"), ("2.1a", "Two"), ("2.1b", "Three")]),
        # The number on a line of its own, also with a blank line after it
        ("2.1\nOne\nmore\n\n2.1a\n\nTwo", [("2.1", "One\nmore"), ("2.1a", "Two")]),
        # Not translated yet
        ("2.1 \n\n2.1a Two\n\n2.1b ", [("2.1a", "Two")]),
        # No number of this section
        ("9.9 One\n\nTwo", [("", "9.9 One"), ("", "Two")]),
        ("In 2026 we met.\nAgain.", [("", "In 2026 we met.\nAgain.")]),
        # A word of one letter is no list item
        ("2.10 y otra cosa", [("2.10", "y otra cosa")]),
        ("2.11a1 Deep", [("2.11a1", "Deep")]),
        ("\u200f2.1 واحد", [("", "\u200f2.1 واحد")]),
        ("2.1 الجميع", [("2.1", "الجميع")]),
    ],
)
def test_passages(text: str, expected: list[tuple[str, str]]) -> None:
    found = passages(text, PARAGRAPHS)
    assert [(p.paragraph.ref if p.paragraph else "", p.text) for p in found] == expected


def test_the_numbers_alone_are_no_translation() -> None:
    assert passages(numbered(PARAGRAPHS), PARAGRAPHS) == []
    assert numbered(PARAGRAPHS).split() == list(REFS)
