"""Lines of a PDF without tags to pieces, with the tables and footnotes where they belong."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from policies.importers import numbering
from policies.importers.lines import clean
from policies.importers.marks import Number, bullet, is_titlelike
from policies.importers.passages import Assembler, Passage
from policies.importers.pdf_lines import SetLine
from policies.importers.pieces import Findings, Piece, add_table, place_of_page, quoted
from policies.importers.spacing import Spacing

_STEP = 2  # columns that nest a list


@dataclass(frozen=True)
class Insert:
    """A table's rows or a footnote's text, to stand before what begins after `at`."""

    at: tuple[int, float]
    page: int
    content: list[list[str]] | str


def read_passages(
    lines: Sequence[SetLine], large: set[int], inserts: list[Insert], findings: Findings
) -> None:
    """Add the pieces of all lines; `large` are the places of those that size makes headings."""
    waiting = sorted(inserts, key=lambda insert: insert.at)
    if lines:
        reader = _Reader(lines, large, findings)
        for piece, at in reader.pieces():
            while waiting and waiting[0].at <= at:
                _add(waiting.pop(0), findings)
            findings.add(piece)
        reader.tell_doubts()
    for insert in waiting:
        _add(insert, findings)


def _add(insert: Insert, findings: Findings) -> None:
    place = place_of_page(insert.page)
    if not isinstance(insert.content, str):
        add_table(findings, insert.content, place)
        return
    findings.add(Piece("text", insert.content, place=place))
    message = _("A footnote became a paragraph of its own: “%(text)s”.")
    findings.doubt(message % {"text": quoted(insert.content)}, place)


class _Reader:
    def __init__(self, lines: Sequence[SetLine], large: set[int], findings: Findings) -> None:
        self._lines = lines
        self._findings = findings
        spacing = Spacing(lines)
        self._numbers = numbering.find(lines, spacing)
        self._sizes = sorted({lines[i].size for i in large}, reverse=True)
        self._large = large
        self._bold = {i for i in range(len(lines)) if _is_bold_alone(lines, i)} - large
        if large or self._bold:
            self._numbers.sections = {}
            self._numbers.subsections = set()
            self._numbers.doubts = []
        for i in large | self._bold:
            self._numbers.items.pop(i, None)
            self._numbers.sections[i] = Number((1,), False, "", lines[i].text)
        self._assembler = Assembler(lines, self._numbers, spacing)

    def pieces(self) -> list[tuple[Piece, tuple[int, float]]]:
        """Each paragraph, and where it begins: page and height."""
        passages = self._assembler.passages()
        places = {line.number: i for i, line in enumerate(self._lines)}
        title = self._title()
        found = []
        for passage, depth in zip(passages, _depths(passages), strict=True):
            i = places[passage.lines[0].number]
            line = self._lines[i]
            place, text = place_of_page(line.page), clean(passage.text)
            sign = self._numbers.sections.get(i)
            if i == title:
                piece = Piece("title", text, place=place)
            elif i in self._large:
                piece = Piece("heading", text, self._sizes.index(line.size) + 1, place=place)
            elif sign and sign.text:
                piece = Piece("heading", text, 1, sign.text, place=place)
                message = _("Taken for a heading because of its number: “%(text)s”.")
                self._findings.doubt(message % {"text": quoted(text)}, place)
            elif depth:
                piece = Piece("item", text, depth, place=place)
            else:
                piece = Piece("text", text, place=place, strong=i in self._bold)
            found.append((piece, (line.page, line.base)))
        return found

    def _title(self) -> int:
        """The place of the title: the largest letters of all, when they come first and once."""
        largest = [i for i in self._large if self._lines[i].size == self._sizes[0]]
        alone = len(largest) == 1 and len(self._sizes) > 1
        return largest[0] if alone and largest[0] == min(self._large) else -1

    def tell_doubts(self) -> None:
        """The doubts of the text importer's eye, with pages for their lines."""
        pages = {line.number: line.page for line in self._lines}
        for note in (*self._numbers.doubts, *self._assembler.doubts):
            page = pages.get(note.line or 0, self._lines[0].page)
            self._findings.doubt(note.message, place_of_page(page))


def _is_bold_alone(lines: Sequence[SetLine], i: int) -> bool:
    """Whether a bold line has no bold neighbour that it could be a part of."""
    if not lines[i].bold or not is_titlelike(lines[i].text) or bullet(lines[i].text):
        return False
    near = [lines[k] for k in (i - 1, i + 1) if 0 <= k < len(lines)]
    return not any(each.bold and each.size == lines[i].size for each in near)


def _depths(passages: Sequence[Passage]) -> list[int]:
    """How deep each passage is nested in a list, by its indentation; 0 outside lists."""
    depths = []
    stack: list[int] = []
    for passage in passages:
        if passage.role != "item":
            stack = []
            depths.append(0)
            continue
        indent = passage.lines[0].indent
        while stack and indent <= stack[-1] - _STEP:
            stack.pop()
        if not stack or indent >= stack[-1] + _STEP:
            stack.append(indent)
        depths.append(len(stack))
    return depths
