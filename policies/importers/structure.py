"""Pieces of any format to the canonical outline: title, sections, numbers, themes, refs."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from policies.importers.front import is_label, labelled
from policies.importers.furniture import heads_contents
from policies.importers.headings import with_headings, with_typed_lists
from policies.importers.kinds import is_caption
from policies.importers.marks import is_titlelike, number
from policies.importers.outline import (
    PREAMBLE,
    Block,
    ImportRefused,
    Note,
    Outline,
    SectionOutline,
    ThemeOutline,
    with_refs,
)
from policies.importers.pieces import Findings, Piece, quoted
from policies.importers.themes import with_themes

_LONGEST_NUMBER = 10  # characters, as the database keeps it
_DEEPEST = 6  # levels of a list
_NUMBER = re.compile(r"[\w.-]{1,10}")
_TYPED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})[.)]\s+(?=\S)")


@dataclass
class _Part:
    """A section on its way: its heading, None for what stands before the first one."""

    heading: Piece | None
    pieces: list[Piece] = field(default_factory=list)


def outline_of(findings: Findings) -> Outline:
    """The outline of what a reader found; `ImportRefused` when that is nothing."""
    if not any(piece.kind != "figure" for piece in findings.pieces):
        raise ImportRefused(_("%(name)s holds no text.") % {"name": findings.name})
    pieces, doubts = with_headings(with_typed_lists(_without_contents(findings)))
    doubts = [*findings.doubts, *doubts]
    title, label, follows, pieces = _front(pieces)
    if not title:
        doubts.append(Note(_("No title stands before the first heading.")))
    parts = _parts(pieces, title or findings.name.rpartition(".")[0] or findings.name, doubts)
    sections, themes = _sections(parts, doubts)
    return Outline(
        title,
        label,
        with_refs(sections),
        themes,
        tuple(doubts),
        tuple(findings.dropped),
        label_follows_title=follows,
    )


def _without_contents(findings: Findings) -> list[Piece]:
    """The pieces without the heading of a table of contents that was left out itself."""
    kept = []
    for i, piece in enumerate(findings.pieces):
        following = findings.pieces[i + 1 : i + 2]
        alone = not following or following[0].kind == "heading"
        if piece.kind in ("heading", "text") and alone and heads_contents(piece.text):
            findings.drop(_("Table of contents: “%(text)s”."), piece.text, piece.place)
        else:
            kept.append(piece)
    return kept


def _front(pieces: Sequence[Piece]) -> tuple[str, str, bool, list[Piece]]:
    """Title, label, whether the label came second, and the pieces that are left."""
    first = next((i for i, p in enumerate(pieces) if p.kind == "heading"), len(pieces))
    at = next((i for i, p in enumerate(pieces[:first]) if p.kind == "title"), -1)
    if at < 0:
        at = _title_without_style(pieces, first)
    if at < 0:
        return "", "", False, _no_titles(pieces)
    end = at + 1
    while end < first and pieces[end].kind == pieces[at].kind == "title":
        end += 1
    title = " ".join(piece.text for piece in pieces[at:end])
    if both := labelled(title):
        return both[1], both[0], False, _no_titles([*pieces[:at], *pieces[end:]])
    if at > 0 and is_label(pieces[at - 1].text):
        rest = [*pieces[: at - 1], *pieces[end:]]
        return title, pieces[at - 1].text, False, _no_titles(rest)
    if end < len(pieces) and pieces[end].kind != "heading" and is_label(pieces[end].text):
        rest = [*pieces[:at], *pieces[end + 1 :]]
        return title, pieces[end].text, True, _no_titles(rest)
    return title, "", False, _no_titles([*pieces[:at], *pieces[end:]])


def _title_without_style(pieces: Sequence[Piece], first: int) -> int:
    """A lonely top heading above all others, else a short line before the first; -1 for none."""
    before = [i for i in range(first) if not is_label(pieces[i].text)]
    levels = [piece.level for piece in pieces if piece.kind == "heading"]
    lonely = len(levels) > 1 and levels.count(min(levels)) == 1 and levels[0] == min(levels)
    if not before and lonely and not _typed_number(pieces[first].text, 0):
        return first
    if before and pieces[before[0]].kind == "text" and is_titlelike(pieces[before[0]].text):
        return before[0]
    return -1


def _no_titles(pieces: Sequence[Piece]) -> list[Piece]:
    return [replace(p, kind="text") if p.kind == "title" else p for p in pieces]


def _parts(pieces: Sequence[Piece], name: str, doubts: list[Note]) -> list[_Part]:
    """The pieces by section. A heading begins one unless it is deeper than the last that did."""
    parts = [_Part(None)]
    level = 0
    for piece in pieces:
        if piece.kind == "heading" and (not level or piece.level <= level):
            level = piece.level
            parts.append(_Part(piece))
        else:
            parts[-1].pieces.append(piece)
    if len(parts) == 1:
        message = _("No headings were found; all of it is one section.")
        doubts.append(Note(message))
        return [_Part(Piece("heading", name), parts[0].pieces)]
    if not parts[0].pieces:
        return parts[1:]
    message = _("Text before the first heading was kept as section %(n)s.") % {"n": PREAMBLE}
    doubts.append(Note(message, place=parts[0].pieces[0].place))
    return parts


def _sections(
    parts: Sequence[_Part], doubts: list[Note]
) -> tuple[list[SectionOutline], tuple[ThemeOutline, ...]]:
    sections: list[SectionOutline] = []
    themes: list[ThemeOutline] = []
    for part, (sign, heading) in zip(parts, _numbers(parts), strict=True):
        section = SectionOutline(sign, heading, _blocks(part.pieces))
        place = part.heading.place if part.heading else ""
        tied, its_themes, its_doubts = with_themes(section, None)
        taken = {theme.name for theme in themes} & {theme.name for theme in its_themes}
        if taken:
            message = _("The theme “%(name)s” is named by two sections; only the first has it.")
            doubts.append(Note(message % {"name": min(taken)}, place=place))
        else:
            section = tied
            themes += its_themes
            doubts += [replace(doubt, place=place) for doubt in its_doubts]
        if not section.blocks:
            message = _("Section “%(text)s” has a heading but no text.")
            doubts.append(Note(message % {"text": quoted(heading)}, place=place))
        sections.append(section)
    return sections, tuple(themes)


def _numbers(parts: Sequence[_Part]) -> list[tuple[str, str]]:
    """Number and heading of each section; no number twice.

    A section keeps the number it has in the file. Where none has one they count from 1; where
    some have, the others (a foreword, an annex) take letters.
    """
    found: list[tuple[str, str]] = []
    last = 0
    for part in parts:
        sign, heading = _own_number(part.heading, last) if part.heading else (PREAMBLE, "")
        taken = {other for other, _heading in found}
        if not _NUMBER.fullmatch(sign) or sign in taken:
            sign = ""
        elif sign.isdigit():
            last = int(sign)
        found.append((sign, heading))
    counted = any(sign and sign != PREAMBLE for sign, _heading in found)
    taken = {sign for sign, _heading in found}
    names = _letters() if counted else map(str, range(1, len(parts) + 1))
    free = (name for name in names if name not in taken)
    return [(sign or next(free), heading) for sign, heading in found]


def _letters() -> list[str]:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return [*alphabet, *(a + b + c for a in alphabet for b in alphabet for c in ["", *alphabet])]


def _own_number(heading: Piece, last: int) -> tuple[str, str]:
    if heading.number:
        sign = heading.number.strip(" .):")
        if re.fullmatch(r"[\dA-Z]{1,3}(\.\d{1,2})*", sign):
            return sign, heading.text
        return "", f"{heading.number} {heading.text}"  # "Kapitel 1" belongs to the words
    if typed := _typed_number(heading.text, last):
        return typed
    return "", heading.text


def _typed_number(text: str, last: int) -> tuple[str, str] | None:
    """The number a heading begins with and the rest. "10 Good reasons" has none, unless 9 did."""
    if dotted := _TYPED.match(text):
        return dotted[1], text[dotted.end() :]
    sign = number(text)
    if sign and (len(sign.path) > 1 or sign.path[0] in (0, last + 1)):
        return sign.text, sign.rest
    return None


def _blocks(pieces: Sequence[Piece]) -> tuple[Block, ...]:
    """The blocks of a section; an item is at most one level deeper than the one before it."""
    blocks: list[Block] = []
    open_levels: list[int] = []
    for piece in pieces:
        if piece.kind == "item":
            while open_levels and open_levels[-1] >= piece.level:
                open_levels.pop()
            open_levels.append(piece.level)
            blocks.append(Block("item", piece.text, level=min(len(open_levels), _DEEPEST)))
            continue
        open_levels = []
        caption = piece.kind == "text" and is_caption(piece.text)
        counted = piece.kind == "heading" and piece.number
        text = f"{piece.number} {piece.text}" if counted else piece.text
        blocks.append(Block("figure" if caption else piece.kind, text))
    return tuple(blocks)
