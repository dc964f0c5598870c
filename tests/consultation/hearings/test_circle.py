"""The circle's geometry: any policy with 2 to 8 themes, whatever they are called and commented."""

import re
from itertools import cycle
from math import hypot

import pytest

from consultation.hearings.circle import (
    BAND,
    BAND_FROM,
    DISC,
    MIDDLE,
    RIM,
    Circle,
    band_width,
    circle_of,
    without_label,
)
from consultation.hearings.lettering import Lines, in_disc, stacked, width_of
from consultation.hearings.reading import Chapter, Place
from policies.models import Paragraph, Section, Theme

NAMES = ("Ansvar", "Fællesskaber", "Åbenhed", "Relationer", "Børn og unge", "Klima", "Bolig", "By")
VISION = "Visionen er: Alle ser mangfoldighed som en styrke. Alle kan noget, men ingen kan alt."


def chapter(number: int, heading: str, *blocks: tuple[str, str]) -> Chapter:
    """A section with (kind, text) blocks."""
    made = Chapter(Section(pk=number, number=str(number), heading=heading))
    for position, (kind, text) in enumerate(blocks, start=1):
        pk = 100 * number + position
        paragraph = Paragraph(pk=pk, ref=f"{number}.{position}", kind=kind, text=text)
        made.places.append(Place(paragraph, 0))
    return made


def themed(counts: list[int], names: tuple[str, ...] = NAMES) -> Chapter:
    made = chapter(9, "Temaer", *[("heading", "Et tema") for _count in counts])
    for place, count, name in zip(made.places, counts, cycle(names), strict=False):
        place.paragraph.theme = Theme(name=name, colour=1)
        place.published = count
    return made


def circle(*chapters: Chapter, title: str = "En politik") -> Circle:
    drawn = circle_of(chapters, title=title)
    assert drawn is not None
    return drawn


def numbers(path: str) -> list[float]:
    return [float(n) for n in re.findall(r"-?\d+\.?\d*", path)]


@pytest.mark.parametrize("themes", range(2, 9))
def test_every_theme_has_an_area_within_the_picture(themes: int) -> None:
    drawn = circle(themed([3] * themes))
    assert len(drawn.slices) == themes
    assert len({piece.area for piece in drawn.slices}) == themes
    for piece in drawn.slices:
        for path in (piece.area, piece.band):
            assert "nan" not in path
            assert all(0 <= number <= 2 * MIDDLE for number in numbers(path))


@pytest.mark.parametrize("themes", [0, 1, 9])
def test_other_policies_have_none(themes: int) -> None:
    assert circle_of([themed([3] * themes)], title="En politik") is None


@pytest.mark.parametrize("themes", range(2, 9))
def test_a_name_stands_within_its_area_or_its_number_does(themes: int) -> None:
    drawn = circle(themed([3] * themes))
    for piece in drawn.slices:
        name = piece.name
        assert name
        assert " ".join(name.texts) in (*NAMES, piece.place.paragraph.ref)
        for y in name.ys:
            for side in (-0.5, 0.5):
                x = float(name.x) - MIDDLE + side * name.width
                assert DISC < hypot(x, float(y) - MIDDLE) < RIM
    if themes <= 4:
        assert [" ".join(piece.name.texts) for piece in drawn.slices] == list(NAMES[:themes])


def test_a_name_too_long_for_its_area_gives_way_to_its_number() -> None:
    long = ("Medborgerskabsudviklingsstrategi",) * 8
    assert [piece.name.texts for piece in circle(themed([1] * 8, long)).slices] == [
        (f"9.{n}",) for n in range(1, 9)
    ]


def test_the_most_commented_theme_has_the_widest_band() -> None:
    drawn = circle(themed([11, 18, 0, 9]))
    assert [bool(piece.band) for piece in drawn.slices] == [True, True, False, True]
    assert f"A{BAND_FROM + BAND:.1f}" in drawn.slices[1].band


def test_beside_a_huge_count_a_small_one_is_seen() -> None:
    assert band_width(10_000, 10_000) == BAND
    assert band_width(2_500, 10_000) == BAND / 2
    assert band_width(1, 1_000_000) == 1.5
    assert band_width(0, 10) == 0
    drawn = circle(themed([1_000_000, 1]))
    assert drawn.slices[1].band


def test_nobody_has_commented() -> None:
    drawn = circle(themed([0, 0, 0]))
    assert [piece.band for piece in drawn.slices] == ["", "", ""]


class TestTheMiddle:
    themes = themed([1, 2, 3, 4])

    def words(self, *chapters: Chapter, title: str = "En politik") -> str:
        return " ".join(circle(*chapters, self.themes, title=title).vision.texts)

    def test_it_is_the_call_out_of_the_section_called_vision(self) -> None:
        vision = chapter(1, "Vores vision", ("text", "Noget."), ("callout", VISION))
        between = chapter(2, "Baggrund", ("callout", "Noget andet"))
        assert self.words(vision, between) == without_label(VISION)

    def test_or_of_the_section_before_the_themes(self) -> None:
        before = chapter(1, "Indledning", ("callout", "Vi vil"), ("callout", "hinanden."))
        assert self.words(before) == "Vi vil hinanden."

    def test_or_the_title(self) -> None:
        assert self.words(chapter(1, "Vision", ("text", "Uden fremhævelse"))) == "En politik"
        too_long = chapter(1, "Vision", ("callout", "Mange ord " * 60))
        assert self.words(too_long) == "En politik"

    def test_or_nothing_rather_than_half_a_word(self) -> None:
        assert self.words(title="Medborgerskabsudviklingsstrategiplan") == ""

    def test_every_line_stands_within_it(self) -> None:
        lines = circle(chapter(1, "Vision", ("callout", VISION)), self.themes).vision
        assert len(lines.texts) > 3
        for text, y in lines.placed_texts:
            assert hypot(width_of(text, lines.size) / 2, float(y) - MIDDLE) < DISC


def test_the_label_of_a_call_out_is_left_out() -> None:
    assert without_label(VISION).startswith("Alle ser")
    assert without_label("Vi har tre ting i sinde: ja") == "Vi har tre ting i sinde: ja"
    assert without_label("Vision:") == "Vision:"


def test_it_is_drawn_at_the_last_figure_before_the_themes() -> None:
    early = chapter(1, "Indledning", ("figure", "Et kort"))
    vision = chapter(2, "Vision", ("callout", VISION), ("figure", "Indholdscirkel"))
    late = chapter(10, "Tak", ("figure", "Et billede"))
    assert circle(early, vision, themed([1, 2]), late).figure == vision.places[1].paragraph.pk


def test_or_before_the_section_that_opens_the_themes() -> None:
    drawn = circle(chapter(1, "Vision", ("callout", VISION)), themed([1, 2]))
    assert (drawn.figure, drawn.section) == (None, 9)


@pytest.mark.parametrize("text", ["", " ", "x", "مواطنة", "<b>&", "a" * 4000, "ord " * 4000])
def test_no_text_breaks_the_lettering(text: str) -> None:
    assert isinstance(in_disc(text, DISC), Lines)
    assert all(lines.width >= 0 for lines in stacked(text))
