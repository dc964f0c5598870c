"""Text as it can be printed: nothing is dropped, and nothing stops the press.

What none of our fonts has is written as its number in Unicode, "[U+1F600]", which tells exactly
what stood there. Words that no line holds are given places to break.
"""

import re
import unicodedata
from collections.abc import Set
from itertools import groupby

# A word longer than this runs out of its column; it may break after each of PIECE characters.
LONGEST_WORD = 40
PIECE = 20
# No language piles more marks and invisible signs on a letter; the press chokes on thousands.
MOST_PILED = 4
# A place to break that takes no room.
ZERO_WIDTH_SPACE = "\u200b"

_LINE_ENDS = re.compile(r"\r\n|[\r\x85\u2028\u2029]")
_SPACES = re.compile(r"[^\S\n]{2,}|[\t\f\v]")
_LONG_WORD = re.compile(rf"[^ \n{ZERO_WIDTH_SPACE}]{{{LONGEST_WORD},}}")
_PIECE = re.compile(rf".{{{PIECE}}}(?=.)", re.DOTALL)
# Controls, private use, unassigned, surrogates: no archive may hold them as text (PDF/A).
_NEVER = {"Cc", "Co", "Cn", "Cs"}
_PILED = {"Mn", "Mc", "Me", "Cf"}
_NOT_A_TEXT = {"\ufeff", "\ufffe"}
# The last of the Latin letters; what is below is in every font.
_LATIN = "\u024f"


def printable(text: str, missing: Set[str] = frozenset(), *, latin_only: bool = False) -> str:
    """The text with each of `missing`, and what never prints, as its number; long words broken.

    `latin_only` writes everything beyond Latin letters as numbers.
    """
    text = _SPACES.sub(" ", _LINE_ENDS.sub("\n", text))
    runs: list[str] = []
    unprinted: list[str] = []
    piled = 0
    for character in text:
        piled = piled + 1 if unicodedata.category(character) in _PILED else 0
        if piled <= MOST_PILED and _prints(character, missing, latin_only):
            runs += [_numbered(unprinted), character]
            unprinted = []
        else:
            unprinted.append(character)
    runs.append(_numbered(unprinted))
    return _LONG_WORD.sub(_with_breaks, "".join(runs))


def _prints(character: str, missing: Set[str], latin_only: bool) -> bool:
    if character <= "~":
        return character >= " " or character == "\n"
    if character in missing or character in _NOT_A_TEXT:
        return False
    if latin_only and character > _LATIN:
        return False
    return unicodedata.category(character) not in _NEVER


def _numbered(characters: list[str]) -> str:
    """ "[U+1F468 U+200D U+1F469]" or, of many alike, "[U+1F600×30]"; "" of none."""
    if not characters:
        return ""
    told = []
    for character, alike in groupby(characters):
        count = len(list(alike))
        told.append(f"U+{ord(character):04X}" + (f"×{count}" if count > 1 else ""))
    return f"[{' '.join(told)}]"


def _with_breaks(word: re.Match[str]) -> str:
    return _PIECE.sub(rf"\g<0>{ZERO_WIDTH_SPACE}", word[0])
