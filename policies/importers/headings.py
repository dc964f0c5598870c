"""Headings of a document that has no heading styles, and lists that were typed by hand.

What is only bold, or only numbered, is taken for a heading with a doubt.
"""

from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from policies.importers.kinds import is_caption
from policies.importers.marks import bullet, enumerator, is_titlelike, number
from policies.importers.outline import Note
from policies.importers.pieces import Piece, quoted

_GLYPH = "-–—*o"  # marks that are also punctuation or a word


def with_typed_lists(pieces: Sequence[Piece]) -> list[Piece]:
    """Paragraphs that begin with a bullet, or count on from 1 or a, as items without the mark."""
    found = list(pieces)
    i = 0
    while i < len(found):
        end = _end_of_run(found, i)
        for k in range(i, end):
            mark = bullet(found[k].text) or enumerator(found[k].text)
            if mark:
                found[k] = replace(found[k], kind="item", level=1, text=mark.rest)
        i = max(end, i + 1)
    return found


def _end_of_run(pieces: Sequence[Piece], start: int) -> int:
    """Where the typed list that begins at `start` ends; `start` itself when none does."""
    first = _mark(pieces[start])
    if first is None:
        return start
    end, value = start + 1, first[1]
    while end < len(pieces) and (mark := _mark(pieces[end])) and mark[0] == first[0]:
        if value and mark[1] != value + 1:
            break
        end, value = end + 1, mark[1]
    alone = end == start + 1
    led_in = start > 0 and pieces[start - 1].text.endswith(":")
    if alone and (first[1] or (first[0] in _GLYPH and not led_in)):
        return start
    return start if first[1] > 1 else end


def _mark(piece: Piece) -> tuple[str, int] | None:
    if piece.kind != "text":
        return None
    mark = bullet(piece.text) or enumerator(piece.text)
    return (mark.style, mark.value) if mark and mark.rest else None


def with_headings(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Note]]:
    """The same pieces, some of them headings: by numbers, by bold type, or none."""
    if any(piece.kind == "heading" for piece in pieces):
        return _bold(pieces, level=99)
    numbered = _numbered(pieces)
    if len(numbered) > 1:
        found, doubts = list(pieces), []
        for i, level in numbered.items():
            found[i] = replace(found[i], kind="heading", level=level)
            message = _("Taken for a heading because of its number: “%(text)s”.")
            doubts.append(_note(message, pieces[i]))
        found, more = _bold(found, level=99)
        return found, doubts + more
    return _bold(pieces, level=1)


def _numbered(pieces: Sequence[Piece]) -> dict[int, int]:
    """Levels by place of the paragraphs "1. Goals", "1.1 More", "2. Means" that count on."""
    found: dict[int, int] = {}
    last = 0
    for i, piece in enumerate(pieces):
        if piece.kind not in ("text", "item"):
            continue
        sign = number(f"{piece.number} {piece.text}" if piece.number else piece.text)
        if not sign or not is_titlelike(sign.rest):
            continue
        if len(sign.path) > 1:
            if last and sign.path[0] == last:
                found[i] = len(sign.path)
        elif sign.path[0] == last + 1 and not (piece.kind == "item" and not piece.strong):
            found[i], last = 1, sign.path[0]
    return found


def _bold(pieces: Sequence[Piece], *, level: int) -> tuple[list[Piece], list[Note]]:
    found, doubts = list(pieces), []
    marked = [i for i, piece in enumerate(pieces) if _is_bold_heading(pieces, i)]
    if level == 1 and len(marked) > 1 and marked[0] == 0 and pieces[0].kind != "title":
        # The first of several is the name of the whole.
        found[0] = replace(found[0], kind="title")
        marked = marked[1:]
    for i in marked:
        found[i] = replace(found[i], kind="heading", level=level)
        doubts.append(_note(_("Taken for a heading because it is bold: “%(text)s”."), pieces[i]))
    return found, doubts


def _is_bold_heading(pieces: Sequence[Piece], i: int) -> bool:
    piece = pieces[i]
    listed = piece.kind == "item" and not piece.number
    if not piece.strong or piece.kind not in ("text", "item") or listed:
        return False
    followed = i + 1 < len(pieces) and pieces[i + 1].kind != "heading"
    return followed and is_titlelike(piece.text) and not is_caption(piece.text)


def _note(message: str, piece: Piece) -> Note:
    return Note(message % {"text": quoted(piece.text)}, place=piece.place)
