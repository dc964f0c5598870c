"""Lines to passages: where a heading, a paragraph or a list item begins and what it says."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from policies.importers.hyphens import Vocabulary, is_broken, join
from policies.importers.lines import Line
from policies.importers.marks import Mark, bullet, ends_sentence, starts_lower, starts_upper
from policies.importers.numbering import Numbering
from policies.importers.outline import Note
from policies.importers.spacing import Spacing

# Parts of the wrap width that the line before left free although the next word would have fitted.
# PDF text has no fixed number of characters to a line, so small remainders prove nothing.
_ROOM = 0.03
_ROOM_UNSPACED = 0.12
_ROOM_UNSURE = 0.1
_ROOM_UNFINISHED = 0.2
_ROOM_HEADING = 0.3
_HANGING = 2


@dataclass(frozen=True)
class Passage:
    """Lines that belong together. `role` is section, numbered (a sub-heading), item or plain."""

    role: str
    text: str
    lines: tuple[Line, ...]
    mark: Mark | None = None

    @property
    def gap(self) -> int:
        """Blank lines before the passage."""
        return self.lines[0].gap


class Assembler:
    """Reads the lines of one document into passages and collects its doubts on the way."""

    def __init__(self, lines: Sequence[Line], numbering: Numbering, spacing: Spacing) -> None:
        self.doubts: list[Note] = []
        self._lines = lines
        self._numbering = numbering
        self._spacing = spacing
        self._known = Vocabulary.of(lines)

    def passages(self) -> list[Passage]:
        """All passages in reading order; every line is in exactly one."""
        found: list[Passage] = []
        start, role, mark = 0, *self._opening(0, 0, "plain", None)
        for i in range(1, len(self._lines)):
            next_role, next_mark = self._opening(i, start, role, mark)
            if next_role == "plain" and not self._breaks(i, start, role, mark):
                continue
            found.append(self._passage(start, i, role, mark))
            start, role, mark = i, next_role, next_mark
        return [*found, self._passage(start, len(self._lines), role, mark)]

    def _passage(self, start: int, end: int, role: str, mark: Mark | None) -> Passage:
        lines = self._lines[start:end]
        first = mark.rest if mark else lines[0].text
        if role == "section":
            first = self._numbering.sections[start].rest
        parts = [(lines[0].number, first), *((line.number, line.text) for line in lines[1:])]
        text, doubts = join([part for part in parts if part[1]], self._known)
        self.doubts += doubts
        return Passage(role, text, tuple(lines), mark)

    def _opening(self, i: int, start: int, role: str, mark: Mark | None) -> tuple[str, Mark | None]:
        """The role a line has by its own beginning; "plain" when that says nothing."""
        if i in self._numbering.sections:
            return "section", None
        if i in self._numbering.subsections:
            return "numbered", None
        own = self._numbering.items.get(i) or bullet(self._lines[i].text)
        if own and not self._is_dash(i, start, role, mark, own):
            return "item", own
        return "plain", None

    def _is_dash(self, i: int, start: int, role: str, mark: Mark | None, own: Mark) -> bool:
        """Whether a dash at the line's beginning is punctuation of a sentence that goes on."""
        before, sign = self._lines[i - 1].text, self._lines[i].text[0]
        if own.style != "-" or i == start or (sign == "-" and starts_upper(own.rest)):
            return False
        if ends_sentence(before) or before[-1] in ":;" or self._spacing.room_left(i) > _ROOM:
            return False
        if self._lines[i].gap > self._spacing.gap(start, i):
            return False
        listed = role == "item" and mark and self._lines[start].text[0] == sign
        if listed or any(line.text[0] == sign for line in self._lines[i + 1 : i + 4]):
            return False
        self._doubt(_("The dash at the beginning of the line was not read as a bullet."), i)
        return True

    def _breaks(self, i: int, start: int, role: str, mark: Mark | None) -> bool:
        """Whether a plain line begins a passage of its own."""
        before, line = self._lines[i - 1], self._lines[i]
        if is_broken(before.text) or (mark and not mark.rest and i == start + 1):
            return False
        usual = self._spacing.gap(start, i)
        extra = 0 if line.new_page else line.gap - usual
        room = self._spacing.room_left(i)
        if role == "section":
            return not (starts_lower(line.text) and extra <= 0 and room < _ROOM_HEADING)
        if starts_lower(line.text):
            return ends_sentence(before.text) and extra > 1
        hangs = mark is not None and line.indent >= self._lines[start].indent + _HANGING
        if hangs and extra <= 0:
            return False
        if ends_sentence(before.text):
            return extra > 0 or line.indent > before.indent or self._is_over(i, room)
        if extra > 0:
            return room > _ROOM or role == "item" or i == start + 1
        return room > _ROOM_UNFINISHED and starts_upper(line.text)

    def _is_over(self, i: int, room: float) -> bool:
        """Whether a sentence ends so short of the margin that the paragraph ends with it."""
        over = room > (_ROOM if self._lines[i].gap else _ROOM_UNSPACED)
        if over and room < _ROOM_UNSURE:
            self._doubt(_("Only the length of the line before says that a paragraph begins."), i)
        return over

    def _doubt(self, message: str, i: int) -> None:
        self.doubts.append(Note(message, self._lines[i].number))
