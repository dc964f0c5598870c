"""What the beginning and the end of a line say: bullets, enumerators, numbers, sentence ends."""

import re
from dataclasses import dataclass

_DASHES = "-–—"
# Glyphs that are nothing but bullets, Wingdings' private ones and "o" (Word's second level) too.
_BULLETS = "•▪▫■□●○◦‣⁃∙·►➢➤➔✓✔\uf0b7\uf0a7\uf02d\uf0d8\uf076\uf0fc"
_ENUMERATOR = re.compile(r"(?:\((\w{1,3})\)|(\w{1,3})\)|(\d{1,2})\.)\s+(?=\S)")
_NUMBER = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,3})(\.?)\s+(?=\S)")
_NEXT_SENTENCE = re.compile(r"[.!]\s[A-ZÆØÅ]")
_OPENING = "\"'»«”“„’(["
_SENTENCE_END = ".!?…"
_ABBREVIATION = re.compile(
    r"(?:fx|f\.eks|eks|bl\.a|ca|kl|nr|jf|stk|pct|evt|inkl|ekskl|hhv|dvs|pga|vedr|dr|hr|fr|tlf"
    r"|kr|mio|mia|kap|afs|litra|pkt|skt|sct|s|p)\.",
    re.IGNORECASE,
)
_ROMAN = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"]


@dataclass(frozen=True)
class Mark:
    """What stands before a list item. `style` tells lists apart: "-", "•", "1.", "1)", "a)".

    `value` is the place an enumerator claims (b) = 2), 0 for a bullet; `rest` the item's own words.
    """

    style: str
    value: int
    rest: str


@dataclass(frozen=True)
class Number:
    """The number a heading begins with: `path` (4, 1) for "4.1"; `dot` whether one closes it."""

    path: tuple[int, ...]
    dot: bool
    text: str
    rest: str


def bullet(text: str) -> Mark | None:
    """The bullet a line begins with. A mark alone on its line has an empty rest."""
    mark, rest = text[0], text[1:]
    if mark in _BULLETS:
        return Mark(mark, 0, rest.lstrip())
    if mark in _DASHES and (rest[:1] in ("", " ") or rest[0].isupper()):
        return Mark("-", 0, rest.lstrip())
    if mark in "*o" and rest[:1] == " ":
        return Mark(mark, 0, rest.lstrip())
    return None


def enumerator(text: str) -> Mark | None:
    """The enumerator a line begins with: "1.", "1)", "(1)", "a)", "(a)" or "iv)"."""
    found = _ENUMERATOR.match(text)
    if not found:
        return None
    sign = found[1] or found[2] or found[3]
    shape = "1." if found[3] else "(1)" if found[1] else "1)"
    rest = text[found.end() :]
    if sign.isascii() and sign.isdigit():
        return Mark(shape, int(sign), rest)
    if sign in _ROMAN[1:]:
        return Mark(shape.replace("1", "i"), _ROMAN.index(sign) + 1, rest)
    if len(sign) == 1 and "a" <= sign <= "z":
        return Mark(shape.replace("1", "a"), ord(sign) - ord("a") + 1, rest)
    return None


def number(text: str) -> Number | None:
    """The heading number a line begins with: "4.", "4" or "4.1"; the rest must begin upper case."""
    found = _NUMBER.match(text)
    if not found or not starts_upper(text[found.end() :]):
        return None
    path = tuple(int(step) for step in found[1].split("."))
    return Number(path, bool(found[2]), found[1], text[found.end() :])


def starts_upper(text: str) -> bool:
    """Whether the first letter, after opening quotes, is upper case."""
    return text.lstrip(_OPENING)[:1].isupper()


def starts_lower(text: str) -> bool:
    """Whether the line goes on in lower case."""
    return text.lstrip(_OPENING)[:1].islower()


def ends_sentence(text: str) -> bool:
    """Whether the last word closes a sentence and is no common Danish abbreviation."""
    core = text.rstrip("\"'»«”“’)]")
    if not core or core[-1] not in _SENTENCE_END:
        return False
    return not _ABBREVIATION.fullmatch(core.rsplit(None, 1)[-1].lstrip(_OPENING))


def is_titlelike(text: str, *, longest: int = 110) -> bool:
    """Whether a line can be a heading or a caption: short, one sentence, no full stop after it."""
    if len(text) > longest or text[-1] in ".,;:!…-" or starts_lower(text):
        return False
    return not _NEXT_SENTENCE.search(text)
