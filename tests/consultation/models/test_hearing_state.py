"""When a hearing is open, to the millisecond, also on the days the clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from consultation.models import Hearing
from consultation.models.hearing import HearingState, in_listing_order

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
MILLISECOND = timedelta(milliseconds=1)


def local(*numbers: int, fold: int = 0) -> datetime:
    return datetime(*numbers, tzinfo=COPENHAGEN, fold=fold)  # type: ignore[arg-type,misc]


def hearing(**overrides: datetime | None) -> Hearing:
    """Not saved: the state is a pure function of the row and the moment."""
    fields = {
        "opens_at": local(2026, 11, 16, 8),
        "closes_at": local(2027, 1, 4, 23, 59),
        "published_at": local(2026, 11, 1, 9),
    }
    return Hearing(**{**fields, **overrides})


def test_a_deadline_includes_its_whole_minute() -> None:
    heard = hearing()
    assert heard.accepts(local(2027, 1, 4, 23, 59, 59, 999_000))
    assert not heard.accepts(local(2027, 1, 5, 0, 0, 0, 0))
    assert heard.state(local(2027, 1, 4, 23, 59, 59, 999_999)) is HearingState.OPEN
    assert heard.state(local(2027, 1, 5)) is HearingState.CLOSED


def test_after_the_deadline_a_response_is_still_received() -> None:
    assert hearing().receives(local(2027, 1, 5))


def test_it_opens_on_the_dot() -> None:
    heard = hearing()
    opening = local(2026, 11, 16, 8)
    assert heard.state(opening - MILLISECOND) is HearingState.SCHEDULED
    assert not heard.receives(opening - MILLISECOND)
    assert heard.state(opening) is HearingState.OPEN


@pytest.mark.parametrize(
    ("deadline", "last", "late"),
    [
        # Summer time begins: 28 March 2027 has no 02.00–02.59.
        (
            local(2027, 3, 28, 23, 59),
            datetime(2027, 3, 28, 21, 59, 59, 999_000, tzinfo=UTC),
            datetime(2027, 3, 28, 22, 0, tzinfo=UTC),
        ),
        (
            local(2027, 3, 28, 1, 59),
            datetime(2027, 3, 28, 0, 59, 59, 999_000, tzinfo=UTC),
            datetime(2027, 3, 28, 1, 0, tzinfo=UTC),
        ),
        # Winter time begins: 31 October 2027 has 02.00–02.59 twice; the day ends at 23.00 UTC.
        (
            local(2027, 10, 31, 23, 59),
            datetime(2027, 10, 31, 22, 59, 59, 999_000, tzinfo=UTC),
            datetime(2027, 10, 31, 23, 0, tzinfo=UTC),
        ),
        (
            local(2027, 10, 31, 2, 59, fold=1),
            datetime(2027, 10, 31, 1, 59, 59, 999_000, tzinfo=UTC),
            datetime(2027, 10, 31, 2, 0, tzinfo=UTC),
        ),
        # The evening before a change.
        (
            local(2027, 10, 30, 23, 59),
            datetime(2027, 10, 30, 21, 59, 59, 999_000, tzinfo=UTC),
            datetime(2027, 10, 30, 22, 0, tzinfo=UTC),
        ),
    ],
)
def test_clock_changes(deadline: datetime, last: datetime, late: datetime) -> None:
    # As the database gives it back: in UTC.
    heard = hearing(closes_at=deadline.astimezone(UTC))
    assert heard.accepts(last)
    assert not heard.accepts(late)
    assert heard.receives(late)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"published_at": None}, HearingState.DRAFT),
        ({"published_at": local(2026, 12, 2)}, HearingState.DRAFT),
        ({}, HearingState.OPEN),
        ({"closes_at": local(2026, 11, 30, 23, 59)}, HearingState.CLOSED),
        (
            {
                "closes_at": local(2026, 11, 30, 23, 59),
                "review_started_at": local(2026, 12, 1, 8),
            },
            HearingState.UNDER_REVIEW,
        ),
        ({"adopted_at": local(2026, 12, 1, 8)}, HearingState.ADOPTED),
        (
            {"adopted_at": local(2026, 12, 1, 8), "archived_at": local(2026, 12, 1, 9)},
            HearingState.ARCHIVED,
        ),
        # Review before the deadline does not close a hearing.
        ({"review_started_at": local(2026, 11, 20)}, HearingState.OPEN),
    ],
)
def test_states(changes: dict[str, datetime | None], expected: HearingState) -> None:
    assert hearing(**changes).state(local(2026, 12, 1, 12)) is expected


def test_days_left_are_days_on_the_calendar() -> None:
    heard = hearing()
    assert heard.days_left(local(2026, 11, 23, 23, 59)) == 42
    assert heard.days_left(local(2026, 11, 24, 0, 0)) == 41
    assert heard.days_left(local(2027, 1, 4, 0, 1)) == 0
    assert heard.days_left(local(2027, 1, 9)) == 0


def test_listing_open_first_then_planned_then_closed() -> None:
    at = local(2026, 12, 1)
    soon = hearing(closes_at=local(2026, 12, 3, 23, 59))
    later = hearing()
    planned = hearing(opens_at=local(2026, 12, 5), closes_at=local(2027, 2, 1, 23, 59))
    closed = hearing(closes_at=local(2026, 11, 30, 23, 59))
    long_closed = hearing(closes_at=local(2026, 11, 20, 23, 59))
    mixed = [long_closed, planned, later, closed, soon]
    assert in_listing_order(mixed, at) == [soon, later, planned, closed, long_closed]


@pytest.mark.parametrize(
    ("publication", "before", "after"),
    [
        ("after_review", True, True),
        ("at_once", True, True),
        ("after_deadline", False, True),
        ("never", False, False),
    ],
)
def test_when_comments_are_shown(publication: str, before: bool, after: bool) -> None:
    heard = hearing(publication=publication)  # type: ignore[arg-type]
    assert heard.shows_comments(local(2027, 1, 4, 23, 59, 59)) is before
    assert heard.shows_comments(local(2027, 1, 5)) is after
