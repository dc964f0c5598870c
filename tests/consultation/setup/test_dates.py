"""What is said of a deadline, over the years."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone
from django.utils.translation import override

from consultation.setup.dates import holiday_on, warnings_about


def local(text: str) -> datetime:
    return timezone.make_aware(datetime.fromisoformat(text))


def said(last: str, opens: str = "") -> str:
    closes_at = local(f"{last} 23:59")
    opens_at = local(opens) if opens else closes_at - timedelta(days=60)
    with override("da"):
        return " ".join(warnings_about(opens_at, closes_at))


@pytest.mark.parametrize(
    ("last", "sentence"),
    [
        ("2027-01-04", ""),
        ("2027-01-09", "weekend"),
        ("2027-01-10", "weekend"),
        ("2027-01-01", "nytårsdag"),
        # Easter and what follows it moves.
        ("2027-03-25", "skærtorsdag"),
        ("2026-04-03", "langfredag"),
        ("2026-04-06", "anden påskedag"),
        ("2026-05-14", "kristi himmelfart"),
        ("2026-05-25", "anden pinsedag"),
        ("2026-12-24", "juleaften"),
        ("2026-12-25", "juledag"),
        ("2026-12-31", "nytårsaften"),
        ("2026-06-05", "grundlovsdag"),
        # No longer a holiday since 2024.
        ("2027-04-23", ""),
        ("2026-07-01", "juli"),
        ("2026-07-31", "juli"),
        ("2026-06-30", ""),
        ("2026-08-03", ""),
        ("2026-10-12", "uge 42"),
        ("2026-10-16", "uge 42"),
        ("2026-10-19", ""),
        # Week 42 is the ISO week: it begins later in 2027.
        ("2027-10-15", ""),
        ("2027-10-18", "uge 42"),
    ],
)
def test_the_last_day(last: str, sentence: str) -> None:
    told = said(last).lower()
    assert sentence in told
    assert bool(told) is bool(sentence)


def test_a_weekend_in_july_is_said_twice() -> None:
    told = said("2026-07-05")
    assert "weekend" in told
    assert "juli" in told


@pytest.mark.parametrize(
    ("opens", "short"),
    [("2026-11-02 00:00", False), ("2026-11-02 00:01", True), ("2026-11-16 08:00", True)],
)
def test_four_weeks_are_enough(opens: str, short: bool) -> None:
    """Counted to the end of the last minute."""
    assert ("under fire uger" in said("2026-11-29", opens)) is short


def test_on_every_day_of_ten_years_a_holiday_has_a_name_in_both_languages() -> None:
    closed = 0
    for n in range(3653):
        day = date(2025, 1, 1) + timedelta(days=n)
        with override("da"):
            danish = holiday_on(day)
        with override("en"):
            english = holiday_on(day)
        assert bool(danish) is bool(english)
        assert not danish or danish != english
        closed += bool(danish)
    # Ten public holidays and three days more, of which some fall on one another.
    assert 120 <= closed <= 130
