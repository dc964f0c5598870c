"""Tables that are ruled on the pages of a PDF: their cells, and the words that stand in them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pdfminer.layout import LTCurve, LTPage

from policies.importers.hyphens import Vocabulary, join
from policies.importers.lines import clean, decode_glyphs
from policies.importers.pdf_runs import Run, rows_of

_FEWEST_SHAPES = 3  # a rule under a heading and a box are no table
_FEWEST_EDGES = 6  # two rows and two columns have as many
_MOST_SHAPES = 3_000  # with more, the page is a drawing
_MOST_CELLS = 2_000

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Table:
    """A grid on a page; the boxes of its cells by row, None where cells are merged."""

    page: int
    box: Box
    rows: tuple[tuple[Box | None, ...], ...]

    def holds(self, run: Run) -> bool:
        """Whether the run stands in the table."""
        return run.page == self.page and _inside(run, self.box)


def tables_of(page: Any, layout: LTPage) -> list[Table]:
    """The tables of a pdfplumber page that have two rows and two columns at least."""
    drawn = sum(isinstance(each, LTCurve) for each in layout)
    if not _FEWEST_SHAPES <= drawn <= _MOST_SHAPES or len(page.edges) < _FEWEST_EDGES:
        return []
    found = []
    for table in page.find_tables():
        rows = tuple(tuple(row.cells) for row in table.rows)
        if len(rows) > 1 and max(map(len, rows)) > 1 and len(table.cells) <= _MOST_CELLS:
            found.append(Table(page.page_number, table.bbox, rows))
    return found


def texts_of(table: Table, runs: Sequence[Run], known: Vocabulary) -> list[list[str]]:
    """The words of each cell."""
    inside = [run for run in runs if table.holds(run)]
    return [[_text(cell, inside, known) for cell in row] for row in table.rows]


def _text(cell: Box | None, runs: Iterable[Run], known: Vocabulary) -> str:
    if cell is None:
        return ""
    rows = rows_of((run for run in runs if _inside(run, cell)), columns=False)
    text, _doubts = join([(0, decode_glyphs(row.text)) for row in rows], known)
    return clean(text)


def _inside(run: Run, box: Box) -> bool:
    middle = (run.x0 + run.x1) / 2
    return box[0] <= middle < box[2] and box[1] <= run.base - run.size / 3 < box[3]
