"""A LibreOffice file (ODT), in; a policy's outline, out."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from policies.importers.archive import Archive, attribute, child, local
from policies.importers.kinds import is_caption
from policies.importers.odt_styles import OutlineNumbers, Styles
from policies.importers.odt_text import Reader, Words, all_text, frame
from policies.importers.outline import ImportRefused, Outline
from policies.importers.pieces import Findings, Piece, add_table, place_in_text, quoted
from policies.importers.structure import outline_of

_CONTENTS = frozenset(
    ("table-of-content", "illustration-index", "table-index", "object-index", "user-index")
    + ("alphabetical-index", "bibliography")
)
_BLOCKS = frozenset({"section", "numbered-paragraph", "index-body", "list-header"})
_MOST_COLUMNS = 64
_MOST_COPIES = 64


def read_odt(data: bytes, *, name: str = "") -> Outline:
    """The outline of an OpenDocument text; `ImportRefused` when there is none in it."""
    name = name or _("The file")
    archive = Archive(data, name)
    content, styles = archive.xml("content.xml"), archive.xml("styles.xml")
    text = child(content, "body", "text")
    if text is None:
        raise ImportRefused(_("%(name)s is damaged or only half of it came.") % {"name": name})
    document = _Document(Findings(name), Styles([content, styles]), OutlineNumbers(styles))
    document.blocks(text)
    document.footnotes()
    document.page_heads(styles)
    return outline_of(document.findings)


class _Document:
    def __init__(self, findings: Findings, styles: Styles, numbers: OutlineNumbers) -> None:
        self.findings = findings
        self._styles = styles
        self._numbers = numbers
        self._reader = Reader(styles)
        self._count = 0
        self._heading = ""
        self._waiting: list[str] = []

    @property
    def _place(self) -> str:
        return place_in_text(self._count, self._heading)

    def blocks(self, parent: Iterable[Element]) -> None:
        """Everything in the body, or in a part of it, in reading order."""
        for element in parent:
            name = local(element)
            if name in ("p", "h"):
                self._paragraph(element)
            elif name == "list":
                self._list(element, 1)
                self.footnotes()
            elif name == "table":
                self._count += 1
                self._table(element)
            elif name in _CONTENTS:
                self._contents(element)
            elif name == "tracked-changes":
                self._changes(element)
            elif name == "frame":
                words = Words()
                frame(element, words)
                self._tell(words)
            elif name in _BLOCKS:
                self.blocks(element)

    def _paragraph(self, element: Element) -> None:
        words = self._reader.words(element)
        self._count += bool(words.text)
        piece = self._piece(element, words)
        if piece.kind == "heading":
            self._heading = piece.text
        self.findings.add(replace(piece, place=self._place))
        self._tell(words)
        self.footnotes()

    def _piece(self, element: Element, words: Words) -> Piece:
        style = self._styles.get("paragraph", attribute(element, "style-name"))
        if local(element) == "h" and words.text and style.role != "title":
            given = attribute(element, "outline-level")
            level = int(given) if given in tuple("123456789") else style.heading or 1
            listed = attribute(element, "is-list-header") == "true"
            return Piece("heading", words.text, level, "" if listed else self._numbers.next(level))
        kinds = {"title": "title", "caption": "figure", "callout": "callout"}
        kind = kinds.get(style.role, "text")
        return Piece(kind, words.text, strong=words.strong)

    def _list(self, element: Element, level: int) -> None:
        for item in element:
            if local(item) not in ("list-item", "list-header"):
                continue
            own = [each for each in item if local(each) == "p"]
            found = [self._reader.words(each) for each in own]
            text = " ".join(filter(None, (words.text for words in found)))
            self._count += bool(text)
            strong = bool(found) and all(words.strong for words in found)
            self.findings.add(Piece("item", text, level, place=self._place, strong=strong))
            for words in found:
                self._tell(words)
            for each in item:
                if local(each) == "list":
                    self._list(each, level + 1)
                elif local(each) != "p":
                    self.blocks([each])

    def _table(self, table: Element) -> None:
        rows = list(_rows(table))
        cells = [[each for each in row if local(each).endswith("table-cell")] for row in rows]
        if max(map(len, cells), default=0) <= 1:
            # One column sets a box or a page, it holds no data.
            for (cell,) in filter(None, cells):
                before = len(self.findings.pieces)
                self.blocks(cell)
                if len(cells) == 1:
                    self._call_out(before)
            return
        texts: list[list[str]] = []
        for row in cells:
            texts.append(self._row(row, texts[-1] if texts else []))
        add_table(self.findings, texts, self._place)
        self.footnotes()

    def _call_out(self, start: int) -> None:
        pieces = self.findings.pieces
        pieces[start:] = [
            replace(piece, kind="callout") if piece.kind == "text" else piece
            for piece in pieces[start:]
        ]

    def _row(self, cells: Iterable[Element], above: list[str]) -> list[str]:
        texts: list[str] = []
        for cell in cells:
            times = min(_number(attribute(cell, "number-columns-repeated")), _MOST_COLUMNS)
            if local(cell) == "covered-table-cell":
                # Covered from the left it is empty; from above, it says what stands there.
                from_left = bool(texts) and not all_text(cell) and self._spans > 0
                self._spans -= from_left
                column = len(texts)
                texts.append("" if from_left or column >= len(above) else above[column])
                continue
            self._spans = _number(attribute(cell, "number-columns-spanned")) - 1
            texts += [self._cell(cell), *[""] * (times - 1)][:_MOST_COLUMNS]
        return texts

    _spans = 0

    def _cell(self, cell: Element) -> str:
        texts = []
        for element in _paragraphs(cell):
            words = self._reader.words(element)
            self._tell(words)
            texts.append(words.text)
        return " ".join(filter(None, texts))

    def footnotes(self) -> None:
        """The footnotes met so far, as paragraphs with the number that the text refers to."""
        for note in self._waiting:
            self.findings.add(Piece("text", note, place=self._place))
            message = _("A footnote became a paragraph of its own: “%(text)s”.")
            self.findings.doubt(message % {"text": quoted(note)}, self._place)
        self._waiting = []

    def _tell(self, words: Words) -> None:
        drop = self.findings.drop
        for text in filter(None, words.hidden):
            drop(_("Hidden text: “%(text)s”."), text, self._place)
        for text in words.pictures:
            drop(_("A picture: “%(text)s”.") if text else _("A picture."), text, self._place)
        for box in words.boxes:
            self._box(box)
        for _each in range(words.objects):
            drop(_("A diagram, a chart or an embedded file."), "", self._place)
        for text in words.comments:
            drop(_("A comment in the margin: “%(text)s”."), text, self._place)
        self._waiting += words.notes

    def _box(self, box: Element) -> None:
        """A text box; LibreOffice puts a picture and its caption into one."""
        pictures = [each for each in box.iter() if local(each) == "image"]
        for paragraph in box if pictures else ():
            style = self._styles.get("paragraph", attribute(paragraph, "style-name"))
            words = self._reader.words(paragraph)
            if style.role == "caption" or is_caption(words.text):
                self.findings.add(Piece("figure", words.text, place=self._place))
                self._tell(words)
                return
        text = all_text(box)
        if pictures:
            self.findings.drop(_("A picture."), "", self._place)
        if text:
            self.findings.drop(_("A text box: “%(text)s”."), text, self._place)

    def _contents(self, element: Element) -> None:
        for each in element.iter():
            if local(each) in ("p", "h") and (text := all_text(each)):
                self.findings.drop(_("Table of contents: “%(text)s”."), text, self._place)

    def _changes(self, element: Element) -> None:
        for region in element.iter():
            if local(region) == "deletion":
                paragraphs = [each for each in region if local(each) != "change-info"]
                text = " ".join(all_text(each) for each in paragraphs)
                message = _("Text that tracked changes delete: “%(text)s”.")
                self.findings.drop(message, text)

    def page_heads(self, styles: Element | None) -> None:
        """Page headers and footers, which stand with the styles."""
        said = set()
        for each in styles.iter() if styles is not None else ():
            name, text = local(each), all_text(each)
            if name.startswith(("header", "footer")) and "properties" not in name and text:
                head = _("Page header: “%(text)s”.")
                foot = _("Page footer: “%(text)s”.")
                if (name, text) not in said:
                    self.findings.drop(head if name.startswith("header") else foot, text)
                said.add((name, text))


def _rows(table: Element) -> Iterator[Element]:
    for each in table:
        if local(each) == "table-row":
            # Only empty rows are written once for many.
            yield from [each] * min(
                _number(attribute(each, "number-rows-repeated")),
                _MOST_COPIES if all_text(each) else 1,
            )
        elif local(each) in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(each)


def _paragraphs(parent: Element) -> Iterator[Element]:
    for each in parent:
        if local(each) in ("p", "h"):
            yield each
        elif local(each) != "frame":
            yield from _paragraphs(each)


def _number(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 1
