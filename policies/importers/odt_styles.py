"""What an ODT file says about its paragraphs elsewhere: styles, and the numbers of headings."""

from collections.abc import Iterable
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from policies.importers.archive import attribute, child, local

_ROLES = {
    "title": "title",
    "caption": "caption",
    "illustration": "caption",
    "figure": "caption",
    "table": "caption",
    "drawing": "caption",
    "quotations": "callout",
    "contents heading": "contents",
}
_LONGEST_CHAIN = 20


@dataclass(frozen=True)
class Style:
    """A paragraph or text style with what it inherits. `heading` is the outline level."""

    role: str = ""  # title, caption, callout, contents or ""
    heading: int = 0
    bold: bool = False
    hidden: bool = False


class Styles:
    """The styles of a document by family and name, those of styles.xml and the automatic ones."""

    def __init__(self, roots: Iterable[Element | None]) -> None:
        self._elements: dict[tuple[str, str], Element] = {}
        self._known: dict[tuple[str, str], Style] = {}
        for root in roots:
            for each in root.iter() if root is not None else ():
                if local(each) == "style":
                    key = (attribute(each, "family"), attribute(each, "name"))
                    self._elements.setdefault(key, each)

    def get(self, family: str, name: str) -> Style:
        """The style; one that says nothing when the document does not define it."""
        if (family, name) not in self._known:
            self._known[family, name] = self._resolved(family, name)
        return self._known[family, name]

    def _resolved(self, family: str, name: str) -> Style:
        chain: list[Element] = []
        names = [name]
        while (element := self._elements.get((family, name))) is not None and element not in chain:
            chain.append(element)
            names += [attribute(element, "display-name"), attribute(element, "name")]
            name = attribute(element, "parent-style-name")
            names.append(name)
            if len(chain) == _LONGEST_CHAIN:
                break
        plain = [each.replace("_20_", " ").casefold() for each in names if each]
        runs = [child(element, "text-properties") for element in chain]
        levels = [attribute(element, "default-outline-level") for element in chain]
        return Style(
            role=next((_ROLES[each] for each in plain if each in _ROLES), ""),
            heading=next((int(level) for level in levels if level in tuple("123456789")), 0),
            bold=next((w for run in runs if (w := attribute(run, "font-weight"))), "") == "bold",
            hidden=next((d for run in runs if (d := attribute(run, "display"))), "") == "none",
        )


class OutlineNumbers:
    """The numbers that LibreOffice prints before headings, counted as the headings are read."""

    def __init__(self, root: Element | None) -> None:
        self._levels: dict[int, Element] = {}
        self._counters: dict[int, int] = {}
        for each in root.iter() if root is not None else ():
            if local(each) == "outline-level-style" and attribute(each, "level").isdigit():
                self._levels[int(attribute(each, "level"))] = each

    def next(self, level: int) -> str:
        """The number of the next heading of a level, "" when headings of that level have none."""
        self._counters = {k: v for k, v in self._counters.items() if k <= level}
        self._counters[level] = self._counters.get(level, 0) + 1
        style = self._levels.get(level)
        if attribute(style, "num-format") != "1":
            return ""
        shown = attribute(style, "display-levels")
        first = level - (int(shown) if shown.isdigit() else 1) + 1
        counted = [self._counters.get(k, 1) for k in range(max(first, 1), level + 1)]
        return ".".join(map(str, counted)) + attribute(style, "num-suffix")
