"""The caseworker's queue: which comments, in which order, and what is next."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Subquery

from consultation.models import Comment, CommentTally, Hearing
from consultation.models.comment import CommentState
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
    """The part of the queue around a comment."""

    rows: list[Row]
    previous: Comment | None
    following: Comment | None


def first(hearing: Hearing, tab: str) -> Comment | None:
    """Who waited longest."""
    oldest = _keys(hearing, tab).order_by("id")[:1]
    return hearing.comments.for_review().filter(pk=Subquery(oldest)).first()


def around(hearing: Hearing, tab: str, comment: Comment) -> Neighbours:
    """The rows around `comment` by key: two look-ups in the list's own index, one for the rows."""
    keys = _keys(hearing, tab)
    above = list(keys.filter(pk__lt=comment.pk).order_by("-id")[:ABOVE])[::-1]
    below = list(keys.filter(pk__gt=comment.pk).order_by("id")[:BELOW])
    here = [comment.pk] if comment.state in TABS[tab] else []
    comments = hearing.comments.for_review().in_bulk([*above, *here, *below])
    return Neighbours(
        [Row(comments[pk]) for pk in (*above, *here, *below)],
        comments[above[-1]] if above else None,
        comments[below[0]] if below else None,
    )


def _keys(hearing: Hearing, tab: str) -> "QuerySet[Comment, int]":
    """The ids in a tab. They alone are asked for first: wide rows would tempt PostgreSQL away from
    the index, to read through half a million comments that were decided long ago."""
    states = Q(state=TABS[tab][0]) if len(TABS[tab]) == 1 else Q(state__in=TABS[tab])
    return hearing.comments.filter(states).values_list("pk", flat=True)


def counts(hearings: Iterable[Hearing]) -> dict[int, dict[str, int]]:
    """How many comments each tab holds, by hearing id, from the kept tallies in one query."""
    by_state: dict[int, Counter[str]] = {hearing.pk: Counter() for hearing in hearings}
    tallies = CommentTally.objects.filter(hearing__in=by_state)
    for hearing_id, state, count in tallies.values_list("hearing_id", "state", "count"):
        by_state[hearing_id][state] += count
    return {
        hearing_id: {tab: sum(states[state] for state in TABS[tab]) for tab in TABS}
        for hearing_id, states in by_state.items()
    }
