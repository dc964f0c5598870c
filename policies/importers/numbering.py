"""Which numbered lines are sections, which are sub-headings, and which are items of a list.

Sections are the one chain of numbers that runs through the document. A list is a run of its own
that begins at 1 and has nothing but its items' own words between the numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from policies.importers.hyphens import is_broken
from policies.importers.lines import Line
from policies.importers.marks import (
    Mark,
    Number,
    bullet,
    ends_sentence,
    enumerator,
    is_titlelike,
    number,
    starts_lower,
)
from policies.importers.outline import Note
from policies.importers.spacing import Spacing

_SHORT = 0.1  # a line that left a tenth of the width free was not broken by the margin
_SHORT_LINE = 0.8
_FULL = 0.02
_LONGEST_HEADING = 2  # lines that a heading may go on over


@dataclass
class Numbering:
    """Roles by index of line: sections with their number, sub-headings, items with their mark."""

    sections: dict[int, Number] = field(default_factory=dict)
    subsections: set[int] = field(default_factory=set)
    items: dict[int, Mark] = field(default_factory=dict)
    doubts: list[Note] = field(default_factory=list)


@dataclass
class _Run:
    members: list[tuple[int, Mark]]
    tight: bool = True
    """Nothing but words that surely go on stands between the members."""


def find(lines: Sequence[Line], spacing: Spacing) -> Numbering:
    """Decide the role of every line that begins with a number or an enumerator."""
    found = Numbering()
    numbers = {
        i: sign
        for i, line in enumerate(lines)
        if (sign := number(line.text))
        and (
            _stands_free(lines, spacing, i)
            or (is_titlelike(sign.rest) and _stands_alone(lines, spacing, i))
        )
    }
    titles = {
        i: n
        for i, n in numbers.items()
        if len(n.path) == 1 and is_titlelike(n.rest) and not _flows_on(lines, i)
    }
    for run in _runs(lines, spacing):
        if _is_list(run, lines, titles):
            found.items.update(run.members)
    candidates = [(i, n) for i, n in titles.items() if i not in found.items]
    _choose_sections(lines, candidates, found)
    current = 0
    for i, sign in numbers.items():
        current = sign.path[0] if i in found.sections else current
        if len(sign.path) > 1 and sign.path[0] == current:
            found.subsections.add(i)
    return found


def _stands_free(lines: Sequence[Line], spacing: Spacing, i: int) -> bool:
    """Whether a new block may begin here: the line before is over, or short, or far away."""
    if i == 0:
        return True
    before = lines[i - 1].text
    if is_broken(before):
        return False
    if ends_sentence(before) or before[-1] in ":;" or lines[i].gap > spacing.gap(i, i):
        return True
    return spacing.room_left(i) > _SHORT


def _stands_alone(lines: Sequence[Line], spacing: Spacing, i: int) -> bool:
    """Whether a line is a block of its own, although the line before did not say it is over.

    Were it the last line of a paragraph it would end in a full stop; were it not the last, the
    next line would go on in lower case.
    """
    line = lines[i]
    goes_on = i + 1 < len(lines) and starts_lower(lines[i + 1].text)
    apart = line.gap > 0 or line.edge < spacing.width(i) * _SHORT_LINE
    return apart and not goes_on and not is_broken(lines[i - 1].text)


def _flows_on(lines: Sequence[Line], i: int) -> bool:
    """Whether the next lines make a sentence of a line that looks like a heading."""
    for line in lines[i + 1 : i + 1 + _LONGEST_HEADING]:
        if line.gap or not starts_lower(line.text):
            return False
        if ends_sentence(line.text):
            return True
    return i + 1 < len(lines)


def _runs(lines: Sequence[Line], spacing: Spacing) -> list[_Run]:
    """Enumerators of one style that count on from 1, with only their own words between."""
    runs: list[_Run] = []
    current: dict[str, _Run] = {}
    for i, line in enumerate(lines):
        mark = enumerator(line.text)
        if not mark:
            continue
        run = current.get(mark.style)
        if run and mark.value == run.members[-1][1].value + 1:
            if _extend(run, lines, spacing, i):
                run.members.append((i, mark))
                continue
            del current[mark.style]
        if mark.value == 1 and _stands_free(lines, spacing, i):
            current[mark.style] = _Run([(i, mark)])
            runs.append(current[mark.style])
    return runs


def _extend(run: _Run, lines: Sequence[Line], spacing: Spacing, end: int) -> bool:
    """Whether all lines from the run's last member to `end` can belong to that member."""
    for k in range(run.members[-1][0] + 1, end):
        before, line = lines[k - 1], lines[k]
        if bullet(line.text) or enumerator(line.text):
            run.tight = False
            continue
        if line.gap > spacing.gap(k, k):
            return False
        if not starts_lower(line.text) and not is_broken(before.text):
            run.tight = False
            if spacing.room_left(k) > _FULL:
                return False
    return True


def _is_list(run: _Run, lines: Sequence[Line], titles: dict[int, Number]) -> bool:
    if run.members[0][1].style != "1.":
        return True
    if len(run.members) < 2:
        return False
    start, end = run.members[0][0], run.members[-1][0]
    others = [i for i, sign in titles.items() if sign.path == (1,) and not start <= i <= end]
    if any(i < start for i in others):
        return True
    # Sections that hold bullets only, or nothing, look like a list; the first chain is sections
    # unless a colon leads into it or the sections begin further down.
    return run.tight and (bool(others) or (start > 0 and lines[start - 1].text[-1] == ":"))


def _choose_sections(
    lines: Sequence[Line], candidates: list[tuple[int, Number]], found: Numbering
) -> None:
    start = next((k for k, (_i, n) in enumerate(candidates) if n.path[0] <= 1), 0)
    last_place = {n.path[0]: i for i, n in candidates}
    last: Number | None = None
    for i, sign in candidates[start:]:
        value = sign.path[0]
        follows = last is None or (sign.dot == last.dot and value == last.path[0] + 1)
        skips = (
            last is not None
            and sign.dot == last.dot
            and value == last.path[0] + 2
            and last_place.get(value - 1, -1) < i
        )
        if skips:
            message = _("Section %(n)s is missing; the text goes on with %(next)s.")
            found.doubts.append(Note(message % {"n": value - 1, "next": value}, lines[i].number))
        if follows or skips:
            found.sections[i] = last = sign
        else:
            message = _("“%(text)s” does not continue the numbering; it was read as text.")
            found.doubts.append(Note(message % {"text": lines[i].text}, lines[i].number))
