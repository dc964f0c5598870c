"""Marks in a text: what is hidden, and that nothing else can change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.redaction import (
    AllHidden,
    Unpaired,
    WordsChanged,
    lines,
    read_marks,
    with_marks,
    without,
)

TEXT = "Ring 26 14 88 90 i aften.\nHilsen Bo"


@pytest.mark.parametrize(
    ("marked", "left"),
    [
        (TEXT, TEXT),
        ("Ring [[26 14 88 90]] i aften.\nHilsen Bo", "Ring […] i aften.\nHilsen Bo"),
        ("Ring [[26 14 88 90]] i aften.\r\nHilsen [[Bo]]", "Ring […] i aften.\nHilsen […]"),
        ("Ring 26 14 88 90 i aften.[[\nHilsen Bo]]", "Ring 26 14 88 90 i aften.[…]"),
        # Marks around nothing hide nothing.
        ("Ring [[]]26 14 88 90[[ ]]i aften.\nHilsen Bo", TEXT),
        ("[[Ring]][[ 26]] 14 88 90 i aften.\nHilsen Bo", "[…][…] 14 88 90 i aften.\nHilsen Bo"),
    ],
)
def test_what_is_left(marked: str, left: str) -> None:
    assert without(TEXT, read_marks(TEXT, marked)) == left


@pytest.mark.parametrize(
    "marked",
    [
        "Ring 26 14 88 91 i aften.\nHilsen Bo",
        "Ring [[26 14 88 90]] i morgen.\nHilsen Bo",
        "Ring 26 14 88 90 i aften. Hilsen Bo",
        "Ring 26 14 88 90 i aften.\nHilsen Bo!",
        "Ring 26 14 88 90 i aften.\nHilsen",
        "Ring [26 14 88 90] i aften.\nHilsen Bo",
        "",
    ],
)
def test_another_word_is_refused(marked: str) -> None:
    with pytest.raises(WordsChanged) as changed:
        read_marks(TEXT, marked)
    assert changed.value.around in TEXT


@pytest.mark.parametrize(
    "marked",
    [
        "Ring [[26 14 88 90 i aften.\nHilsen Bo",
        "Ring 26 14 88 90]] i aften.\nHilsen Bo",
        "Ring [[26 [[14 88]] 90]] i aften.\nHilsen Bo",
    ],
)
def test_marks_come_in_pairs(marked: str) -> None:
    with pytest.raises(Unpaired):
        read_marks(TEXT, marked)


def test_all_of_it_is_another_decision() -> None:
    with pytest.raises(AllHidden):
        read_marks(TEXT, f"[[{TEXT}]]")
    with pytest.raises(AllHidden):
        read_marks("a b", "[[a]] [[b]]")


def test_brackets_of_her_own_are_hers() -> None:
    hers = "Se [[bilag 1]] og [2]"
    assert read_marks(hers, hers) == ()
    assert without(hers, read_marks(hers, "Se [[bilag [[1]]]] og [2]")) == "Se [[bilag […] og [2]"


TEXTS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("[]… \r\n"), max_size=60)


@given(st.data())
def test_marking_and_reading_back_gives_the_same(data: st.DataObject) -> None:
    """Also of texts that are full of brackets: either the same parts, or a refusal; never another
    text, and never one part more."""
    text = lines(data.draw(TEXTS))
    ends = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    cuts = list(zip(ends[::2], ends[1::2], strict=False))
    try:
        read = read_marks(text, with_marks(text, cuts))
    except (Unpaired, WordsChanged):
        assert "[" in text or "]" in text
    except AllHidden:
        assert not without(text, cuts).replace("[…]", "").strip()
    else:
        if "[" not in text and "]" not in text:
            assert list(read) == [(a, b) for a, b in cuts if text[a:b].strip()]
        # Nothing but brackets is read otherwise: whatever word was marked is hidden.
        hidden = {at for a, b in read for at in range(a, b)}
        meant = {at for a, b in cuts for at in range(a, b)}
        assert all(text[at] in "[]" or text[at].isspace() for at in meant - hidden)
        ends_read = [end for cut in read for end in cut]
        assert ends_read == sorted(ends_read)
