"""Word-level changes: what is kept and deleted gives the old text, kept and inserted the new."""

import time

from hypothesis import given
from hypothesis import strategies as st

from consultation.redline import Change, redline

WORDS = st.text(alphabet="aæb ,.\n-é🙂", max_size=60)


@given(WORDS, WORDS)
def test_both_texts_are_in_it(before: str, after: str) -> None:
    changes = redline(before, after)
    assert "".join(c.text for c in changes if c.kind != "+") == before
    assert "".join(c.text for c in changes if c.kind != "-") == after


def test_it_reads_by_the_word() -> None:
    assert redline("Vi har tillid", "Vi har stor tillid") == [
        Change("=", "Vi har "),
        Change("+", "stor "),
        Change("=", "tillid"),
    ]
    assert redline("ansvar", "medansvar") == [Change("-", "ansvar"), Change("+", "medansvar")]


def test_a_space_between_two_changed_words_is_part_of_the_change() -> None:
    assert redline("Vi er åbne", "De var lukkede") == [
        Change("-", "Vi er åbne"),
        Change("+", "De var lukkede"),
    ]


def test_a_very_long_text_does_not_hang() -> None:
    start = time.process_time()
    redline("ord " * 30_000, "andre ord " * 15_000)
    redline("ab " * 1_900, "ba " * 1_900)
    assert time.process_time() - start < 2
