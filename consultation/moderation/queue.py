"""The caseworker's queue: which comments, in which order, and what is next."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

from django.db.models import QuerySet

from consultation.models import Comment, CommentTally, Hearing
from consultation.models.response import CommentState
from consultation.personal_data import LABELS, PersonalData, find_personal_data

# How many rows stand above and below the open comment in the list.
ABOVE, BELOW = 6, 24

# The tabs, by the word in the address.
TABS: dict[str, Sequence[CommentState]] = {
    "afventer": (CommentState.PENDING,),
    "offentliggjort": (CommentState.PUBLISHED, CommentState.REDACTED),
    "skjult": (CommentState.HIDDEN,),
}
FIRST_TAB = "afventer"


@dataclass(frozen=True)
class Row:
    """One comment in the list, with what was found in its text."""

    comment: Comment

    @property
    def personal_data(self) -> list[PersonalData]:
        """The kinds found, each once, the gravest first."""
        text = f"{self.comment.body}\n{self.comment.proposed_text}"
        kinds = {found.kind for found in find_personal_data(text)}
        return [kind for kind in PersonalData if kind in kinds]

    @property
    def labels(self) -> list[str]:
        return [str(LABELS[kind]) for kind in self.personal_data]


@dataclass(frozen=True)
class Neighbours:
    """The part of the queue around a comment (None: the beginning)."""

    rows: list[Row]
    previous: Comment | None
    following: Comment | None


def in_tab(hearing: Hearing, tab: str) -> "QuerySet[Comment]":
    """The comments of a tab, oldest first: who waited longest is read first."""
    states = TABS.get(tab, TABS[FIRST_TAB])
    return hearing.comments.for_review().filter(state__in=states).order_by("id")


def around(hearing: Hearing, tab: str, comment: Comment | None) -> Neighbours:
    """The rows around `comment` by key, in two queries whatever the queue's length."""
    comments = in_tab(hearing, tab)
    if comment is None:
        rows = list(comments[:BELOW])
        return Neighbours([Row(row) for row in rows], None, rows[0] if rows else None)
    above = list(comments.filter(pk__lt=comment.pk).order_by("-id")[:ABOVE])[::-1]
    below = list(comments.filter(pk__gt=comment.pk)[:BELOW])
    here = [comment] if comment.state in TABS.get(tab, ()) else []
    return Neighbours(
        [Row(row) for row in chain(above, here, below)],
        above[-1] if above else None,
        below[0] if below else None,
    )


def counts(hearing: Hearing) -> dict[str, int]:
    """How many comments each tab holds, from the kept tallies."""
    by_state: Counter[str] = Counter()
    for state, count in CommentTally.objects.filter(hearing=hearing).values_list("state", "count"):
        by_state[state] += count
    return {tab: sum(by_state[state] for state in states) for tab, states in TABS.items()}
