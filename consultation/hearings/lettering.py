"""How wide words are, and how they are broken into lines, where no browser does it: in SVG.

Widths are those of IBM Plex Sans, semi-bold, near enough and rather too wide than too narrow.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from math import sqrt

SIZES = (16, 15, 14, 13)
_NARROW, _WIDE = "fijlrtI.,:;!|'()[]- ", "mwMW%@–—"


def width_of(text: str, size: float) -> float:
    ems = 0.0
    for letter in text:
        if letter in _NARROW:
            ems += 0.33
        elif letter in _WIDE:
            ems += 0.9
        else:
            ems += 0.66 if letter.isupper() else 0.59
    return ems * size


@dataclass(frozen=True)
class Lines:
    """Lines of text in one size; `x` and `ys` are where each is anchored, as SVG reads them."""

    texts: tuple[str, ...] = ()
    size: int = 0
    x: str = ""
    ys: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.texts)

    @property
    def leading(self) -> float:
        return 1.25 * self.size

    @property
    def height(self) -> float:
        return len(self.texts) * self.leading

    @property
    def width(self) -> float:
        return max((width_of(text, self.size) for text in self.texts), default=0)

    @property
    def placed_texts(self) -> list[tuple[str, str]]:
        """Each line with its y."""
        return list(zip(self.texts, self.ys, strict=True))

    def placed(self, x: float, top: float) -> "Lines":
        """Centred on `x`, the first line's upper edge at `top`."""
        baselines = (top + (n + 0.75) * self.leading for n in range(len(self.texts)))
        return replace(self, x=f"{x:.1f}", ys=tuple(f"{y:.1f}" for y in baselines))


def stacked(text: str) -> Iterator[Lines]:
    """Every way to write a few words, the best first: large, and on few lines."""
    words = text.split()
    for size in SIZES:
        for count in range(1, min(len(words), 3) + 1):
            yield Lines(tuple(_evenly(words, count)), size)


def _evenly(words: list[str], count: int) -> list[str]:
    """The words on `count` lines of about the same length."""
    most = max(len(" ".join(words)) / count, max(map(len, words)))
    lines = [words[0]]
    for word in words[1:]:
        room = len(lines) == count or len(lines[-1]) + len(word) / 2 < most
        lines[-1:] = [f"{lines[-1]} {word}"] if room else [lines[-1], word]
    return lines


def in_disc(text: str, radius: float) -> Lines:
    """The text in a disc of that radius, as large as it goes; no lines when it does not."""
    words = text.split()
    for size in SIZES:
        for count in range(1, int(2 * radius / (1.25 * size)) + 1):
            texts = _fill(words, _chords(radius, count, size), size)
            if texts:
                return Lines(tuple(texts), size)
    return Lines()


def _chords(radius: float, count: int, size: float) -> list[float]:
    """How wide each of `count` lines may be: as the disc is at the line's outer edge."""
    leading = 1.25 * size
    edges = (abs(n - (count - 1) / 2) * leading + leading / 2 for n in range(count))
    return [2 * sqrt(max(radius**2 - edge**2, 0)) for edge in edges]


def _fill(words: list[str], widths: list[float], size: float) -> list[str]:
    """The words set line by line; none when they do not all find room, or leave a line empty."""
    lines: list[str] = []
    rest = list(words)
    for width in widths:
        line = ""
        while rest and width_of(f"{line} {rest[0]}".strip(), size) <= width:
            line = f"{line} {rest.pop(0)}".strip()
        if not line:
            return []
        lines.append(line)
    return [] if rest else lines
