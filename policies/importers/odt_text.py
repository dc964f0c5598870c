"""One paragraph of an ODT file: its words, and what hangs in it that is not its words."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from policies.importers.archive import attribute, child, local
from policies.importers.lines import clean
from policies.importers.odt_styles import Styles

_SIGNS = frozenset({"s", "tab", "line-break"})
_SILENT = frozenset({"bookmark", "soft-page-break", "change", "number"})


@dataclass
class Words:
    """What was found in one paragraph. `strong` holds while every letter so far is bold."""

    parts: list[str] = field(default_factory=list)
    strong: bool = True
    hidden: list[str] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    objects: int = 0
    notes: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The words as people read them."""
        return clean("".join(self.parts))


class Reader:
    """Reads the paragraphs of one document and numbers its footnotes in reading order."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles
        self._notes = 0

    def words(self, paragraph: Element) -> Words:
        """Everything in a paragraph or heading."""
        found = Words()
        style = self._styles.get("paragraph", attribute(paragraph, "style-name"))
        if style.hidden or any(local(each) == "hidden-paragraph" for each in paragraph):
            found.hidden.append(all_text(paragraph))
            return found
        self._walk(paragraph, found, bold=style.bold)
        found.strong = found.strong and bool(found.text)
        return found

    def _walk(self, parent: Element, found: Words, *, bold: bool) -> None:
        self._say(parent.text, found, bold=bold)
        for element in parent:
            self._inline(element, found, bold=bold)
            self._say(element.tail, found, bold=bold)

    def _say(self, text: str | None, found: Words, *, bold: bool) -> None:
        if text:
            found.parts.append(text)
            found.strong = found.strong and (bold or not text.strip())

    def _inline(self, element: Element, found: Words, *, bold: bool) -> None:
        name = local(element)
        if name in _SIGNS:
            found.parts.append(" ")
        elif name == "note":
            self._notes += 1
            found.parts.append(f"[{self._notes}]")
            found.notes.append(f"[{self._notes}] {all_text(child(element, 'note-body'))}")
        elif name == "annotation":
            found.comments.append(comment(element))
        elif name == "hidden-text":
            found.hidden.append(attribute(element, "string-value") or all_text(element))
        elif name == "frame":
            frame(element, found)
        elif name == "span":
            style = self._styles.get("text", attribute(element, "style-name"))
            if style.hidden:
                found.hidden.append(all_text(element))
            else:
                self._walk(element, found, bold=bold or style.bold)
        elif name == "ruby":
            base = child(element, "ruby-base")
            self._walk(base if base is not None else element, found, bold=bold)
        elif name not in _SILENT and not name.startswith(("bookmark-", "change-", "annotation-")):
            if _is_drawing(element):
                found.boxes.append(element)
            else:
                self._walk(element, found, bold=bold)


def _is_drawing(element: Element) -> bool:
    return ":drawing:" in str(element.tag) and local(element) != "a"


def frame(element: Element, found: Words) -> None:
    """A frame: a picture, a text box, or a formula, chart or other thing put in."""
    described = clean(all_text(child(element, "desc")) or all_text(child(element, "title")))
    box = child(element, "text-box")
    if box is not None:
        found.boxes.append(box)
    elif child(element, "object") is not None or child(element, "object-ole") is not None:
        found.objects += 1
    elif child(element, "image") is not None:
        found.pictures.append(described)


def comment(element: Element) -> str:
    """The words of a comment, without who wrote it and when."""
    return clean(" ".join(all_text(each) for each in element if local(each) in ("p", "list")))


def all_text(element: Element | None) -> str:
    """All words under an element, paragraphs and cells apart."""
    return clean("".join(_texts(element))) if element is not None else ""


def _texts(element: Element) -> Iterator[str]:
    if local(element) in _SIGNS:
        yield " "
        return
    yield element.text or ""
    for each in element:
        if local(each) not in ("desc", "title"):
            yield from _texts(each)
        yield each.tail or ""
    if local(element) in ("p", "h", "table-cell"):
        yield " "
