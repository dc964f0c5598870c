"""Hiding a part: what a caseworker marks in a text, and what readers see instead of it.

Marks are written into the text itself, so that it works in any form field: `Ring [[26 14 88 90]].`
hides the number. Nothing but the marks may differ from what the citizen wrote.
"""

from collections.abc import Callable, Iterable, Sequence

# What stands where a part is hidden.
GAP = "[…]"
OPEN, CLOSE = "[[", "]]"

# (start, end): text[start:end] is hidden, in characters of the text as `lines` gives it.
Cut = tuple[int, int]


class WordsChanged(ValueError):
    """Something else than marks differs; `around` is the words where it begins."""

    def __init__(self, around: str) -> None:
        super().__init__("words changed")
        self.around = around


class Unpaired(ValueError):
    """A mark is opened twice, never closed, or closed before it is opened."""


class AllHidden(ValueError):
    """Nothing would be left: that is hiding the comment, and readers are told so."""


def lines(text: str) -> str:
    """The text with one kind of line break, as offsets count it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def read_marks(text: str, marked: str) -> tuple[Cut, ...]:
    """What is marked, in the order of the text; what marks nothing but blanks is left out.

    Brackets that the citizen wrote herself are hers: they count as a mark only where her text has
    something else. Raises WordsChanged, Unpaired and AllHidden.
    """
    text, marked = lines(text), lines(marked)
    cuts: list[Cut] = []
    opened: int | None = None
    at = place = 0
    while place < len(marked):
        if at < len(text) and marked[place] == text[at]:
            at, place = at + 1, place + 1
        elif marked.startswith(OPEN, place) and opened is None:
            opened, place = at, place + len(OPEN)
        elif marked.startswith(CLOSE, place) and opened is not None:
            cuts.append((opened, at))
            opened, place = None, place + len(CLOSE)
        elif marked.startswith((OPEN, CLOSE), place):
            raise Unpaired
        else:
            raise WordsChanged(text[max(at - 20, 0) : at + 20])
    if at < len(text):
        raise WordsChanged(text[max(at - 20, 0) : at + 20])
    if opened is not None:
        raise Unpaired
    kept = tuple((start, end) for start, end in cuts if text[start:end].strip())
    if kept and not without(text, kept).replace(GAP, "").strip():
        raise AllHidden
    return kept


def with_marks(text: str, cuts: Iterable[Cut]) -> str:
    """The text as it stands in the form field, with these parts marked."""
    return _pieced(text, cuts, lambda part: f"{OPEN}{part}{CLOSE}")


def without(text: str, cuts: Sequence[Sequence[int]]) -> str:
    """What readers see."""
    return _pieced(text, ((start, end) for start, end in cuts), lambda part: GAP)


def _pieced(text: str, cuts: Iterable[Cut], instead: Callable[[str], str]) -> str:
    text = lines(text)
    pieces, place = list[str](), 0
    for start, end in cuts:
        pieces += [text[place:start], instead(text[start:end])]
        place = end
    return "".join([*pieces, text[place:]])
