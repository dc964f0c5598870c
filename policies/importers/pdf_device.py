"""What draws a PDF page draws it here: letters that know which marked content they belong to.

pdfplumber marks letters too, but forgets where it was after content that is marked within marked
content, as hyphens at line ends are.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LTChar, LTFigure, LTPage
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text

_ARTIFACT = "Artifact"
_FAR = 1e6  # points; a page of the largest size has 14,400


@dataclass(frozen=True)
class Mark:
    """The innermost marked content: its number, None for none, what its letters stand for."""

    tag: int | None = None
    artifact: bool = False
    actual: str | None = None


@dataclass(frozen=True)
class Letter:
    """A letter as it is drawn, with its mark."""

    drawn: LTChar
    mark: Mark


class Device(PDFPageAggregator):
    """Collects letters with their marks; the page's other things as pdfminer does."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._marks = [Mark()]
        self._of: dict[int, Mark] = {}

    def begin_tag(self, tag: PSLiteral, props: Any = None) -> None:
        """Content is marked from here on, perhaps within other marked content."""
        around, found = self._marks[-1], props if isinstance(props, dict) else {}
        number, actual = found.get("MCID"), found.get("ActualText")
        self._marks.append(
            Mark(
                number if isinstance(number, int) else around.tag,
                around.artifact or tag.name == _ARTIFACT,
                decode_text(actual) if isinstance(actual, bytes) else around.actual,
            )
        )

    def end_tag(self) -> None:
        """The content around it goes on."""
        if len(self._marks) > 1:
            self._marks.pop()

    def render_char(self, *arguments: Any, **options: Any) -> float:
        """Draw a letter, and remember its mark."""
        advance = super().render_char(*arguments, **options)
        self._of[id(self.cur_item._objs[-1])] = self._marks[-1]
        return advance

    def letters(self, container: Any) -> Iterator[Letter]:
        """The letters on a page in the order in which they were drawn, those in figures too."""
        for each in container:
            if isinstance(each, LTChar) and _is_somewhere(each):
                yield Letter(each, self._of[id(each)])
            elif isinstance(each, LTFigure):
                yield from self.letters(each)


def _is_somewhere(char: LTChar) -> bool:
    """Whether a letter has a place and a size that can be reckoned with."""
    return all(abs(each) < _FAR for each in (char.x0, char.x1, char.size, *char.matrix))


def draw(page: Any) -> tuple[LTPage, list[Letter]]:
    """A pdfplumber page, drawn: everything on it, and its letters."""
    device = Device(page.pdf.rsrcmgr, pageno=page.page_number, laparams=None)
    PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    layout = device.get_result()
    return layout, list(device.letters(layout))
