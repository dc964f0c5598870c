"""How a document breaks its lines: the gap that is usual inside a paragraph, the wrap width.

Both are read from the line pairs that run on in the middle of a sentence, nearest ones first,
because a text from a PDF is often double-spaced in some passages and not in others.
"""

import itertools
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence

from policies.importers.hyphens import is_broken
from policies.importers.lines import Line
from policies.importers.marks import (
    bullet,
    ends_sentence,
    enumerator,
    is_titlelike,
    number,
    starts_lower,
)

_WINDOW = 8


def runs_on(earlier: Line, later: Line) -> bool:
    """Whether two lines are surely the same paragraph: one breaks off, the other goes on."""
    if is_broken(earlier.text):
        return True
    if earlier.text[-1] == ":" or ends_sentence(earlier.text):
        return False
    if (sign := number(earlier.text)) and is_titlelike(sign.rest):
        return False  # a heading, most likely; what follows it is not its second line
    return starts_lower(later.text) and not bullet(later.text) and not enumerator(later.text)


class Spacing:
    """Line gaps and wrap widths around each line of one document."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._lines = lines
        pairs = itertools.pairwise(lines)
        self._longest = max((line.edge for line in lines), default=1)
        self._running = [i for i, (a, b) in enumerate(pairs, start=1) if runs_on(a, b)]
        self._spaced = [i for i in self._running if not lines[i].new_page]

    def gap(self, start: int, index: int) -> int:
        """Blank lines usual before a line that goes on, in the block from `start` before `index`.

        Without a running pair in the block, the nearest one counts; without any, 0.
        """
        low, high = bisect_left(self._spaced, start + 1), bisect_left(self._spaced, index)
        inside = self._spaced[max(low, high - _WINDOW) : high]
        if inside:
            return Counter(self._lines[i].gap for i in inside).most_common(1)[0][0]
        around = self._spaced[max(0, high - 1) : high + 2]
        if not around:
            return 0
        return self._lines[min(around, key=lambda i: abs(i - index))].gap

    def width(self, index: int) -> int:
        """The wrap width near a line, in columns: the longest line that runs on near by."""
        low = bisect_left(self._running, index - _WINDOW)
        high = bisect_left(self._running, index + _WINDOW)
        if high - low < 2:
            low, high = max(0, low - _WINDOW), high + _WINDOW
        edges = [self._lines[i - 1].edge for i in self._running[low:high]]
        return max(edges, default=self._longest)

    def room_left(self, index: int) -> float:
        """How well the first word of a line would have fitted on the line before.

        The part of the wrap width it would have left free; below 0 it did not fit.
        """
        width = self.width(index)
        word = self._lines[index].text.split(None, 1)[0]
        return 1 - (self._lines[index - 1].edge + 1 + len(word)) / width
