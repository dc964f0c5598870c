"""Rows of PDF pages as lines of a text file: columns for points, blank lines for air."""

import itertools
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from policies.importers.kinds import is_caption
from policies.importers.lines import Line, decode_glyphs
from policies.importers.pdf_runs import Run

_APART = 9
_GAP = 0.18  # parts of the leading: more air than that is air between paragraphs


@dataclass(frozen=True)
class SetLine(Line):
    """A line that knows where it stood: its right edge in columns, its page, its letters."""

    right: int = 0
    page: int = 0
    base: float = 0
    size: float = 0
    bold: bool = False

    @property
    def edge(self) -> int:
        """The column where the line ends, as it was set."""
        return self.right


def set_lines(rows: Sequence[Run]) -> list[SetLine]:
    """A line for each row, numbered from 1."""
    if not rows:
        return []
    widths = sorted((row.x1 - row.x0) / len(row.text) for row in rows if len(row.text) > 20)
    column = max(widths[len(widths) // 2], 0.5) if widths else 5.0
    left = min(row.x0 for row in rows)
    leading = _leading(rows)
    lines: list[SetLine] = []
    for number, row in enumerate(rows, start=1):
        before = rows[number - 2] if number > 1 else row
        new_page = before.page != row.page
        down = row.base - before.base
        usual = leading.get(row.size, row.size * 1.2)
        # Up, or beside, is the next column: it says as little as a new page.
        air = 0 if new_page or down <= 0 else max(0.0, down / usual - 1)
        caption = is_caption(row.text)  # never goes on where another paragraph ended
        indent = round((row.x0 - left) / column)
        lines.append(
            SetLine(
                number,
                decode_glyphs(row.text),
                indent=indent,
                gap=_APART if caption else round(air / _GAP) if air > _GAP else 0,
                new_page=(new_page or down <= 0) and not caption,
                right=max(round((row.x1 - left) / column), indent + 1),
                page=row.page,
                base=row.base,
                size=row.size,
                bold=row.bold,
            )
        )
    return lines


def _leading(rows: Sequence[Run]) -> dict[float, float]:
    """The usual way from one line down to the next, for each size of letters."""
    steps: dict[float, Counter[float]] = defaultdict(Counter)
    for a, b in itertools.pairwise(rows):
        if a.page == b.page and a.size == b.size and 0.9 < (b.base - a.base) / b.size < 2.2:
            steps[b.size][round(b.base - a.base, 1)] += 1
    return {size: counts.most_common(1)[0][0] for size, counts in steps.items()}
