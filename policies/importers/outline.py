"""The canonical outline of a policy document, whatever file it came from.

Pure data: no Django models, no file formats. Every importer returns an `Outline`.
"""

import re
import textwrap
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

PREAMBLE = "0"
"""Number of the section that holds text standing before the first numbered heading."""


class ImportRefused(Exception):
    """The file cannot become an outline; `str(exc)` is one sentence for the person who sent it."""


@dataclass(frozen=True)
class Block:
    """One place to comment. `kind` is text, heading, item, callout or figure.

    `level` is the nesting depth of an item (1 = directly under its block), 0 for all else.
    `ref` is how people cite the block ("4.2a"); `theme` the name of a theme or "".
    """

    kind: str
    text: str
    level: int = 0
    ref: str = ""
    theme: str = ""


@dataclass(frozen=True)
class SectionOutline:
    """A numbered section. Only the importer's own preamble has an empty heading."""

    number: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class ThemeOutline:
    """A theme and its statement, the text of the heading block that carries it."""

    name: str
    statement: str


@dataclass(frozen=True)
class Note:
    """Something a person should look at, and where: `line` counts from 1 in a text file, `place`
    is what else people find it by ("page 3"); without either it is about the whole document.
    """

    message: str
    line: int | None = None
    place: str = ""

    @property
    def where(self) -> str:
        """The place in words, "" for the whole document."""
        return self.place or ("" if self.line is None else _("line %(line)s") % {"line": self.line})


@dataclass(frozen=True)
class Outline:
    """A whole document in reading order, with what the importer doubted and what it dropped."""

    title: str
    label: str
    sections: tuple[SectionOutline, ...]
    themes: tuple[ThemeOutline, ...] = ()
    doubts: tuple[Note, ...] = ()
    dropped: tuple[Note, ...] = ()
    label_follows_title: bool = False

    @property
    def paragraph_count(self) -> int:
        """How many places to comment the document has."""
        return sum(len(section.blocks) for section in self.sections)

    def words(self) -> list[str]:
        """Every word in reading order, split at white space, punctuation left on.

        Bullet marks and list enumerators are not words; section numbers are, without their dot.
        """
        front = [self.label, self.title]
        texts = front[::-1] if self.label_follows_title else front
        for section in self.sections:
            if section.heading:
                texts += [section.number, section.heading]
            texts += [block.text for block in section.blocks]
        return " ".join(texts).split()


def with_refs(sections: Iterable[SectionOutline]) -> tuple[SectionOutline, ...]:
    """The same sections with a ref on every block, unique in the document.

    Blocks run on through a section (4.1, 4.2), items take letters under the block they hang on
    (4.2a), nested items digits and letters in turn (4.2a1, 4.2a1a). An item with no block before
    it hangs on the section itself (4a). A repeated section number is told apart by a suffix (4-2).
    """
    prefixes: set[str] = set()
    refs: set[str] = set()
    numbered = []
    for position, section in enumerate(sections, start=1):
        prefix = re.sub(r"[^\w.]+", "-", section.number).strip("-.") or str(position)
        pairs = zip(section.blocks, _refs(section.blocks, _unique(prefix, prefixes)), strict=True)
        blocks = tuple(replace(block, ref=_unique(ref, refs)) for block, ref in pairs)
        numbered.append(replace(section, blocks=blocks))
    return tuple(numbered)


def _refs(blocks: Iterable[Block], prefix: str) -> Iterator[str]:
    base, count = prefix, 0
    path: list[int] = []
    for block in blocks:
        if block.kind != "item":
            count += 1
            base, path = f"{prefix}.{count}", []
            yield base
            continue
        # An item can be only one level deeper than the item before it.
        level = max(1, min(block.level, len(path) + 1))
        path = [*path[: level - 1], (path[level - 1] if level <= len(path) else 0) + 1]
        yield base + "".join(
            str(step) if depth % 2 else _letters(step) for depth, step in enumerate(path)
        )


def _letters(number: int) -> str:
    """1 → a, 26 → z, 27 → aa."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("a") + rest) + letters
    return letters


def _unique(name: str, taken: set[str]) -> str:
    unique, turn = name, 1
    while unique in taken:
        turn += 1
        unique = f"{name}-{turn}"
    taken.add(unique)
    return unique


def describe(outline: Outline, width: int | None = 100) -> str:
    """The outline as people read it in a terminal; texts cut at `width` columns, None for none."""
    lines = [outline.title, outline.label or _("(no label)")]
    for section in outline.sections:
        lines += ["", f"{section.number}  {section.heading or _('(before the first heading)')}"]
        lines += [_block_line(block, width) for block in section.blocks]
    lines += ["", _("Themes: %(n)s") % {"n": len(outline.themes)}]
    lines += [f"  {theme.name}: {theme.statement}" for theme in outline.themes]
    lines += ["", _("Sections: %(n)s") % {"n": len(outline.sections)}]
    lines += [_("Paragraphs: %(n)s") % {"n": outline.paragraph_count}]
    lines += ["", _("Unsure of: %(n)s") % {"n": len(outline.doubts)}]
    lines += [_note_line(note) for note in outline.doubts]
    lines += [_("Dropped: %(n)s") % {"n": len(outline.dropped)}]
    lines += [_note_line(note) for note in outline.dropped]
    return "\n".join(lines)


def _block_line(block: Block, width: int | None) -> str:
    theme = f"[{block.theme}] " if block.theme else ""
    indent = "  " * block.level
    line = f"  {block.ref:<7} {block.kind:<8} {indent}{theme}"
    if width is None:
        return line + block.text
    return line + textwrap.shorten(block.text, max(width - len(line), 20), placeholder=" …")


def _note_line(note: Note) -> str:
    if not note.where:
        return f"  {note.message}"
    where = note.where[0].upper() + note.where[1:]
    return "  " + _("%(where)s: %(message)s") % {"where": where, "message": note.message}
