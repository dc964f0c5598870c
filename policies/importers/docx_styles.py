"""What a DOCX file says about its paragraphs elsewhere: styles, and how they are numbered."""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from policies.importers.archive import attribute, child, local

_HEADING = re.compile(r"(?:heading|overskrift)\s?([1-9])", re.IGNORECASE)
_TITLES = frozenset({"title", "titel"})
_CAPTIONS = frozenset({"caption", "billedtekst"})
_CALLOUTS = frozenset({"quote", "intense quote", "block text", "citat", "stærkt citat"})
_CONTENTS = re.compile(
    r"(?:toc|indholdsfortegnelse|table of figures|index)(?:\s.*)?", re.IGNORECASE
)
_LIST = re.compile(r"list(?: bullet| number| continue)? ([2-5])")
_LONGEST_CHAIN = 20  # styles based on styles; a circle ends too
_OFF = ("0", "false", "off", "none")
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True)
class Style:
    """A paragraph or character style, with what it inherits."""

    role: str = ""  # title, caption, callout, contents or ""
    heading: int = 0
    bold: bool = False
    hidden: bool = False
    num_id: str = ""
    num_level: int = 0
    list_level: int = 1  # as "List Bullet 2" has it in its name, whatever list it counts in


class Styles:
    """The styles of a document by their id."""

    def __init__(self, root: Element | None) -> None:
        self._elements = {
            attribute(each, "styleId"): each
            for each in (root if root is not None else ())
            if local(each) == "style"
        }
        self._known: dict[str, Style] = {}

    def get(self, style_id: str) -> Style:
        """The style; one that says nothing when the document does not define it."""
        if style_id not in self._known:
            self._known[style_id] = self._resolved(style_id)
        return self._known[style_id]

    def _resolved(self, style_id: str) -> Style:
        chain = []
        while (element := self._elements.get(style_id)) is not None and element not in chain:
            chain.append(element)
            style_id = attribute(child(element, "basedOn"), "val")
            if len(chain) == _LONGEST_CHAIN:
                break
        names = [attribute(child(element, "name"), "val").casefold() for element in chain]
        properties = [child(element, "pPr") for element in chain]
        runs = [child(element, "rPr") for element in chain]
        numbers = [n for p in properties if (n := child(p, "numPr")) is not None]
        return Style(
            role=next((role for name in names if (role := _role(name))), ""),
            heading=_heading(names, properties),
            bold=next((on for run in runs if (on := flag(run, "b")) is not None), False),
            hidden=next((on for run in runs if (on := flag(run, "vanish")) is not None), False),
            num_id=next((v for n in numbers if (v := attribute(child(n, "numId"), "val"))), ""),
            list_level=next((int(m[1]) for n in names if (m := _LIST.fullmatch(n))), 1),
            num_level=next((level_of(n) for n in numbers if child(n, "ilvl") is not None), 0),
        )


def _role(name: str) -> str:
    if name in _TITLES:
        return "title"
    if name in _CAPTIONS:
        return "caption"
    if name in _CALLOUTS:
        return "callout"
    return "contents" if _CONTENTS.fullmatch(name) else ""


def _heading(names: list[str], properties: list[Element | None]) -> int:
    for name, own in zip(names, properties, strict=True):
        if level := outline_level(own):
            return level
        if found := _HEADING.match(name):
            return int(found[1])
    return 0


def outline_level(properties: Element | None) -> int:
    """The heading level a paragraph's properties give it, 0 for none."""
    value = attribute(child(properties, "outlineLvl"), "val")
    return int(value) + 1 if value.isascii() and value.isdigit() and int(value) < 9 else 0


def flag(properties: Element | None, name: str) -> bool | None:
    """Whether a property is on; None when nothing is said about it."""
    element = child(properties, name)
    if element is None:
        return None
    return attribute(element, "val").casefold() not in _OFF


def level_of(numbering: Element | None) -> int:
    """The list level, from 0, that a `numPr` names."""
    value = attribute(child(numbering, "ilvl"), "val")
    return min(int(value), 8) if value.isascii() and value.isdigit() else 0


@dataclass
class _List:
    """One abstract numbering: its levels, and where its counters stand."""

    levels: dict[int, Element]
    counters: dict[int, int] = field(default_factory=dict)


class Counters:
    """The numbers Word would print: they count on as the paragraphs are read in order."""

    def __init__(self, root: Element | None) -> None:
        self._lists: dict[str, _List] = {}
        self._by_num: dict[str, str] = {}
        self._starts: dict[tuple[str, int], int] = {}
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                levels = {level_number(e): e for e in element if local(e) == "lvl"}
                self._lists[attribute(element, "abstractNumId")] = _List(levels)
            elif local(element) == "num":
                self._add_num(element)

    def _add_num(self, element: Element) -> None:
        num_id = attribute(element, "numId")
        self._by_num[num_id] = attribute(child(element, "abstractNumId"), "val")
        for override in element:
            start = attribute(child(override, "startOverride"), "val")
            if start.isascii() and start.isdigit():
                self._starts[num_id, level_number(override)] = int(start)

    def next(self, num_id: str, level: int) -> str:
        """The text before the next paragraph at a level of a list; "" for a bullet or nothing."""
        found = self._lists.get(self._by_num.get(num_id, ""))
        if found is None or level not in found.levels:
            return ""
        for deeper in [each for each in found.counters if each > level]:
            del found.counters[deeper]
        first = self._starts.pop((num_id, level), None)
        if first is None and level not in found.counters:
            first = _start(found.levels[level])
        found.counters[level] = first if first is not None else found.counters[level] + 1
        text = attribute(child(found.levels[level], "lvlText"), "val")
        if _format(found.levels[level]) in ("bullet", "none"):
            return ""
        return _PLACE.sub(lambda place: _shown(found, int(place[1]) - 1), text).strip()


def level_number(element: Element) -> int:
    """The `ilvl` a level of a list has."""
    value = attribute(element, "ilvl")
    return int(value) if value.isascii() and value.isdigit() else 0


def _start(level: Element) -> int:
    value = attribute(child(level, "start"), "val")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 6 else 1


def _format(level: Element) -> str:
    return attribute(child(level, "numFmt"), "val") or "decimal"


def _shown(found: _List, level: int) -> str:
    element = found.levels.get(level)
    if element is None:
        return ""
    value = found.counters.setdefault(level, _start(element))
    style = _format(element)
    if style.endswith("Letter"):
        letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letters[:9].upper() if style.startswith("upper") else letters[:9]
    if style.endswith("Roman"):
        return _roman(value) if style.startswith("upper") else _roman(value).lower()
    return str(value)


def _roman(value: int) -> str:
    signs = [(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
    text = ""
    for worth, sign in signs:
        while value >= worth and len(text) < 20:
            text, value = text + sign, value - worth
    return text
