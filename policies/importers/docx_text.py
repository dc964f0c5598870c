"""One paragraph of a DOCX file: its words, and what hangs in it that is not its words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from policies.importers.archive import attribute, child, local
from policies.importers.docx_styles import Style, Styles, flag
from policies.importers.lines import clean

_WRAPPERS = frozenset(
    ("ins", "moveTo", "hyperlink", "smartTag", "sdtContent", "fldSimple", "customXml", "dir", "bdo")
)
_TAKEN_OUT = frozenset({"del", "moveFrom"})
_SIGNS = {"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-", "ptab": " "}
_DRAWINGS = frozenset({"drawing", "pict", "object"})


@dataclass
class Words:
    """What was found in one paragraph. `strong` holds while every letter so far is bold."""

    parts: list[str] = field(default_factory=list)
    strong: bool = True
    deleted: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    placeholders: list[str] = field(default_factory=list)
    boxes: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    objects: int = 0
    notes: list[tuple[str, str, int]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    instructions: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words as people read them."""
        return clean("".join(self.parts))


class Reader:
    """Reads the paragraphs of one document; the styles decide what is bold and what is hidden."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._notes = 0

    def words(self, paragraph: Element, style: Style) -> Words:
        """Everything in a paragraph."""
        found = Words()
        self._walk(paragraph, style, found)
        found.strong = found.strong and bool(found.text)
        return found

    def _walk(self, parent: Element, style: Style, found: Words) -> None:
        for element in parent:
            name = local(element)
            if name == "r":
                self._run(element, style, found)
            elif name in _TAKEN_OUT:
                found.deleted.append(all_text(element))
            elif name == "sdt":
                self._control(element, style, found)
            elif name == "AlternateContent":
                self._walk(alternative(element), style, found)
            elif name in ("oMath", "oMathPara"):
                found.parts.append(all_text(element))
            elif name in _WRAPPERS:
                self._walk(element, style, found)

    def _control(self, element: Element, style: Style, found: Words) -> None:
        """A field to fill in: its words, unless they are the prompt of one that nobody filled."""
        content = child(element, "sdtContent")
        if content is None:
            return
        if flag(child(element, "sdtPr"), "showingPlcHdr"):
            found.placeholders.append(all_text(content))
        else:
            self._walk(content, style, found)

    def _run(self, run: Element, style: Style, found: Words) -> None:
        properties = child(run, "rPr")
        own = self._styles.get(attribute(child(properties, "rStyle"), "val"))
        if _first(flag(properties, "vanish"), own.hidden or style.hidden):
            found.hidden.append(all_text(run))
            return
        bold = _first(flag(properties, "b"), own.bold or style.bold)
        for element in run:
            self._inline(element, found, bold=bold)

    def _inline(self, element: Element, found: Words, *, bold: bool) -> None:
        name = local(element)
        if name == "t":
            text = element.text or ""
            found.parts.append(text)
            found.strong = found.strong and (bold or not text.strip())
        elif name in _SIGNS:
            found.parts.append(_SIGNS[name])
        elif name == "sym":
            found.parts.append(_symbol(attribute(element, "char")))
        elif name in ("footnoteReference", "endnoteReference"):
            self._notes += 1
            kind = name.removesuffix("Reference")
            found.notes.append((kind, attribute(element, "id"), self._notes))
            found.parts.append(f"[{self._notes}]")
        elif name == "commentReference":
            found.comments.append(attribute(element, "id"))
        elif name == "delText":
            found.deleted.append(element.text or "")
        elif name == "instrText":
            found.instructions.append(element.text or "")
        elif name in _DRAWINGS:
            self._drawing(element, found)
        elif name == "AlternateContent":
            for each in alternative(element):
                self._inline(each, found, bold=bold)
        elif name == "ruby":
            found.parts.append(all_text(child(element, "rubyBase")))

    def _drawing(self, element: Element, found: Words) -> None:
        boxes = [box for box in element.iter() if local(box) == "txbxContent"]
        for box in boxes:
            found.boxes.append(all_text(box))
        names = {local(each) for each in element.iter()}
        if names & {"blip", "imagedata"}:
            found.pictures.append(_description(element))
        elif not boxes and names & {"chart", "relIds", "OLEObject"}:
            found.objects += 1


def _first(own: bool | None, inherited: bool) -> bool:
    return inherited if own is None else own


def _symbol(char: str) -> str:
    try:
        return chr(int(char, 16))
    except (ValueError, OverflowError):
        return ""


def _description(drawing: Element) -> str:
    for each in drawing.iter():
        if local(each) in ("docPr", "shape"):
            text = attribute(each, "descr") or attribute(each, "alt")
            if text:
                return clean(text)
    return ""


def alternative(element: Element) -> Element:
    """The newest form of what a file holds in several, never more than one."""
    for name in ("Choice", "Fallback"):
        if (found := child(element, name)) is not None:
            return found
    return Element("nothing")


def all_text(element: Element | None) -> str:
    """All words under an element, paragraphs and cells apart, drawn boxes included."""
    return clean("".join(_texts(element))) if element is not None else ""


def _texts(element: Element) -> Iterator[str]:
    name = local(element)
    if name in ("t", "delText"):
        yield element.text or ""
    elif name in _SIGNS:
        yield _SIGNS[name]
    elif name == "AlternateContent":
        yield from _texts(alternative(element))
    else:
        for each in element:
            yield from _texts(each)
        if name in ("p", "tc", "txbxContent"):
            yield " "
