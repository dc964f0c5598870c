"""Text taken from a PDF, in; a policy's outline, out.

Typography and structure decide, never the words of a policy. Nothing is lost: a line is in the
outline, or in the outline's `dropped`.
"""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from policies.importers import furniture, kinds, numbering
from policies.importers.front import front
from policies.importers.lines import decode, split
from policies.importers.outline import (
    PREAMBLE,
    ImportRefused,
    Note,
    Outline,
    SectionOutline,
    ThemeOutline,
    with_refs,
)
from policies.importers.passages import Assembler, Passage
from policies.importers.spacing import Spacing
from policies.importers.themes import with_themes


def read_text(data: bytes, *, name: str = "") -> Outline:
    """The outline of a text file; `name` is the file's name, for messages.

    Raises `ImportRefused` for what is no text, has no numbered headings or is too large.
    """
    text, doubts = decode(data, name)
    lines, dropped = furniture.remove(split(text, name))
    spacing = Spacing(lines)
    numbers = numbering.find(lines, spacing)
    if not numbers.sections:
        message = _("%(name)s has no numbered headings such as “1. Introduction”.")
        raise ImportRefused(message % {"name": name or _("The file")})
    assembler = Assembler(lines, numbers, spacing)
    passages = assembler.passages()
    first = next(k for k, passage in enumerate(passages) if passage.role == "section")
    title, label, follows, used = front([passage.text for passage in passages[:first]])
    if not title:
        doubts.append(Note(_("No title stands before the first heading."), None))
    passages, first = passages[used:], first - used
    found, kind_doubts = kinds.kinds(passages)
    doubts += [*numbers.doubts, *assembler.doubts, *kind_doubts]
    preamble, preamble_doubts = _preamble(passages[:first], found[:first])
    sections, themes, theme_doubts = _sections(passages[first:], found[first:], numbers)
    doubts += [*preamble_doubts, *theme_doubts]
    return Outline(
        title,
        label,
        with_refs([*preamble, *sections]),
        themes,
        tuple(sorted(doubts, key=lambda note: note.line or 0)),
        tuple(dropped),
        label_follows_title=follows,
    )


def _preamble(
    passages: Sequence[Passage], found: Sequence[str]
) -> tuple[list[SectionOutline], list[Note]]:
    """Text between the title and the first heading, as a section that has no heading."""
    if not passages:
        return [], []
    message = _("Text before the first heading was kept as section %(n)s.") % {"n": PREAMBLE}
    section = SectionOutline(PREAMBLE, "", kinds.as_blocks(passages, found))
    return [section], [Note(message, passages[0].lines[0].number)]


def _sections(
    passages: Sequence[Passage],
    found: Sequence[str],
    numbers: numbering.Numbering,
) -> tuple[list[SectionOutline], tuple[ThemeOutline, ...], list[Note]]:
    starts = [k for k, kind in enumerate(found) if kind == "section"]
    signs = [numbers.sections[i].text for i in sorted(numbers.sections)]
    sections: list[SectionOutline] = []
    themes: list[ThemeOutline] = []
    doubts: list[Note] = []
    for number, k, end in zip(signs, starts, [*starts[1:], len(found)], strict=True):
        blocks = kinds.as_blocks(passages[k + 1 : end], found[k + 1 : end])
        line = passages[k].lines[0].number
        section = SectionOutline(number, passages[k].text, blocks)
        tied, its_themes, its_doubts = with_themes(section, line)
        taken = {theme.name for theme in themes} & {theme.name for theme in its_themes}
        if taken:
            message = _("The theme “%(name)s” is named by two sections; only the first has it.")
            doubts.append(Note(message % {"name": min(taken)}, line))
        else:
            section = tied
            themes += its_themes
            doubts += its_doubts
        if not blocks:
            message = _("Section %(n)s has a heading but no text.") % {"n": number}
            doubts.append(Note(message, line))
        sections.append(section)
    return sections, tuple(themes), doubts
