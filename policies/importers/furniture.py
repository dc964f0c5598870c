"""What a page carries besides the document: page numbers, running heads, a table of contents.

Dropped with a note for each line, and only on evidence: a lonely number or a repeated line that
nothing else marks as furniture stays in the text.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from policies.importers.lines import Line
from policies.importers.marks import bullet, ends_sentence, starts_lower
from policies.importers.outline import Note

_PAGE = re.compile(r"(?:side|page)\s\d{1,4}(?:\s?(?:af|of|/)\s?\d{1,4})?", re.IGNORECASE)
_PAGED = re.compile(r"(?:\bside|\bpage|\|)\s?\d{1,4}(?:\s?(?:af|of|/)\s?\d{1,4})?$", re.IGNORECASE)
_BARE_PAGE = re.compile(r"(?:[-–]\s?)?(\d{1,3})(?:\s?[-–])?")
_DIGITS = re.compile(r"\d+")
_NUMBERED = re.compile(r"\d{1,2}(?:\.\d{1,2}){0,3}\.?\s")
_CONTENTS = frozenset({"indhold", "indholdsfortegnelse", "contents"})
_MIN_PAGE_LINES = 3
_MAX_HEAD = 90


def remove(lines: Sequence[Line]) -> tuple[list[Line], list[Note]]:
    """The lines of the document itself, and a note for each line left out."""
    reasons = dict.fromkeys(_wordless(lines), _("A line without words: “%(text)s”."))
    reasons |= dict.fromkeys(_contents(lines), _("Table of contents: “%(text)s”."))
    pages = set(_page_numbers(lines))
    reasons |= dict.fromkeys(pages, _("Page number: “%(text)s”."))
    heads = _running_heads(lines, pages)
    reasons |= dict.fromkeys(heads, _("Repeated page head or foot: “%(text)s”."))
    notes = [
        Note(reasons[i] % {"text": line.text}, line.number)
        for i, line in enumerate(lines)
        if i in reasons
    ]
    return _closed_up(lines, reasons, pages | set(heads)), notes


def _closed_up(lines: Sequence[Line], out: Iterable[int], pages: set[int]) -> list[Line]:
    kept: list[Line] = []
    gap, new_page = 0, False
    for i, line in enumerate(lines):
        if i in out:
            gap += line.gap
            new_page = new_page or line.new_page or i in pages
        else:
            both = new_page or line.new_page
            kept.append(replace(line, gap=gap + line.gap, new_page=both))
            gap, new_page = 0, False
    return kept


def _wordless(lines: Sequence[Line]) -> list[int]:
    """Rules and ornaments, and a bullet with nothing to it; a bullet before its text stays."""
    out = []
    for i, line in enumerate(lines):
        if any(char.isalnum() for char in line.text):
            continue
        alone = len(line.text) == 1 and bullet(line.text)
        if not alone or i + 1 == len(lines) or bullet(lines[i + 1].text):
            out.append(i)
    return out


def _page_numbers(lines: Sequence[Line]) -> list[int]:
    """Lines "Side 3 af 9", and bare numbers that count on by one with text between them."""
    out = [i for i, line in enumerate(lines) if _PAGE.fullmatch(line.text)]
    bare = [(i, int(m[1])) for i, ln in enumerate(lines) if (m := _BARE_PAGE.fullmatch(ln.text))]
    for (i, page), (j, following) in itertools.pairwise(bare):
        if following == page + 1 and j - i > _MIN_PAGE_LINES:
            out += [i, j]
    return out


def _running_heads(lines: Sequence[Line], pages: set[int]) -> list[int]:
    """Lines that come again with a page number, or three times at page borders or in sentences."""
    places: dict[str, list[int]] = defaultdict(list)
    for i, line in enumerate(lines):
        if i not in pages and len(line.text) <= _MAX_HEAD and not bullet(line.text):
            places[_DIGITS.sub("0", line.text)].append(i)
    out: list[int] = []
    for same in places.values():
        apart = all(j - i > _MIN_PAGE_LINES for i, j in itertools.pairwise(same))
        borders = sum(_at_page_border(lines, i, pages) for i in same)
        paged = len(same) >= 2 and all(_PAGED.search(lines[i].text) for i in same)
        if paged or (len(same) >= 3 and apart and borders * 2 > len(same)):
            # The first line of all is the document's title, whatever repeats it.
            out += [i for i in same if i > 0]
    return out


def _at_page_border(lines: Sequence[Line], i: int, pages: set[int]) -> bool:
    if i - 1 in pages or i + 1 in pages or lines[i].new_page:
        return True
    if not 0 < i < len(lines) - 1:
        return False
    before, after = lines[i - 1].text, lines[i + 1]
    cuts_sentence = not ends_sentence(before) and before[-1] != ":" and starts_lower(after.text)
    return after.new_page or (cuts_sentence and not starts_lower(lines[i].text))


def _contents(lines: Sequence[Line]) -> list[int]:
    """Entries with dot leaders, runs of numbered lines that all come again, and their heading."""
    last = {_entry(line.text): i for i, line in enumerate(lines)}
    out = {i for i, line in enumerate(lines) if _has_leader(line.text)}
    again = [
        i
        for i, line in enumerate(lines)
        if _NUMBERED.match(line.text) and last.get(_entry(line.text), i) > i
    ]
    for i, j in itertools.pairwise(again):
        if j == i + 1 or all(k in out for k in range(i + 1, j)):
            out |= {i, j}
    for i, line in enumerate(lines[:-1]):
        if heads_contents(line.text) and i + 1 in out:
            out.add(i)
    return sorted(out)


def heads_contents(text: str) -> bool:
    """Whether a heading stands over a table of contents."""
    return text.casefold().rstrip(":") in _CONTENTS


def _entry(text: str) -> str:
    """A heading as the table of contents and the page have it in common."""
    words = text.casefold().split()
    return " ".join(words[:-1] if len(words) > 2 and words[-1].isdigit() else words)


def _has_leader(text: str) -> bool:
    """Whether the line is words, a dot leader and a page number."""
    before = text.rstrip("0123456789")
    words = before.rstrip("._·… ")
    leader = before[len(words) :].replace(" ", "").replace("…", "...")
    return before != text and len(leader) >= 3 and bool(words)
