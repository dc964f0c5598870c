"""The caseworker's queue: which comments, in which order, and what is next."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.postgres.aggregates import BoolAnd
from django.db.models import Count, F, Max, Min, Q, QuerySet, Subquery, Sum, Window

from consultation.models import Comment, CommentTally, Flag, Hearing
from consultation.models.comment import TAKEN_BACK, CommentState
from consultation.personal_data import LABELS, PersonalData, find_personal_data

# How many rows stand above and below the open comment in the list.
ABOVE, BELOW = 6, 24
SHOWN_REPORTS = 20

# The tabs of a state, by the word in the address.
TABS: dict[str, Sequence[CommentState]] = {
    "afventer": (CommentState.PENDING,),
    "offentliggjort": (CommentState.PUBLISHED, CommentState.REDACTED),
    "skjult": (CommentState.HIDDEN,),
    "rettet": TAKEN_BACK,
}
FIRST_TAB = "afventer"
# The tab of comments that somebody reported, of those that readers meet.
REPORTED = "anmeldt"
_MAY_BE_REPORTED = (*TABS["offentliggjort"], *TABS["skjult"])
ALL_TABS = (FIRST_TAB, REPORTED, "offentliggjort", "skjult", "rettet")


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


@dataclass(frozen=True)
class Reports:
    """What readers reported about a comment: the first of those that wait, and the answered."""

    waiting: list[Flag]
    answered: list[Flag]
    # How many times it was reported in all since somebody last looked, and the newest's id.
    times: int
    newest: int


def reports_of(comment: Comment) -> Reports:
    """The first of them, in one query: of a flood the rest is told by its number."""
    waits = Q(resolved_at=None)
    reports = list(
        comment.flags.select_related("resolved_by")
        .annotate(
            all_times=Window(Sum("times", filter=waits)),
            newest=Window(Max("id", filter=waits)),
        )
        .order_by(F("resolved_at").desc(nulls_first=True), "doubtful", "id")[:SHOWN_REPORTS]
    )
    told = reports[0] if reports else None
    return Reports(
        [report for report in reports if report.resolved_at is None],
        [report for report in reports if report.resolved_at is not None],
        getattr(told, "all_times", None) or 0,
        getattr(told, "newest", None) or 0,
    )


def first(hearing: Hearing, tab: str) -> Comment | None:
    """Who waited longest."""
    keys = _reported(hearing) if tab == REPORTED else _keys(hearing, tab)
    return hearing.comments.for_review().filter(pk=Subquery(keys[:1])).first()


def around(hearing: Hearing, tab: str, comment: Comment) -> Neighbours:
    """The rows around `comment`: two look-ups by key, and one for the rows."""
    if tab == REPORTED:
        above, below = _around_reported(hearing, comment)
        here = [comment.pk]
    else:
        keys = _keys(hearing, tab)
        above = list(keys.filter(pk__lt=comment.pk).order_by("-id")[:ABOVE])[::-1]
        below = list(keys.filter(pk__gt=comment.pk)[:BELOW])
        here = [comment.pk] if comment.state in TABS[tab] else []
    comments = hearing.comments.for_review().in_bulk([*above, *here, *below])
    return Neighbours(
        [Row(comments[pk]) for pk in (*above, *here, *below)],
        comments[above[-1]] if above else None,
        comments[below[0]] if below else None,
    )


def tab_of(comment: Comment, asked: str) -> str:
    """The tab an open comment is shown in: always one that holds it."""
    if asked == REPORTED and comment.flags.waiting().exists():
        return REPORTED
    return next(tab for tab, states in TABS.items() if comment.state in states)


def _keys(hearing: Hearing, tab: str) -> "QuerySet[Comment, int]":
    """The ids in a tab. They alone are asked for first: wide rows would tempt PostgreSQL away from
    the index, to read through half a million comments that were decided long ago."""
    states = Q(state=TABS[tab][0]) if len(TABS[tab]) == 1 else Q(state__in=TABS[tab])
    return hearing.comments.filter(states).order_by("id").values_list("pk", flat=True)


def _waiting_reports(hearings: Iterable[Hearing]) -> QuerySet[Flag]:
    waiting = Flag.objects.waiting().filter(comment__hearing__in=hearings)
    return waiting.filter(comment__state__in=_MAY_BE_REPORTED)


def _reported(hearing: Hearing) -> "QuerySet[Flag, int]":
    """The ids of reported comments, each once however often it was reported: those that a person
    reported first, then by who waited longest."""
    by_comment = _waiting_reports([hearing]).order_by().values("comment")
    return (
        by_comment.annotate(only_doubtful=BoolAnd("doubtful"), since=Min("id"))
        .order_by("only_doubtful", "since")
        .values_list("comment", flat=True)
    )


def _around_reported(hearing: Hearing, comment: Comment) -> tuple[list[int], list[int]]:
    """The few that are reported have no key of their own; they are all asked for."""
    keys = list(_reported(hearing))
    if comment.pk not in keys:
        # Somebody answered its reports in this very moment.
        return [], keys[:BELOW]
    here = keys.index(comment.pk)
    return keys[max(here - ABOVE, 0) : here], keys[here + 1 :][:BELOW]


def counts(hearings: Iterable[Hearing]) -> dict[int, dict[str, int]]:
    """How many comments each tab holds, by hearing id: two queries, one of the kept tallies."""
    hearings = list(hearings)
    by_state: dict[int, Counter[str]] = {hearing.pk: Counter() for hearing in hearings}
    tallies = CommentTally.objects.filter(hearing__in=by_state)
    for hearing_id, state, count in tallies.values_list("hearing_id", "state", "count"):
        by_state[hearing_id][state] += count
    reported = dict(
        _waiting_reports(hearings)
        .order_by()
        .values_list("comment__hearing")
        .annotate(Count("comment", distinct=True))
    )
    return {
        hearing_id: {
            **{tab: sum(states[state] for state in TABS[tab]) for tab in TABS},
            REPORTED: reported.get(hearing_id, 0),
        }
        for hearing_id, states in by_state.items()
    }
