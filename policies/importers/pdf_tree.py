"""The structure tree of a tagged PDF, in its own order, each piece of content with its page.

pdfplumber has one too, but it forgets on which page the second half of a paragraph stands, and
where in a paragraph a link or a footnote was.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from pdfminer.pdftypes import PDFObjRef, resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text

from policies.importers.outline import ImportRefused
from policies.importers.pieces import MAX_PIECES

_DEEPEST = 60
_MOST = 10 * MAX_PIECES


@dataclass
class Element:
    """`kids` are elements, and (page, number) of marked content, in reading order."""

    type: str
    alt: str = ""
    kids: list["Element | tuple[int, int]"] = field(default_factory=list)

    def __iter__(self) -> Iterator["Element"]:
        return (kid for kid in self.kids if isinstance(kid, Element))

    def all(self) -> Iterator["Element"]:
        """The element and all in it, in reading order."""
        yield self
        for each in self:
            yield from each.all()

    def content(self, without: frozenset[str] = frozenset()) -> Iterator[tuple[int, int]]:
        """Its marked content, except what stands in elements of some types."""
        for kid in self.kids:
            if not isinstance(kid, Element):
                yield kid
            elif kid.type not in without:
                yield from kid.content(without)


def tree_of(pdf: Any) -> Element | None:
    """The root of the structure tree of a pdfplumber file, None when it is not tagged."""
    root = resolve1(pdf.doc.catalog.get("StructTreeRoot"))
    if not isinstance(root, dict) or "K" not in root:
        return None
    pages = {page.page_obj.pageid: page.page_number for page in pdf.pages}
    return _Tree(pages, resolve1(root.get("RoleMap")) or {}).read(root)


class _Tree:
    def __init__(self, pages: dict[Any, int], roles: dict[str, Any]) -> None:
        self._pages = pages
        self._roles = roles
        self._seen: set[int] = set()
        self._count = 0

    def read(self, root: dict[str, Any]) -> Element:
        element = Element("Document")
        self._fill(element, root, 0, 0)
        return element

    def _fill(self, element: Element, obj: dict[str, Any], page: int, depth: int) -> None:
        kids = resolve1(obj.get("K"))
        for kid in kids if isinstance(kids, list) else [obj.get("K")]:
            self._count += 1
            if depth > _DEEPEST or self._count > _MOST:
                raise ImportRefused(_("The tags of the PDF are nested too deep to be a document."))
            if isinstance(kid, PDFObjRef):
                # A tag that is its own ancestor would never end.
                if kid.objid in self._seen:
                    continue
                self._seen.add(kid.objid)
            found = resolve1(kid)
            if isinstance(found, int) and page:
                element.kids.append((page, found))
            elif isinstance(found, dict):
                self._add(element, found, self._page(found) or page, depth)

    def _add(self, element: Element, obj: dict[str, Any], page: int, depth: int) -> None:
        number = resolve1(obj.get("MCID"))
        if isinstance(number, int):
            element.kids.append((page, number))
        elif "S" in obj:
            alt = resolve1(obj.get("Alt"))
            said = decode_text(alt) if isinstance(alt, bytes) else ""
            made = Element(self._role(resolve1(obj["S"])), said)
            element.kids.append(made)
            self._fill(made, obj, page, depth + 1)

    def _page(self, obj: dict[str, Any]) -> int:
        page = obj.get("Pg")
        return self._pages.get(page.objid, 0) if isinstance(page, PDFObjRef) else 0

    def _role(self, name: Any) -> str:
        """The type in the standard's own words; files may have others that are mapped to them."""
        for _step in range(5):
            mapped = resolve1(self._roles.get(_word(name)))
            if not mapped or _word(mapped) == _word(name):
                break
            name = mapped
        return _word(name)


def _word(name: Any) -> str:
    if isinstance(name, PSLiteral):
        name = name.name
    return name.decode("latin-1") if isinstance(name, bytes) else str(name)
