"""A Word file (DOCX), in; a policy's outline, out.

Read from its own XML, because what has to be told about (tracked deletions, hidden text, page
heads, text boxes) is just what libraries that turn Word files into HTML pass over in silence.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from posixpath import dirname
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from policies.importers.archive import Archive, attribute, child, local
from policies.importers.docx_aside import Aside, by_id, target, targets
from policies.importers.docx_styles import Counters, Style, Styles, flag, level_of, outline_level
from policies.importers.docx_text import Reader, Words, all_text, alternative
from policies.importers.outline import ImportRefused, Outline
from policies.importers.pieces import Findings, Piece, add_table, place_in_text
from policies.importers.structure import outline_of

_BLOCKS = frozenset({"customXml", "ins", "moveTo", "sdtContent"})
_CONTENTS = "Table of Contents"


def read_docx(data: bytes, *, name: str = "") -> Outline:
    """The outline of a Word file; `ImportRefused` when there is none in it."""
    name = name or _("The file")
    archive = Archive(data, name)
    main = target(archive, "_rels/.rels", "officeDocument") or "word/document.xml"
    root = archive.xml(main)
    body = child(root, "body")
    if body is None:
        raise ImportRefused(_("%(name)s is damaged or only half of it came.") % {"name": name})
    document = _Document(archive, main, Findings(name))
    document.blocks(body)
    document.rest()
    return outline_of(document.findings)


class _Document:
    def __init__(self, archive: Archive, main: str, findings: Findings) -> None:
        self.findings = findings
        self._archive = archive
        self._rels = f"{dirname(main)}/_rels/{main.rpartition('/')[2]}.rels".lstrip("/")
        self._styles = Styles(self._part("styles"))
        self._counters = Counters(self._part("numbering"))
        self._reader = Reader(self._styles)
        notes = {kind: by_id(self._part(f"{kind}s")) for kind in ("footnote", "endnote")}
        self._aside = Aside(findings, notes, by_id(self._part("comments")))
        self._count = 0
        self._heading = ""
        self._joined: Words | None = None

    def _part(self, kind: str) -> Element | None:
        part = target(self._archive, self._rels, kind)
        return self._archive.xml(part) if part else None

    @property
    def _place(self) -> str:
        return place_in_text(self._count, self._heading)

    # --- What stands in the body ---------------------------------------------------------

    def blocks(self, parent: Iterable[Element]) -> None:
        """Everything in the body, or in a part of it, in reading order."""
        for element in parent:
            name = local(element)
            if name == "p":
                self._paragraph(element)
            elif name == "tbl":
                self._count += 1
                self._table(element)
            elif name == "sdt":
                self._control(element)
            elif name == "AlternateContent":
                self.blocks(alternative(element))
            elif name == "altChunk":
                self.findings.drop(_("Another file that is put into this one."), "", self._place)
            elif name in ("del", "moveFrom"):
                self._aside.deleted(all_text(element), self._place)
            elif name in _BLOCKS:
                self.blocks(element)

    def _control(self, element: Element) -> None:
        properties, content = child(element, "sdtPr"), child(element, "sdtContent")
        if content is None:
            return
        gallery = child(properties, "docPartObj", "docPartGallery")
        if attribute(gallery, "val") == _CONTENTS:
            for paragraph in content:
                self._contents(all_text(paragraph))
        elif flag(properties, "showingPlcHdr"):
            self._aside.prompt(all_text(content), self._place)
        else:
            self.blocks(content)

    def _paragraph(self, element: Element, kind: str = "text") -> None:
        properties = child(element, "pPr")
        style = self._styles.get(attribute(child(properties, "pStyle"), "val") or "Normal")
        words = self._reader.words(element, style)
        if self._joined is not None:
            words.parts = [*self._joined.parts, *words.parts]
            self._joined = None
        if child(properties, "rPr", "del") is not None and words.text:
            self._joined = words  # the end of this paragraph is deleted: the next goes on
            self._aside.tell(words, self._place)
            return
        self._count += bool(words.text)
        piece = self._piece(words, style, properties, kind)
        if style.role == "contents" or any(
            i.strip().startswith("TOC ") for i in words.instructions
        ):
            self._contents(words.text)
            return
        if piece.kind != "item":
            self._aside.footnotes(self._place)
        if piece.kind == "heading":
            self._heading = piece.text
        self.findings.add(replace(piece, place=self._place))
        self._aside.tell(words, self._place)
        if piece.kind != "item":
            self._aside.footnotes(self._place)

    def _piece(self, words: Words, style: Style, properties: Element | None, kind: str) -> Piece:
        numbering = child(properties, "numPr")
        num_id = attribute(child(numbering, "numId"), "val") or style.num_id
        level = level_of(numbering) if child(numbering, "ilvl") is not None else style.num_level
        listed = num_id not in ("", "0") and bool(words.text)
        number = self._counters.next(num_id, level) if listed else ""
        heading = outline_level(properties) or style.heading
        if heading:
            return Piece("heading", words.text, heading, number)
        if style.role == "title":
            return Piece("title", words.text)
        if listed:
            depth = max(level + 1, style.list_level)
            return Piece("item", words.text, depth, number, strong=words.strong)
        if style.role in ("caption", "callout"):
            return Piece("figure" if style.role == "caption" else "callout", words.text)
        return Piece(kind, words.text, strong=words.strong)

    # --- Tables --------------------------------------------------------------------------

    def _table(self, table: Element) -> None:
        rows = [row for row in _inside(table, "tr") if not self._row_is_deleted(row)]
        cells = [_inside(row, "tc") for row in rows]
        if max(map(len, cells), default=0) <= 1:
            # One column sets a box or a page, it holds no data.
            for (cell,) in filter(None, cells):
                self._box(cell, "callout" if len(cells) == 1 else "text")
            return
        texts: list[list[str]] = []
        for row in cells:
            texts.append(self._row(row, texts[-1] if texts else []))
        self._aside.footnotes(self._place)
        add_table(self.findings, texts, self._place)
        self._aside.footnotes(self._place)

    def _box(self, cell: Element, kind: str) -> None:
        for element in cell:
            if local(element) == "p":
                self._paragraph(element, kind)
            else:
                self.blocks([element])

    def _row(self, cells: Sequence[Element], above: Sequence[str]) -> list[str]:
        texts: list[str] = []
        for cell in cells:
            properties = child(cell, "tcPr")
            merged = child(properties, "vMerge")
            goes_on = merged is not None and attribute(merged, "val") != "restart"
            column = len(texts)
            said = above[column] if goes_on and column < len(above) else self._cell(cell)
            span = attribute(child(properties, "gridSpan"), "val")
            empty = min(int(span), 64) - 1 if span.isascii() and span.isdigit() and span else 0
            texts += [said, *[""] * empty]
        return texts

    def _cell(self, cell: Element) -> str:
        texts = []
        for element in _paragraphs(cell):
            style = self._styles.get(attribute(child(element, "pPr", "pStyle"), "val"))
            words = self._reader.words(element, style)
            self._aside.tell(words, self._place)
            texts.append(words.text)
        return " ".join(filter(None, texts))

    def _row_is_deleted(self, row: Element) -> bool:
        if child(row, "trPr", "del") is None:
            return False
        self._aside.deleted(all_text(row), self._place)
        return True

    def _contents(self, text: str) -> None:
        if text:
            self.findings.drop(_("Table of contents: “%(text)s”."), text, self._place)

    def rest(self) -> None:
        """What stands outside the body, or was never referred to."""
        self._aside.footnotes(self._place)
        self._aside.rest()
        for kind, message in (
            ("header", _("Page header: “%(text)s”.")),
            ("footer", _("Page footer: “%(text)s”.")),
        ):
            parts = [self._archive.xml(part) for part in targets(self._archive, self._rels, kind)]
            for text in dict.fromkeys(filter(None, map(all_text, parts))):
                self.findings.drop(message, text)


def _inside(parent: Element, name: str) -> list[Element]:
    """Rows of a table or cells of a row, those in fields and tracked insertions too."""
    found = []
    for element in parent:
        if local(element) == name:
            found.append(element)
        elif local(element) in ("sdt", "sdtContent", "customXml", "ins"):
            found += _inside(element, name)
    return found


def _paragraphs(parent: Element) -> Iterator[Element]:
    """The paragraphs of a cell and of the tables in it; not those of a box that is drawn in it."""
    for element in parent:
        if local(element) == "p":
            yield element
        elif local(element) not in ("del", "moveFrom"):
            yield from _paragraphs(element)
