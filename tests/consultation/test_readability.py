"""LIX, against sentences counted by hand."""

import pytest

from consultation.readability import difficulty, lix


@pytest.mark.parametrize(
    ("blocks", "told"),
    [
        # words / sentences + 100 × words of more than six letters / words
        ([], 0),
        (["Hej."], 1),
        (["Vi bor her."], 3),
        (["Vi bor her. Du bor der."], 3),
        # 4/1 + 100×1/4; »kommune« has seven letters, »punkt« five.
        (["Et punkt i kommunen."], 29),
        # Six letters are not long.
        (["Borger Borger"], 2),
        (["Ja: nej! Hvad? Godt"], 1),
        # Two list items are two sentences, also without a full stop.
        (["Vi bor her", "Du bor der"], 3),
        (["Skriv til hoering@kommune.dk nu."], 29),
        (["… ! ?"], 0),
    ],
)
def test_by_hand(blocks: list[str], told: int) -> None:
    assert lix(blocks) == told


@pytest.mark.parametrize(("number", "word"), [(0, "easy"), (34, "easy"), (35, "medium")])
def test_a_word_for_it(number: int, word: str) -> None:
    assert difficulty(number) == word
    assert difficulty(45) == "hard"
