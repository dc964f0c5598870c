"""A PDF without tags to pieces: by the size of the letters and by where they stand.

The rows of the pages become lines as a text file has them, and what makes paragraphs of a text
file's lines then makes them here. Headings are known by their size or weight, not by a number.
"""

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from policies.importers import furniture
from policies.importers.hyphens import Vocabulary, join
from policies.importers.lines import Line, clean, decode_glyphs
from policies.importers.marks import bullet
from policies.importers.outline import Note
from policies.importers.pdf_lines import SetLine, set_lines
from policies.importers.pdf_passages import Insert, read_passages
from policies.importers.pdf_runs import Run, rows_of
from policies.importers.pdf_tables import Table, texts_of
from policies.importers.pieces import Findings, place_of_page

LARGER = 1.12
_SMALLER = 0.93
_LONGEST_HEADING = 200
_ZONE = 0.12  # of the page's height, above and below, where its furniture stands
_JUMPS = 4  # upwards on a page, by columns and boxes; with more, it is drawn in no order
_NOTE = re.compile(r"(?:\[(\d{1,3})\]\s?|(\d{1,3})\s?(?=[A-ZÆØÅ]))")


def read_layout(runs: Sequence[Run], tables: Sequence[Table], findings: Findings) -> None:
    """Add the pieces of all pages to the findings."""
    known = Vocabulary.of(Line(0, decode_glyphs(row.text)) for row in rows_of(runs, columns=True))
    inserts = [Insert((t.page, t.box[1]), t.page, texts_of(t, runs, known)) for t in tables]
    outside = [run for run in runs if not any(table.holds(run) for table in tables)]
    rows = _without_heads(_rows(outside, findings), findings)
    body = _body_size(rows)
    rows, notes = _without_footnotes(rows, body)
    for note in notes:
        text, _doubts = join([(0, decode_glyphs(row.text)) for row in note], known)
        text = _NOTE.sub(lambda mark: f"[{mark[1] or mark[2]}] ", clean(text), count=1)
        # After the paragraph that the page ends with, which may go on over the page.
        inserts.append(Insert((note[0].page + 1, 0), note[0].page, text))
    lines = set_lines(_with_whole_headings(rows, body, known))
    kept, dropped = furniture.remove(lines)
    for note_ in dropped:
        page = lines[(note_.line or 1) - 1].page
        findings.dropped.append(Note(note_.message, place=place_of_page(page)))
    set_ = [line for line in kept if isinstance(line, SetLine)]
    headings = {i for i, line in enumerate(set_) if is_large(line.text, line.size, body)}
    read_passages(set_, headings, inserts, findings)


def _rows(runs: Sequence[Run], findings: Findings) -> list[Run]:
    """The rows of all pages in reading order, without what stands on its side."""
    pages: dict[int, list[Run]] = defaultdict(list)
    for run in runs:
        if run.upright:
            pages[run.page].append(run)
        else:
            message = _("Text that stands on its side: “%(text)s”.")
            findings.drop(message, run.text, place_of_page(run.page))
    found: list[Run] = []
    for page, of_page in sorted(pages.items()):
        rows = rows_of(of_page, columns=True)
        jumps = sum(b.base < a.base - a.size for a, b in itertools.pairwise(rows))
        if jumps > _JUMPS:
            rows.sort(key=lambda row: (round(row.base), row.x0))
            message = _("The page is drawn in no order; it was read from top to bottom.")
            findings.doubt(message, place_of_page(page))
        found += rows
    return found


def _without_heads(rows: Sequence[Run], findings: Findings) -> list[Run]:
    """The rows without those that come again at one height, at the edges of the pages."""
    last = max((row.page for row in rows), default=0)
    lowest = max((row.base for row in rows), default=0)
    places: dict[tuple[str, int], set[int]] = defaultdict(set)
    for row in rows:
        places[_alike(row)].add(row.page)
    kept = []
    for row in rows:
        edge = row.base < lowest * _ZONE or row.base > lowest * (1 - _ZONE)
        if edge and len(places[_alike(row)]) >= max(2, min(3, last)):
            message = _("Page header or footer: “%(text)s”.")
            findings.drop(message, row.text, place_of_page(row.page))
        else:
            kept.append(row)
    return kept


def _alike(row: Run) -> tuple[str, int]:
    return re.sub(r"\d+", "0", row.text), round(row.base / 3)


def _body_size(rows: Iterable[Run]) -> float:
    sizes = Counter[float]()
    for row in rows:
        sizes[row.size] += row.letters
    return sizes.most_common(1)[0][0] if sizes else 0


def _without_footnotes(rows: Sequence[Run], body: float) -> tuple[list[Run], list[list[Run]]]:
    """The rows without the small ones that begin with a number at a page's foot, and those."""
    kept: list[Run] = []
    notes: list[list[Run]] = []
    for row in rows:
        small = row.size < body * _SMALLER
        last = notes[-1][-1] if notes else None
        if small and _NOTE.match(row.text):
            notes.append([row])
        elif small and last and last.page == row.page and last.base < row.base:
            notes[-1].append(row)
        else:
            kept.append(row)
    return kept, notes


def is_large(text: str, size: float, body: float) -> bool:
    """Whether a row is a heading by the size of its letters."""
    large = size >= body * LARGER and len(text) <= _LONGEST_HEADING
    return large and any(map(str.isalpha, text)) and not bullet(text)


def _with_whole_headings(rows: Sequence[Run], body: float, known: Vocabulary) -> list[Run]:
    """The rows, with the headings that go over several of them in one."""
    found: list[Run] = []
    base = 0.0
    for row in rows:
        before = found[-1] if found else row
        large = is_large(row.text, row.size, body) and is_large(before.text, before.size, body)
        near = row.page == before.page and 0 < row.base - base < 1.7 * row.size
        if large and near and row.size == before.size:
            text, _doubts = join([(0, before.text), (0, row.text)], known)
            found[-1] = replace(before, text=text)
        else:
            found.append(row)
        base = row.base
    return found
