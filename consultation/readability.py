"""LIX, the Scandinavian measure of how hard a text is to read (Björnsson, 1968).

Words for each sentence, and the percentage of words longer than six letters.
"""

import re
from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

# What citizens read here stays below PLAIN; easy Danish stays below EASY.
EASY, PLAIN, HARD = 30, 35, 45
_WORD = re.compile(r"\w+(?:[-'’.@/]\w+)*")
_SENTENCE_END = re.compile(r"[.!?:]+(?=\W*(?:\s|$))")
_LONG = 6


class Difficulty(models.TextChoices):
    EASY = "easy", _("easy")
    MEDIUM = "medium", _("medium")
    HARD = "hard", _("hard")


def lix(blocks: Iterable[str]) -> int:
    """LIX of paragraphs and list items, each of which ends a sentence; 0 of no words."""
    words: list[str] = []
    sentences = 0
    for block in blocks:
        for sentence in _SENTENCE_END.split(block):
            found = _WORD.findall(sentence)
            words += found
            sentences += bool(found)
    if not words:
        return 0
    long_words = sum(_letters(word) > _LONG for word in words)
    return round(len(words) / sentences + 100 * long_words / len(words))


def _letters(word: str) -> int:
    return sum(character.isalpha() for character in word)


def difficulty(number: int) -> Difficulty:
    if number < PLAIN:
        return Difficulty.EASY
    return Difficulty.MEDIUM if number < HARD else Difficulty.HARD
