"""What a file with styles or tags says of each of its paragraphs, before sections and refs."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from policies.importers.lines import clean
from policies.importers.outline import ImportRefused, Note

# The longest Danish policy we know has 1,500 paragraphs and 0.4 MB of text.
MAX_PIECES = 20_000
MAX_LETTERS = 4_000_000
_QUOTED = 120


@dataclass(frozen=True)
class Piece:
    """One paragraph. `kind` is title, heading, text, item, callout or figure.

    `level` is the depth of a heading or an item, from 1; `number` what the program counts before
    it and the text does not hold ("2.1"); `strong` says that all of it is bold.
    """

    kind: str
    text: str
    level: int = 0
    number: str = ""
    place: str = ""
    strong: bool = False


@dataclass
class Findings:
    """What a reader gathers on its way through a file: pieces, doubts, and what it leaves out."""

    name: str
    pieces: list[Piece] = field(default_factory=list)
    doubts: list[Note] = field(default_factory=list)
    dropped: list[Note] = field(default_factory=list)
    _letters: int = 0

    def add(self, piece: Piece) -> None:
        """Keep a piece that has words; `ImportRefused` when they become too many for a policy."""
        if not piece.text:
            return
        self.pieces.append(piece)
        self._count(len(piece.text))

    def doubt(self, message: str, place: str = "") -> None:
        """Something a person should look at."""
        self.doubts.append(Note(message, place=place))

    def drop(self, message: str, text: str = "", place: str = "") -> None:
        """Name what is left out, with all its words: `message` may hold %(text)s."""
        self.dropped.append(Note(message % {"text": clean(text)}, place=place))
        self._count(len(text))

    def _count(self, letters: int) -> None:
        self._letters += letters
        paragraphs = len(self.pieces) + len(self.dropped)
        if paragraphs > MAX_PIECES or self._letters > MAX_LETTERS:
            message = _("%(name)s has more text than any policy.")
            raise ImportRefused(message % {"name": self.name})


def quoted(text: str) -> str:
    """A text short enough to name it by in a note about something that is kept."""
    return text if len(text) <= _QUOTED else text[: _QUOTED - 2].rstrip() + " …"


def place_in_text(count: int, heading: str) -> str:
    """Where in a document without pages a note points to: its nth text, under the last heading."""
    where = {"n": count, "heading": quoted(heading)}
    if heading:
        return _("text %(n)s, under “%(heading)s”") % where
    return _("text %(n)s") % where


def table_rows(rows: Sequence[Sequence[str]]) -> tuple[list[str], list[str]]:
    """A line for each row, "Head: cell; Head: cell", and the heads that no cell came under.

    The first row gives the heads when it is full and there are others. An empty cell is left out.
    """
    rows = [row for row in rows if any(row)]
    width = max((i + 1 for row in rows for i, cell in enumerate(row) if cell), default=0)
    rows = [[*row[:width], *[""] * (width - len(row))] for row in rows]
    full = len(rows) > 1 and all(rows[0])
    if not full:
        return ["; ".join(cell for cell in row if cell) for row in rows], []
    heads = [head.rstrip(": ") for head in rows[0]]
    unused = {i for i in range(len(heads)) if not any(row[i] for row in rows[1:])}
    lines = [
        "; ".join(f"{head}: {cell}" for head, cell in zip(heads, row, strict=True) if cell)
        for row in rows[1:]
    ]
    return lines, [heads[i] for i in sorted(unused)]


def add_table(findings: Findings, rows: Sequence[Sequence[str]], place: str) -> None:
    """A table as one readable paragraph for each row, with a doubt that says so."""
    lines, unused = table_rows(rows)
    for line in lines:
        findings.add(Piece("text", line, place=place))
    if lines:
        message = _("A table became one paragraph for each row: “%(text)s”.")
        findings.doubt(message % {"text": quoted(lines[0])}, place)
    for head in unused:
        findings.drop(_("The head of an empty table column: “%(text)s”."), head, place)


def place_of_page(page: int) -> str:
    """Where something in a PDF is found."""
    return _("page %(n)s") % {"n": page}
