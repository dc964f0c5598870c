"""A hearing's dates as an iCalendar file (RFC 5545)."""

from datetime import UTC, date, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event, vText

from consultation.models import Hearing
from consultation.models.hearing import DEADLINE_MINUTE

REMINDER = timedelta(days=3)


def calendar(hearing: Hearing) -> bytes:
    """The same bytes until something changes: no clock is read.

    An event keeps its UID for ever; each extension raises SEQUENCE, which is how a calendar
    program knows that its copy is out of date.
    """
    extensions = list(hearing.extensions.all())
    changed = extensions[-1].at if extensions else hearing.published_at or hearing.opens_at
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", "-//Ordet//Hearing//DA")
    made.add("x-wr-calname", vText(hearing.title))
    for event in _events(hearing):
        event.add("dtstamp", changed.astimezone(UTC).replace(microsecond=0))
        event.add("sequence", len(extensions))
        event.add("url", settings.BASE_URL + hearing.get_absolute_url())
        made.add_component(event)
    return bytes(made.to_ical())


def _events(hearing: Hearing) -> list[Event]:
    opens = _event(hearing, "opens", _("The hearing opens: %(title)s"))
    opens.add("dtstart", hearing.opens_at.astimezone(UTC))
    closes = _event(hearing, "closes", _("Deadline for responses: %(title)s"))
    closes.add("dtstart", hearing.closes_at.astimezone(UTC))
    closes.add("dtend", (hearing.closes_at + DEADLINE_MINUTE).astimezone(UTC))
    closes.add("description", _("Read the proposal and write what you think before this."))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("Three days left: %(title)s") % {"title": hearing.title})
    alarm.add("trigger", -REMINDER)
    closes.add_component(alarm)
    events = [opens, closes]
    if hearing.answers_planned_on:
        answers = _event(hearing, "answers", _("The municipality answers: %(title)s"))
        events.append(_all_day(answers, hearing.answers_planned_on))
    if hearing.council_meets_on:
        council = _event(hearing, "council", _("The council considers the policy: %(title)s"))
        events.append(_all_day(council, hearing.council_meets_on))
    return events


def _event(hearing: Hearing, name: str, summary: str) -> Event:
    event = Event()
    event.add("uid", f"hearing-{hearing.pk}-{name}@{urlsplit(settings.BASE_URL).hostname}")
    event.add("summary", summary % {"title": hearing.title})
    # A date to know of, not an hour that is taken.
    event.add("transp", "TRANSPARENT")
    return event


def _all_day(event: Event, day: date) -> Event:
    event.add("dtstart", day)
    return event
