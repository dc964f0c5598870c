"""A PDF page to runs of letters: parts of one line, with where they stand and how they look."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from pdfminer.layout import LTChar, LTFigure, LTImage

from policies.importers.lines import SOFT_HYPHEN, decode_glyphs
from policies.importers.pdf_device import Letter

_SPACE = 0.17  # parts of the letters' size; where no space is written the gap says so
_COLUMN = 2.5
_SAME_LINE = 0.55
_RAISED = 0.2
_SMALL = 0.85
_SIZES = 0.3  # points; rounding makes that difference
_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_UNIT = re.compile(r"\b[kcdm]?m$")  # m² is no footnote


@dataclass(frozen=True)
class Run:
    """Letters that stand beside one another. `base` counts down the page, in points.

    `tag` is the number of the marked content they belong to, None when untagged; `artifact` says
    that the file itself calls them furniture of the page.
    """

    text: str
    page: int
    x0: float
    x1: float
    base: float
    size: float
    bold: bool
    tag: int | None = None
    artifact: bool = False
    upright: bool = True

    @property
    def letters(self) -> int:
        return sum(map(str.isalnum, self.text))


def runs_of(letters: Iterable[Letter], page: int, height: float) -> list[Run]:
    """The runs of a page in the order in which the file draws them."""
    parts: list[list[Letter]] = []
    for letter in letters:
        if parts and _goes_on(parts[-1][-1], letter):
            parts[-1].append(letter)
        else:
            parts.append([letter])
    runs: list[Run] = []
    for k, part in enumerate(parts):
        # What content stands for is said once, however many lines it is drawn on.
        said = k > 0 and part[0].mark.actual is not None and part[0].mark is parts[k - 1][0].mark
        runs.append(_run(part, page, height, "" if said else part[0].mark.actual))
    return [run for run in runs if decode_glyphs(run.text)]


def images_of(container: Any) -> Iterator[LTImage]:
    """The pictures on a page."""
    for each in container:
        if isinstance(each, LTImage):
            yield each
        elif isinstance(each, LTFigure):
            yield from images_of(each)


def _goes_on(earlier: Letter, later: Letter) -> bool:
    before, char = earlier.drawn, later.drawn
    if earlier.mark is not later.mark or before.upright != char.upright:
        return False
    if before.fontname != char.fontname or abs(before.size - char.size) > _SIZES:
        return False
    size = max(before.size, 1)
    if abs(before.matrix[5] - char.matrix[5]) > _RAISED * size:
        return False
    return -size < char.x0 - before.x1 < _COLUMN * size


def _run(letters: Sequence[Letter], page: int, height: float, actual: str | None) -> Run:
    chars, mark = [letter.drawn for letter in letters], letters[0].mark
    first = chars[0]
    return Run(
        _text(chars) if actual is None else actual,
        page,
        first.x0,
        chars[-1].x1,
        height - first.matrix[5],
        max(round(first.size, 1), 1.0),
        bool(_BOLD.search(first.fontname)),
        mark.tag,
        mark.artifact,
        bool(first.upright),
    )


def _text(chars: Sequence[LTChar]) -> str:
    text = ""
    for k, char in enumerate(chars):
        gap = char.x0 - chars[k - 1].x1 if k else 0
        letter = char.get_text()
        if gap > _SPACE * char.size and not text.endswith(" ") and letter != " ":
            text += " "
        # A hyphen that is drawn is one, although fonts often call it the invisible soft one.
        text += letter.replace(SOFT_HYPHEN, "-")
    return text


def rows_of(runs: Iterable[Run], *, columns: bool) -> list[Run]:
    """Runs put together to whole lines. With `columns`, a wide gap on a line parts it."""
    rows: list[Run] = []
    for run in runs:
        if rows and _same_row(rows[-1], run, columns=columns):
            rows[-1] = _joined(rows[-1], run)
        else:
            rows.append(run)
    return [replace(row, text=" ".join(row.text.split())) for row in rows]


def _same_row(row: Run, run: Run, *, columns: bool) -> bool:
    size = max(row.size, run.size, 1)
    if row.page != run.page or row.upright != run.upright:
        return False
    if abs(row.base - run.base) > _SAME_LINE * size:
        return False
    gap = run.x0 - row.x1
    return gap > -size and (gap < _COLUMN * size or not columns)


def _joined(row: Run, run: Run) -> Run:
    apart = run.x0 - row.x1 > _SPACE * max(row.size, run.size)
    space = " " if apart and not row.text.endswith(" ") else ""
    text = row.text + space + (_reference(row, run) or run.text)
    if run.letters > row.letters and (mark := _reference(run, row)):
        text = f"{mark} {run.text.lstrip()}"  # the number before the footnote itself
    larger = run if run.letters > row.letters else row
    return replace(
        row,
        text=text,
        x1=max(row.x1, run.x1),
        base=larger.base,
        size=larger.size,
        bold=(row.bold or not row.letters) and (run.bold or not run.letters),
    )


def _reference(line: Run, run: Run) -> str:
    """A raised number as the mark of a footnote, "" for everything else."""
    raised = line.base - run.base > _RAISED * line.size or run.size < _SMALL * line.size
    digits = run.text.strip()
    if not raised or not digits.isdigit() or len(digits) > 3 or run.size >= line.size:
        return ""
    return "" if _UNIT.search(line.text.rstrip()) and digits in "23" else f"[{digits}]"
