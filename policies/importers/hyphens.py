"""Lines of one paragraph joined again, hyphens at line ends mended or kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from policies.importers.lines import SOFT_HYPHEN, Line
from policies.importers.outline import Note

# Dansk Sprognævn, Retskrivningsordbogen § 57: a hanging hyphen shares the last part of a compound
# over a conjunction ("bruger- og skolebestyrelser"). "samt" and "til" are also ends of words.
_JOINING = frozenset({"og", "eller", "og/eller", "and", "or"})
_PERHAPS_JOINING = frozenset({"samt", "til"})
_WHOLE = frozenset({"indtil", "hidtil", "dertil", "hertil", "hvortil", "optil", "langsamt"})
_HYPHENATED_PREFIXES = frozenset({"ikke"})
_AROUND = ".,:;!?()[]\"'»«”“„’"


@dataclass(frozen=True)
class Vocabulary:
    """Words that stand whole on a line somewhere in the document: evidence for the broken ones."""

    words: frozenset[str]

    @classmethod
    def of(cls, lines: Iterable[Line]) -> "Vocabulary":
        """Collect from all lines; a word that a line end may have cut is no evidence."""
        words: set[str] = set()
        for line in lines:
            tokens = line.text.casefold().split()
            if is_broken(line.text):
                tokens.pop()
            words.update(token.strip(_AROUND) for token in tokens)
        return cls(frozenset(words))

    def __contains__(self, word: str) -> bool:
        return word.casefold() in self.words


def is_broken(text: str) -> bool:
    """Whether the line ends inside a word, or with a hyphen that hangs on one."""
    if text.endswith(SOFT_HYPHEN):
        return True
    return len(text) > 1 and text[-1] == "-" and text[-2].isalnum()


def join(lines: Sequence[tuple[int, str]], known: Vocabulary) -> tuple[str, list[Note]]:
    """One paragraph from its (line number, text) pairs, with a doubt for each guess at a hyphen."""
    parts: list[str] = []
    doubts: list[Note] = []
    line = 0
    for number, text in lines:
        if parts:
            left, glue, sure = _glue(parts[-1], text, known)
            parts[-1] = left + glue
            if not sure:
                word = left.split()[-1] + glue + text.split()[0]
                message = _("The hyphen at the line end is a guess: “%(word)s”.")
                doubts.append(Note(message % {"word": word}, line))
        parts.append(text)
        line = number
    return "".join(parts).rstrip(SOFT_HYPHEN), doubts


def _glue(left: str, right: str, known: Vocabulary) -> tuple[str, str, bool]:
    """The left line as it shall stand, what goes between, and whether that is certain."""
    if left.endswith(SOFT_HYPHEN):
        return left[:-1], "", True
    if len(left) > 1 and left[-1] in "–/" and left[-2].isalnum():
        return left, "", True
    if not is_broken(left):
        return left, " ", True
    start = left[:-1].rsplit(None, 1)[-1].lstrip(_AROUND).rpartition("-")[2]
    end = right.split(None, 1)[0].strip(_AROUND)
    caps = left.isupper() and right.isupper()
    glue, sure = _hyphen(start, end, known, caps=caps)
    return (left[:-1], "", sure) if glue == "" else (left, glue[1:], sure)


def _hyphen(start: str, end: str, known: Vocabulary, *, caps: bool) -> tuple[str, bool]:
    """What becomes of `start-` before `end`: "" (mended), "-" or "- ", and whether that is sure."""
    if not start or not end:
        return "-", True
    together = start + end in known
    if end in _JOINING:
        return "- ", True
    if end in _PERHAPS_JOINING:
        whole = together or (start + end).casefold() in _WHOLE
        return ("", True) if whole else ("- ", False)
    if start[-1].isdigit() or end[0].isdigit():
        return "-", True
    if f"{start}-{end}" in known:
        return "-", not together
    if together:
        return "", True
    if caps:
        return "", False
    if end[0].isupper() or (len(start) > 1 and start.isupper()):
        return "-", True
    if len(start) == 1:
        return "-", False
    return ("-", False) if start.casefold() in _HYPHENATED_PREFIXES else ("", True)
