"""Themes: the names a section's heading lists, tied in order to the section's sub-headings."""

import re
from collections.abc import Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from policies.importers.outline import Block, Note, SectionOutline, ThemeOutline

_SEPARATOR = re.compile(r"\s[-–—]\s|:\s")
_BETWEEN = re.compile(r",\s|\s(?:og|samt|and)\s")
_MAX_NAME_WORDS = 4
_ENDING = 3  # "fællesskaber" and "fællesskab" differ in an ending of this length at most
_STEM = 4


def with_themes(
    section: SectionOutline, line: int | None
) -> tuple[SectionOutline, tuple[ThemeOutline, ...], list[Note]]:
    """The section with its themes on its blocks, the themes, and doubts about them at `line`."""
    names, announced = _listed_names(section.heading)
    headings = _fitting_headings(section.blocks, len(names))
    if not names or not headings:
        return section, (), _misfit(section, names, line) if announced else []
    blocks = list(section.blocks)
    themes, doubts = [], []
    for name, start in zip(names, headings, strict=True):
        statement = blocks[start].text
        themes.append(ThemeOutline(name, statement))
        if not _shares_word(name, statement):
            message = _("“%(name)s” was tied by order alone to “%(heading)s”.")
            doubts.append(Note(message % {"name": name, "heading": statement}, line))
        for i in range(start, _end_of_group(blocks, start)):
            blocks[i] = replace(blocks[i], theme=name)
    return replace(section, blocks=tuple(blocks)), tuple(themes), doubts


def _listed_names(heading: str) -> tuple[list[str], bool]:
    """The names a heading lists, and whether it announces them ("Temaer - a, b og c")."""
    parts = _SEPARATOR.split(heading, maxsplit=1)
    announced = len(parts) == 2
    names = [name.strip() for name in _BETWEEN.split(parts[-1])]
    short = all(name and len(name.split()) <= _MAX_NAME_WORDS for name in names)
    distinct = len({name.casefold() for name in names}) == len(names)
    if not (short and distinct) or len(names) < (2 if announced else 3):
        return [], False
    return [name[0].upper() + name[1:] for name in names], announced


def _fitting_headings(blocks: Sequence[Block], count: int) -> list[int]:
    """Places of `count` sub-headings: those that carry lists, else all of them; [] if none fit."""
    headings = [i for i, block in enumerate(blocks) if block.kind == "heading"]
    listed = [
        i for i in headings if any(b.kind == "item" for b in blocks[i : _end_of_group(blocks, i)])
    ]
    return next((fit for fit in (listed, headings) if len(fit) == count), [])


def _end_of_group(blocks: Sequence[Block], start: int) -> int:
    later = (i for i in range(start + 1, len(blocks)) if blocks[i].kind == "heading")
    return next(later, len(blocks))


def _misfit(section: SectionOutline, names: Sequence[str], line: int | None) -> list[Note]:
    found = sum(block.kind == "heading" for block in section.blocks)
    message = _("The heading names %(names)s themes but %(found)s sub-headings follow; no themes.")
    return [Note(message % {"names": len(names), "found": found}, line)]


def _shares_word(name: str, statement: str) -> bool:
    return any(_same_stem(a, b) for a in _stems(name) for b in _stems(statement))


def _stems(text: str) -> list[str]:
    return [word for word in re.findall(r"\w+", text.casefold()) if len(word) >= _STEM]


def _same_stem(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    shared = next((i for i, c in enumerate(short) if c != long[i]), len(short))
    return shared >= max(_STEM, len(short) - 1) and len(long) - shared <= _ENDING
