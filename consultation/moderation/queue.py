"""The caseworker's queue: which comments, in which order, and what is next."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.postgres.aggregates import BoolAnd
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Max, Min, OuterRef, Q, QuerySet, Subquery, Sum, Value, Window

from consultation.models import Comment, CommentTally, Flag, Hearing
from consultation.models.comment import TAKEN_BACK, CommentQuerySet, CommentState
from consultation.moderation.history import with_acts
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
        """The kinds found, each once, the gravest first: in what readers read when a part is
        hidden, and else in all of it."""
        text = f"{self.comment.body}\n{self.comment.proposed_text}"
        if self.comment.state == CommentState.REDACTED:
            text = self.comment.public_body
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


def opened(slug: str, asked: str) -> CommentQuerySet:
    """Of the hearing at this address, with what the page of one comment needs: the hearing, her
    acts, and in the tab of reports the ids of all that are reported."""
    comments = with_acts(Comment.objects.filter(hearing=_hearing_at(slug)).for_desk())
    if asked != REPORTED:
        return comments
    return comments.annotate(reported=ArraySubquery(_reported(OuterRef("hearing"))))


def first(slug: str, tab: str) -> Comment | None:
    """Who waited longest in the hearing at this address, with the hearing."""
    hearing = _hearing_at(slug)
    here = Comment.objects.filter(hearing=hearing)
    keys = _reported(hearing) if tab == REPORTED else _keys(here, tab)
    return opened(slug, tab).filter(pk=Subquery(keys[:1])).first()


def _hearing_at(slug: str) -> Subquery:
    """Its id, asked for inside the query that needs it."""
    return Subquery(Hearing.objects.filter(slug=slug).values("pk"))


def around(hearing: Hearing, tab: str, comment: Comment) -> Neighbours:
    """The rows around `comment`, which comes from `opened`: one query."""
    if tab == REPORTED:
        above, below = _around_reported(comment)
        found = hearing.comments.for_review().in_bulk([*above, *below])
        return _neighbours([found[pk] for pk in above], comment, [found[pk] for pk in below])
    keys = _keys(hearing.comments.all(), tab)
    above_keys = keys.filter(pk__lt=comment.pk).order_by("-id")[:ABOVE]
    below_keys = keys.filter(pk__gt=comment.pk)[:BELOW]
    either = above_keys.union(below_keys, all=True)
    rows = list(hearing.comments.for_review().filter(pk__in=either).order_by("id"))
    here = comment if comment.state in TABS[tab] else None
    return _neighbours(
        [row for row in rows if row.pk < comment.pk],
        here,
        [row for row in rows if row.pk > comment.pk],
    )


def _neighbours(above: list[Comment], here: Comment | None, below: list[Comment]) -> Neighbours:
    rows = [*above, *([here] if here else []), *below]
    return Neighbours(
        [Row(comment) for comment in rows],
        above[-1] if above else None,
        below[0] if below else None,
    )


def tab_of(comment: Comment, asked: str) -> str:
    """The tab an open comment is shown in: always one that holds it."""
    if asked == REPORTED and comment.pk in comment.reported:  # type: ignore[attr-defined]
        return REPORTED
    return next(tab for tab, states in TABS.items() if comment.state in states)


def _keys(comments: CommentQuerySet, tab: str) -> "QuerySet[Comment, int]":
    """The ids in a tab. They alone are asked for first: wide rows would tempt PostgreSQL away from
    the index, to read through half a million comments that were decided long ago."""
    states = Q(state=TABS[tab][0]) if len(TABS[tab]) == 1 else Q(state__in=TABS[tab])
    return comments.filter(states).order_by("id").values_list("pk", flat=True)


def _waiting_reports(hearings: "Iterable[Hearing]") -> QuerySet[Flag]:
    return _of_met_comments().filter(comment__hearing__in=hearings)


def _of_met_comments() -> QuerySet[Flag]:
    return Flag.objects.waiting().filter(comment__state__in=_MAY_BE_REPORTED)


def _reported(hearing: "Subquery | OuterRef") -> "QuerySet[Flag, int]":
    """The ids of reported comments, each once however often it was reported: those that a person
    reported first, then by who waited longest."""
    by_comment = _of_met_comments().filter(comment__hearing=hearing).order_by().values("comment")
    return (
        by_comment.annotate(only_doubtful=BoolAnd("doubtful"), since=Min("id"))
        .order_by("only_doubtful", "since")
        .values_list("comment", flat=True)
    )


def _around_reported(comment: Comment) -> tuple[list[int], list[int]]:
    """The few that are reported have no key of their own; they are all asked for."""
    keys: list[int] = comment.reported  # type: ignore[attr-defined]
    here = keys.index(comment.pk)
    return keys[max(here - ABOVE, 0) : here], keys[here + 1 :][:BELOW]


def counts(hearings: Iterable[Hearing]) -> dict[int, dict[str, int]]:
    """How many comments each tab holds, by hearing id: one query, mostly of the kept tallies."""
    hearings = list(hearings)
    by_state: dict[int, Counter[str]] = {hearing.pk: Counter() for hearing in hearings}
    kept = CommentTally.objects.filter(hearing__in=by_state).order_by()
    reported = (
        _waiting_reports(hearings)
        .order_by()
        .values("comment__hearing")
        .annotate(tab=Value(REPORTED), total=Count("comment", distinct=True))
    )
    for hearing_id, state, count in kept.values_list("hearing_id", "state", "count").union(
        reported.values_list("comment__hearing", "tab", "total"), all=True
    ):
        by_state[hearing_id][state] += count
    return {
        hearing_id: {
            **{tab: sum(states[state] for state in TABS[tab]) for tab in TABS},
            REPORTED: states[REPORTED],
        }
        for hearing_id, states in by_state.items()
    }
