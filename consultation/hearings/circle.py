"""The policy as a circle: its vision in the middle, its themes around it, and outermost how much
each theme is commented on.

Pure geometry: places and counts in, SVG's own numbers out, written as text because a template would
give them Danish commas. The picture is 400 wide and high with the middle in 200, 200. Angles are
degrees, clockwise from the top.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, dist, hypot, radians, sin, sqrt

from consultation.hearings.lettering import Lines, in_disc, stacked
from consultation.hearings.reading import Chapter, Place
from policies.models import Paragraph

MIDDLE = 200
DISC = 72  # radius of the vision
RIM = 174  # where a theme ends
BAND_FROM = 177
BAND = 22  # how wide the most commented theme's band is
GAP = 0.7  # degrees of air on either side of a theme
FEWEST, MOST = 2, 8


@dataclass(frozen=True)
class Slice:
    """One theme: its area, its band ("" when nobody has commented), and where its name stands."""

    place: Place
    area: str
    band: str
    name: Lines
    count_y: str


@dataclass(frozen=True)
class Circle:
    slices: list[Slice]
    vision: Lines
    # It is drawn at this figure of the document, or else before this section.
    figure: int | None
    section: int


def circle_of(chapters: Sequence[Chapter], *, title: str) -> Circle | None:
    """The circle of a policy with 2 to 8 themes, None for any other."""
    themes = [(chapter, place) for chapter in chapters for place in chapter.themes]
    if not FEWEST <= len(themes) <= MOST:
        return None
    places = [place for _chapter, place in themes]
    opening = themes[0][0]
    return Circle(
        slices=_slices(places),
        vision=_vision(chapters, opening, title),
        figure=_figure_before(chapters, places[0]),
        section=opening.section.pk,
    )


def _slices(places: Sequence[Place]) -> list[Slice]:
    step = 360 / len(places)
    most = max(place.published_with_items for place in places)
    slices = []
    for index, place in enumerate(places):
        # The first theme ends at the top, the second begins there: read as a page is read.
        start, end = (index - 1) * step, index * step
        name, count_y = _name(place, start, end)
        slices.append(
            Slice(
                place=place,
                area=ring(DISC, RIM, start + GAP, end - GAP),
                band=_band(place.published_with_items, most, start + GAP, end - GAP),
                name=name,
                count_y=count_y,
            )
        )
    return slices


def _band(count: int, most: int, start: float, end: float) -> str:
    if not count:
        return ""
    return ring(BAND_FROM, BAND_FROM + band_width(count, most), start, end)


def band_width(count: int, most: int) -> float:
    """By square root: beside a theme with ten thousand comments one with forty is still seen."""
    return max(BAND * sqrt(count / most), 1.5) if count else 0


def ring(inner: float, outer: float, start: float, end: float) -> str:
    """An SVG path: the piece of a ring between two radii and two angles."""
    large = 1 if end - start > 180 else 0
    return (
        f"M{_at(inner, start)}L{_at(outer, start)}"
        f"A{outer:.1f} {outer:.1f} 0 {large} 1 {_at(outer, end)}"
        f"L{_at(inner, end)}"
        f"A{inner:.1f} {inner:.1f} 0 {large} 0 {_at(inner, start)}Z"
    )


def _at(radius: float, angle: float) -> str:
    x, y = _polar(radius, angle)
    return f"{MIDDLE + x:.1f} {MIDDLE + y:.1f}"


def _polar(radius: float, angle: float) -> tuple[float, float]:
    return radius * sin(radians(angle)), -radius * cos(radians(angle))


def _name(place: Place, start: float, end: float) -> tuple[Lines, str]:
    """The theme's name where it fits within its area, otherwise its number, as in the table."""
    theme = place.theme
    for text in (theme.name if theme else "", place.paragraph.ref):
        for lines in stacked(text):
            height = lines.height + lines.leading
            for x, y in _spots(start, end):
                if _holds(start, end, x, y, lines.width + 4, height):
                    top = MIDDLE + y - height / 2
                    count_y = top + lines.height + 0.75 * lines.leading
                    return lines.placed(MIDDLE + x, top), f"{count_y:.1f}"
    return Lines(), ""


def _spots(start: float, end: float) -> list[tuple[float, float]]:
    """Where a name might stand, measured from the middle: the nearer to its area's middle, the
    better."""
    middle, span = (start + end) / 2, min(end - start, 90)
    best = _polar((DISC + RIM) / 2, middle)
    spots = [
        _polar(radius, middle + turn * span / 16)
        for radius in range(DISC + 16, RIM - 12, 4)
        for turn in range(-5, 6)
    ]
    return sorted(spots, key=lambda spot: dist(spot, best))


def _holds(start: float, end: float, x: float, y: float, width: float, height: float) -> bool:
    """True when a box round (x, y), measured from the middle, lies within the theme's area."""
    left, right, top, bottom = x - width / 2, x + width / 2, y - height / 2, y + height / 2
    nearest = min(max(left, 0), right), min(max(top, 0), bottom)
    if hypot(*nearest) < DISC + 3:
        return False
    corners = ((left, top), (right, top), (left, bottom), (right, bottom))
    return all(hypot(*c) < RIM - 3 and _between(start, end, *c) for c in corners)


def _between(start: float, end: float, x: float, y: float) -> bool:
    """True on the clockwise side of `start` and the other side of `end`, at most 180° apart."""

    def clockwise_of(angle: float) -> float:
        px, py = _polar(1, angle)
        return px * y - py * x

    return clockwise_of(start) > 0 > clockwise_of(end)


def _figure_before(chapters: Sequence[Chapter], first_theme: Place) -> int | None:
    """The last figure of the document before its themes begin: it is of them."""
    found = None
    for chapter in chapters:
        for place in chapter.places:
            if place is first_theme:
                return found
            if place.paragraph.kind == Paragraph.Kind.FIGURE:
                found = place.paragraph.pk
    return found


def _vision(chapters: Sequence[Chapter], opening: Chapter, title: str) -> Lines:
    """What stands in the middle: the call-outs of the section called vision, or else of the last
    one before the themes. Without any, or when they are too long, the policy's title."""
    before = list(chapters[: chapters.index(opening)])
    called = [chapter for chapter in chapters if "vision" in chapter.section.heading.casefold()]
    for text in (_callouts(called[:1]), _callouts(before[-1:]), title):
        lines = in_disc(text, DISC - 5)
        if text and lines:
            return lines.placed(MIDDLE, MIDDLE - lines.height / 2)
    return Lines()


def _callouts(chapters: Sequence[Chapter]) -> str:
    texts = [
        without_label(place.paragraph.text)
        for chapter in chapters
        for place in chapter.places
        if place.paragraph.kind == Paragraph.Kind.CALLOUT
    ]
    return " ".join(texts)


def without_label(text: str) -> str:
    """A call-out without the words that announce it: "Visionen er: Alle …" is "Alle …"."""
    label, colon, rest = text.partition(":")
    return rest.strip() if colon and rest.strip() and len(label.split()) <= 3 else text
