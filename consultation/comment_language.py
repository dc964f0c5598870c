"""Which language a text is in, so that it can be read aloud, hyphenated and written its own way.

py3langid knows 140 languages. Its model takes half a second to load and is loaded at first use, by
the worker (consultation/responses/languages.py). See docs/decisions/0021-language-of-a-comment.md.
"""

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from consultation.personal_data import find_personal_data

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# What a letter to a Danish municipality may be in. What looks like another language is more
# likely a list of names, or one of these written oddly.
PLAUSIBLE = {
    *("da", "en", "de", "fr", "es", "it", "nl", "no", "sv", "pl", "ro", "uk", "ru", "lt", "hr"),
    *("bs", "sr", "sq", "tr", "ku", "ar", "fa", "ps", "ur", "so", "ta", "th", "vi", "zh"),
}
FEWEST_WORDS = 6
# How sure the model must be, and how much of the text must agree on it.
SUREST, AGREEING = 0.7, 2 / 3
# Enough to know any language, in characters.
LONGEST = 5_000
# The same language under another name, or one that nobody tells apart in a sentence or two.
_SAME = {"nn": "no", "nb": "no", "pcm": "en", "ary": "ar", "arz": "ar"}
_NEIGHBOURS = ({"da", "no"}, {"bs", "hr", "sr"})
# Where a neighbour is this likely to be Danish, it is.
_DANISH_WHEN_NEAR = 0.25

# Persian joins the parts of a word with U+200C, others with a hyphen or an apostrophe.
_WORD = re.compile(r"[^\W\d_]+(?:[\u200c\u200d'’-][^\W\d_]+)*")
_ADDRESS = re.compile(r"\S+://\S+|www\.\S+")
_SENTENCE_END = re.compile(r"(?<=[.!?؟。…])\s+|\n+")


def language_of(text: str) -> str:
    """An ISO 639-1 code, or "" when the text is too short, mixed, or in no language we expect."""
    text = _words_only(text[:LONGEST])
    if _length(text) < FEWEST_WORDS:
        return ""
    language = _guess(text)
    return language if language and _agreed(language, text) else ""


def _words_only(text: str) -> str:
    """The text without web addresses, CPR numbers, phone numbers and mail addresses."""
    for found in reversed(find_personal_data(text)):
        text = f"{text[: found.start]} {text[found.end :]}"
    return _ADDRESS.sub(" ", text)


def _length(text: str) -> int:
    """In words; a script without spaces between them is counted by the letter."""
    return sum(len(word) if word > "\u2e80" else 1 for word in _WORD.findall(text))


def _guess(text: str) -> str:
    """The likeliest language, "" when the model is not sure."""
    likely: Counter[str] = Counter()
    for language, probability in _identifier().rank(" ".join(_WORD.findall(text))):
        likely[_SAME.get(language, language)] += probability
    best = max(likely, key=lambda language: likely[language])
    group = _near(best)
    if best not in PLAUSIBLE or sum(likely[near] for near in group) < SUREST:
        return ""
    if "da" in group:
        best = "da" if likely["da"] >= _DANISH_WHEN_NEAR else best
        return best if best == "da" or likely[best] >= SUREST else ""
    return best


def _agreed(language: str, text: str) -> bool:
    """True unless a good part of the sentences is in another language."""
    votes: Counter[str] = Counter()
    for sentence in _SENTENCE_END.split(text):
        length = _length(sentence)
        if length >= FEWEST_WORDS and (guess := _guess(sentence)):
            votes[guess] += length
    return sum(votes[near] for near in _near(language)) >= AGREEING * votes.total()


def _near(language: str) -> set[str]:
    """It, and those it is taken for."""
    return next((group for group in _NEIGHBOURS if language in group), {language})


@cache
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
