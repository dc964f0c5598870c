"""A translation as it is read: passage by passage, each beside the paragraph it translates.

Whoever translates begins a passage with the paragraph's number ("2.1a …"), and passages are apart
by a blank line or by the next number. What has no number is read all the same.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from policies.models import Paragraph

# "2.1", "2.1a", "2.1 a", "2.1a1", perhaps with a full stop or a colon after it.
_NUMBERED = re.compile(r"\s*(\d+(?:\.\d+)*)[ \u00a0]?([a-z]{1,2}\d*)?[.:]?(?:\s+(.*))?$", re.DOTALL)


@dataclass(frozen=True)
class Passage:
    """Some words, and the paragraph they translate when they say which."""

    text: str
    paragraph: Paragraph | None = None


def passages(text: str, paragraphs: Sequence[Paragraph]) -> list[Passage]:
    """The passages of a translation of the section that holds `paragraphs`, in reading order.

    A number with no words after it is a passage not translated yet, and is left out.
    """
    by_ref = {paragraph.ref: paragraph for paragraph in paragraphs}
    found: list[tuple[Paragraph | None, list[str]]] = []
    apart = True  # since the line before, or at the beginning
    for line in text.splitlines():
        paragraph, words = _begun(line, by_ref)
        begun = found and not found[-1][1]  # a number whose words are still to come
        if paragraph is not None or (apart and words and not begun):
            found.append((paragraph, []))
        if words:
            found[-1][1].append(words)
        apart = not words and paragraph is None
    return [Passage("\n".join(lines), paragraph) for paragraph, lines in found if lines]


def numbered(paragraphs: Sequence[Paragraph]) -> str:
    """What an empty translation begins as: every number on a line of its own, to be filled in."""
    return "\n\n".join(f"{paragraph.ref} " for paragraph in paragraphs)


def _begun(line: str, by_ref: dict[str, Paragraph]) -> tuple[Paragraph | None, str]:
    """The paragraph whose number the line begins with, and the words on it."""
    if match := _NUMBERED.match(line):
        number, letters, words = match.groups()
        if paragraph := by_ref.get(f"{number}{letters or ''}"):
            return paragraph, (words or "").strip()
        # "2.1 a" may be paragraph 2.1 and a word of one letter, as Spanish and Bosnian have.
        if letters and (paragraph := by_ref.get(number)):
            return paragraph, line.split(number, 1)[1].strip()
    return None, line.strip()
