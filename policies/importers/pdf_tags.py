"""The structure tree of a tagged PDF to pieces: its author said what everything is."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from policies.importers.hyphens import Vocabulary, join
from policies.importers.lines import Line, clean, decode_glyphs
from policies.importers.marks import bullet, enumerator
from policies.importers.outline import Note
from policies.importers.pdf_runs import Run, rows_of
from policies.importers.pdf_tree import Element
from policies.importers.pieces import Findings, Piece, add_table, place_of_page, quoted

_HEADING = re.compile(r"H([1-6])?")
_BLOCKS = frozenset(
    ("P", "L", "LI", "Table", "Figure", "Note", "FENote", "TOC", "TOCI", "Caption", "Title")
    + ("H", "H1", "H2", "H3", "H4", "H5", "H6", "BlockQuote", "Formula", "Form")
    + ("Document", "DocumentFragment", "Part", "Art", "Sect", "Div", "Aside", "NonStruct", "Index")
)
_NOTES = frozenset({"Note", "FENote"})
# What is left out of the words of a paragraph because it is told of on its own.
_ASIDE = _NOTES | {"L", "Table", "Figure", "Caption"}
_UNTAGGED = 0.05  # of all letters; a file that leaves out more has tags for show only
_LARGER = 1.1


@dataclass
class TagReader:
    """Reads a structure tree in order; each run belongs to the element that names its tag."""

    tree: Element
    runs: list[Run]
    findings: Findings
    _by_tag: dict[tuple[int, int], list[int]] = field(default_factory=lambda: defaultdict(list))
    _waiting: list[Piece] = field(default_factory=list)

    def __post_init__(self) -> None:
        for i, run in enumerate(self.runs):
            if run.tag is not None:
                self._by_tag[run.page, run.tag].append(i)
        for element in self.tree.all():
            if element.type != "LI":
                self._mark_references(element)
        rows = rows_of((run for run in self.runs if not run.artifact), columns=False)
        self._known = Vocabulary.of(Line(0, decode_glyphs(row.text)) for row in rows)
        sizes = Counter[float]()
        for run in self.runs:
            sizes[run.size] += run.letters
        self._body = sizes.most_common(1)[0][0]

    def _mark_references(self, element: Element) -> None:
        """The number of a footnote, in the text and before the note itself, as "[1]"."""
        space = " " if element.type in _NOTES else ""
        for label in element:
            for i in self._indexes(label.content()) if label.type == "Lbl" else ():
                if self.runs[i].text.strip().isdigit():
                    text = f"[{self.runs[i].text.strip()}]{space}"
                    self.runs[i] = replace(self.runs[i], text=text)

    def _indexes(self, tags: Iterable[tuple[int, int]]) -> Iterator[int]:
        for tag in tags:
            yield from self._by_tag.get(tag, ())

    @property
    def are_trustworthy(self) -> bool:
        """Whether the tree leaves nearly no text out."""
        letters = sum(run.letters for run in self.runs if not run.artifact)
        out = sum(self.runs[i].letters for i in self._left_out())
        return out <= letters * _UNTAGGED

    def _left_out(self) -> list[int]:
        named = set(self._indexes(self.tree.content()))
        return [i for i, run in enumerate(self.runs) if not run.artifact and i not in named]

    def read(self) -> None:
        """Everything in the tree, then what stands outside it."""
        self._blocks([self.tree])
        self._footnotes()
        self._title()
        said = set()
        for row in rows_of((run for run in self.runs if run.artifact), columns=True):
            head = re.sub(r"\d+", "0", row.text)
            if head not in said:
                message = _("Page header or footer: “%(text)s”.")
                self.findings.drop(message, row.text, place_of_page(row.page))
            said.add(head)
        left = (self.runs[i] for i in self._left_out())
        for row in rows_of(left, columns=True):
            message = _("Text that the PDF's tags leave out: “%(text)s”.")
            self.findings.drop(message, row.text, place_of_page(row.page))

    def _blocks(self, elements: Iterable[Element], level: int = 0) -> None:
        for element in elements:
            kind, place = element.type, self._place(element)
            if heading := _HEADING.fullmatch(kind):
                self.findings.add(
                    Piece("heading", self._text(element), int(heading[1] or 1), place=place)
                )
            elif kind == "Title":
                self.findings.add(Piece("title", self._text(element), place=place))
            elif kind in ("TOC", "TOCI", "Index"):
                message = _("Table of contents: “%(text)s”.")
                self.findings.drop(message, self._text(element), place)
            elif kind == "L":
                self._list(element, level + 1)
                if not level:
                    self._footnotes()
            elif kind == "Table":
                self._table(element, place)
            elif kind == "Figure":
                self._figure(element, place)
            elif kind in _NOTES:
                self._note(element)
            elif kind == "Caption":
                self.findings.add(Piece("figure", self._text(element), place=place))
            elif _has_blocks(element):
                self._loose(element, place)
                self._blocks(element, level)
            else:
                callout = kind == "BlockQuote"
                self._paragraph(element, "callout" if callout else "text", place)

    def _loose(self, element: Element, place: str) -> None:
        """Words that stand directly in a group, beside the paragraphs in it."""
        own = [kid for kid in element.kids if not isinstance(kid, Element)]
        self.findings.add(Piece("text", self._joined(own), place=place))

    def _paragraph(self, element: Element, kind: str, place: str) -> None:
        self.findings.add(
            Piece(kind, self._text(element), place=place, strong=self._is_bold(element))
        )
        self._asides(element)
        self._footnotes()

    def _asides(self, element: Element, level: int = 0) -> None:
        for each in element:
            if each.type in _ASIDE:
                self._blocks([each], level)
            else:
                self._asides(each, level)

    def _list(self, element: Element, level: int) -> None:
        for item in element:
            if item.type == "L":
                self._list(item, level + 1)
                continue
            text = self._text(item, without=("Lbl",))
            if not any(each.type == "Lbl" for each in item) and text:
                mark = bullet(text) or enumerator(text)
                text = mark.rest if mark else text
            kind = "figure" if item.type == "Caption" else "item"
            self.findings.add(Piece(kind, text, level, place=self._place(item)))
            self._asides(item, level)

    def _table(self, element: Element, place: str) -> None:
        rows = [
            [self._text(cell) for cell in row if cell.type in ("TH", "TD")]
            for row in element.all()
            if row.type == "TR"
        ]
        add_table(self.findings, rows, place)
        for each in element.all():
            if each.type in _NOTES:
                self._note(each)
            elif each.type == "Caption":
                self.findings.add(Piece("figure", self._text(each), place=place))
        self._footnotes()

    def _figure(self, element: Element, place: str) -> None:
        said = clean(element.alt)
        self.findings.drop(_("A picture: “%(text)s”.") if said else _("A picture."), said, place)
        if text := self._text(element):
            self.findings.drop(_("Words in a picture: “%(text)s”."), text, place)
        self._asides(element)

    def _note(self, element: Element) -> None:
        text = self._text(element, within=True)
        self._waiting.append(Piece("text", text, place=self._place(element)))

    def _footnotes(self) -> None:
        waiting, self._waiting = self._waiting, []
        for piece in waiting:
            self.findings.add(piece)
            message = _("A footnote became a paragraph of its own: “%(text)s”.")
            self.findings.doubt(message % {"text": quoted(piece.text)}, piece.place)

    # --- Words ---------------------------------------------------------------------------

    def _text(self, element: Element, *, without: Sequence[str] = (), within: bool = False) -> str:
        out = frozenset(without) if within else _ASIDE.union(without)
        return self._joined(element.content(out))

    def _joined(self, tags: Iterable[tuple[int, int]]) -> str:
        """The words of marked content, put together from the lines they stand on."""
        rows = rows_of((self.runs[i] for i in self._indexes(tags)), columns=False)
        text, doubts = join([(row.page, decode_glyphs(row.text)) for row in rows], self._known)
        # The joiner's lines have numbers; here they are those of pages.
        self.findings.doubts += [
            Note(doubt.message, place=place_of_page(doubt.line or 1)) for doubt in doubts
        ]
        return clean(text)

    def _is_bold(self, element: Element) -> bool:
        runs = [self.runs[i] for i in self._indexes(element.content(_ASIDE))]
        return bool(runs) and all(run.bold or not run.letters for run in runs)

    def _place(self, element: Element) -> str:
        page = next((page for page, _tag in element.content()), 0)
        return place_of_page(page) if page else ""

    def _title(self) -> None:
        """A first paragraph in larger type, in files that have no tag for titles."""
        pieces = self.findings.pieces
        if not pieces or pieces[0].kind != "text":
            return
        first = next((run for run in self.runs if not run.artifact and run.letters), None)
        larger = first is not None and first.size >= self._body * _LARGER
        if first and larger and pieces[0].text.startswith(clean(first.text)[:20]):
            pieces[0] = Piece("title", pieces[0].text, place=pieces[0].place)


def has_headings(tree: Element) -> bool:
    """Whether anything in the tree says that it is a heading."""
    return any(_HEADING.fullmatch(element.type) for element in tree.all())


def _has_blocks(element: Element) -> bool:
    return element.type not in ("P", "BlockQuote") and any(each.type in _BLOCKS for each in element)
