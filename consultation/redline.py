"""A proposed wording against the words it would replace, word by word."""

import re
from dataclasses import dataclass

from rapidfuzz.distance import Indel

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
# Above this many words on a side nobody could read it anyway.
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
    gone = come = ""
    for step in Indel.opcodes(old, new):
        before_here = "".join(old[step.src_start : step.src_end])
        if step.tag != "equal":
            gone += before_here
            come += "".join(new[step.dest_start : step.dest_end])
            continue
        if before_here.isspace() and (gone or come):
            # A space between two changed words belongs to the change, or it reads in shreds.
            gone += before_here
            come += before_here
            continue
        changes += [Change("-", gone), Change("+", come), Change("=", before_here)]
        gone = come = ""
    changes += [Change("-", gone), Change("+", come)]
    return [change for change in changes if change.text]
