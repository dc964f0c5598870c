"""What each passage is: text, heading, item, call-out or figure, by its form and the space around.

Decided from the end backwards, because a short line is a heading or a caption by what follows it.
"""

import itertools
import re
from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

from policies.importers.marks import ends_sentence, is_titlelike, starts_upper
from policies.importers.outline import Block, Note
from policies.importers.passages import Passage

_CAPTION = re.compile(
    r"(?:(?:figur|fig\.|tabel|diagram|billede|illustration|kort|model|foto)\s\d{1,3}\s?[:.–-]"
    r"|(?:foto|figur|billede|illustration):)\s",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"[^.:!?;]{2,60}:\s(?=\S)")
_LONGEST_TITLE = 90
_LONGEST_CALLOUT = 250
_LONGEST_CAPTION = 200
_PROSE = 60
_FAR = 3
_END = 1_000
_STEP = 2  # columns; a stray space does not nest a list


def kinds(passages: Sequence[Passage]) -> tuple[list[str], list[Note]]:
    """A kind for each passage ("section" for section headings), and a doubt for each guess."""
    usual = _paragraph_gap(passages)
    found: list[str] = []
    doubts: list[Note] = []
    for k in range(len(passages) - 1, -1, -1):
        following = passages[k + 1] if k + 1 < len(passages) else None
        kind, doubt = _kind(passages[k], following, found[-1] if found else "end", usual)
        found.append(kind)
        if doubt:
            message = doubt % {"text": passages[k].text}
            doubts.append(Note(message, passages[k].lines[0].number))
    return found[::-1], doubts[::-1]


def _paragraph_gap(passages: Sequence[Passage]) -> int:
    """Blank lines usual between two paragraphs of text."""
    pairs = itertools.pairwise(passages)
    gaps = Counter(b.gap for a, b in pairs if a.role == b.role == "plain")
    return gaps.most_common(1)[0][0] if gaps else 1


def _kind(this: Passage, following: Passage | None, after: str, usual: int) -> tuple[str, str]:
    """The kind, and a doubt ("" if sure), of a passage before one of kind `after`."""
    if this.role in ("section", "item"):
        return this.role, ""
    if this.role == "numbered":
        return ("heading" if is_titlelike(this.text) else "text"), ""
    if is_caption(this.text):
        return "figure", ""
    last = following is None or after == "section"
    gap_after = _END if last or following is None else following.gap
    if is_titlelike(this.text, longest=_LONGEST_TITLE) and len(this.lines) <= 2:
        prose = following is not None and _is_prose(following)
        return _titlelike(this, "end" if last else after, gap_after, usual, prose=prose)
    if _is_labelled(this.text) and this.gap > usual and gap_after > usual:
        return "callout", _("Taken for a call-out because it stands apart: “%(text)s”.")
    return "text", ""


def _titlelike(
    this: Passage, after: str, gap_after: int, usual: int, *, prose: bool
) -> tuple[str, str]:
    if after == "item":
        return "heading", ""
    far = this.gap >= max(_FAR, usual + 2)
    if far and gap_after >= _FAR:
        return "figure", _("Taken for the caption of a figure that the text lacks: “%(text)s”.")
    if after == "heading" or (after != "end" and prose):
        return "heading", ""
    return "text", _("A short line without a full stop, read as text: “%(text)s”.")


def _is_prose(passage: Passage) -> bool:
    return ends_sentence(passage.text) or len(passage.text) >= _PROSE


def _is_labelled(text: str) -> bool:
    """Whether it is "Label: a sentence or two." and no more."""
    found = _LABELLED.match(text)
    if not found or len(text) > _LONGEST_CALLOUT or not starts_upper(text):
        return False
    sentences = sum(ends_sentence(word) for word in text[found.end() :].split())
    return sentences <= 2 and ends_sentence(text)


def is_caption(text: str) -> bool:
    """Whether it says of itself that it stands under a picture or a table ("Figur 2: …")."""
    return len(text) <= _LONGEST_CAPTION and bool(_CAPTION.match(text))


def as_blocks(passages: Sequence[Passage], kinds_: Sequence[str]) -> tuple[Block, ...]:
    """Blocks of one section, items with their depth by indentation and kind of mark."""
    blocks = []
    stack: list[tuple[int, str]] = []
    for passage, kind in zip(passages, kinds_, strict=True):
        if kind == "item" and passage.mark:
            stack = _nested(stack, passage.lines[0].indent, passage.mark.style)
        else:
            stack = []
        blocks.append(Block(kind, passage.text, level=len(stack)))
    return tuple(blocks)


def _nested(stack: list[tuple[int, str]], indent: int, style: str) -> list[tuple[int, str]]:
    """The marks open after an item: deeper by two columns or more, or by a mark not yet open."""
    while len(stack) > 1 and indent <= stack[-1][0] - _STEP:
        stack = stack[:-1]
    if stack and indent <= stack[-1][0] - _STEP:
        return [(indent, style)]
    for depth, (column, open_style) in enumerate(stack):
        if open_style == style and abs(column - indent) < _STEP:
            return stack[: depth + 1]
    return [*stack, (indent, style)]
