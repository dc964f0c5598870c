"""A proposed wording against the words it would replace, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
# Above this many words on a side the comparison is quadratic and nobody could read it anyway.
MOST_WORDS = 4_000


@dataclass(frozen=True)
class Change:
    """A run of text that is kept ("="), deleted ("-") or inserted ("+")."""

    kind: str
    text: str


def redline(before: str, after: str) -> list[Change]:
    """The runs that turn `before` into `after`, in reading order.

    Deleted and kept runs joined give `before`, kept and inserted runs give `after`.
    """
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) > MOST_WORDS or len(new) > MOST_WORDS:
        return [Change("-", before), Change("+", after)]
    changes: list[Change] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            changes.append(Change("=", "".join(old[i1:i2])))
            continue
        if i2 > i1:
            changes.append(Change("-", "".join(old[i1:i2])))
        if j2 > j1:
            changes.append(Change("+", "".join(new[j1:j2])))
    return changes
