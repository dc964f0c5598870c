"""What a caseworker should know about a deadline before she sets it. Warnings, never a shift."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

import holidays
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

# Below this a hearing of a policy is short: many boards meet once a month.
SHORTEST = timedelta(weeks=4)
# The schools' autumn holiday, an ISO week.
AUTUMN_HOLIDAY = 42
_SATURDAY, _JULY = 5, 7


def warnings_about(opens_at: datetime, closes_at: datetime) -> list[str]:
    """Sentences in the reader's language, the gravest first; empty when all is well.

    `closes_at` is the start of the last minute (consultation/models/hearing.py).
    """
    return list(_warnings(opens_at, closes_at))


def _warnings(opens_at: datetime, closes_at: datetime) -> Iterator[str]:
    last = timezone.localdate(closes_at)
    if closes_at + timedelta(minutes=1) - opens_at < SHORTEST:
        yield _("The hearing lasts less than four weeks. Many boards meet only once a month.")
    holiday = holiday_on(last)
    if holiday:
        yield _("The last day is a holiday: %(name)s.") % {"name": holiday}
    elif last.weekday() >= _SATURDAY:
        yield _("The last day is in a weekend, when nobody at the municipality can help.")
    if last.month == _JULY:
        yield _("The last day is in July, when many are on holiday.")
    if last.isocalendar().week == AUTUMN_HOLIDAY:
        yield _("The last day is in week 42, when the schools have autumn holiday.")


def holiday_on(day: date) -> str:
    """The name of the day when Denmark is closed, in the reader's language; "" on others."""
    named = {
        (12, 24): _("Christmas Eve"),
        (12, 31): _("New Year's Eve"),
        (6, 5): _("Constitution Day"),
    }
    language = "da" if get_language() == "da" else "en_US"
    # A public holiday on 5 June (Whit Monday in some years) goes by its own name.
    public = holidays.country_holidays("DK", years=day.year, language=language)
    return public.get(day) or named.get((day.month, day.day), "")
