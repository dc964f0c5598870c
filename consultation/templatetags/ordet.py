"""How times, numbers and texts are written on the pages."""

from collections.abc import Iterable
from datetime import date, datetime

from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consultation.personal_data import Found, find_personal_data
from consultation.redline import Change

register = template.Library()


def _local(moment: datetime | date) -> datetime | date:
    return timezone.localtime(moment) if isinstance(moment, datetime) else moment


@register.filter
def moment(value: datetime) -> str:
    """A weekday, date and time: "mandag den 4. januar 2027 kl. 23.59"."""
    return date_format(_local(value), _(r"l j F Y \a\t H:i"))


@register.filter
def moment_short(value: datetime) -> str:
    """A date and time in a list: "4. januar 2027 kl. 23.59"."""
    return date_format(_local(value), _(r"j F Y \a\t H:i"))


@register.filter
def moment_exact(value: datetime) -> str:
    """To the second, for a receipt: "4. januar 2027 kl. 23.59.07"."""
    return date_format(_local(value), _(r"j F Y \a\t H:i:s"))


@register.filter
def day(value: datetime | date) -> str:
    """A date: "4. januar 2027"."""
    return date_format(_local(value), _("j F Y"))


@register.filter
def day_short(value: datetime | date) -> str:
    """A date in a narrow column: "4. jan. 2027"."""
    return date_format(_local(value), _("j M Y"))


@register.simple_tag
def in_danish() -> SafeString:
    """What tells that Danish text stands on a page in another language (WCAG 3.1.2): an attribute,
    nothing on a Danish page."""
    return SafeString("" if get_language() == settings.LANGUAGE_CODE else ' lang="da"')


@register.filter
def percent_of(part: int, whole: int) -> int:
    """`part` of `whole` in whole per cent; 0 of nothing is 0, and a little is never nothing."""
    if not part or not whole:
        return 0
    return max(round(100 * part / whole), 2)


@register.filter
def marked(text: str) -> SafeString:
    """The text with what looks like personal data in <mark>, everything escaped."""
    return _marked(text, 0, find_personal_data(text))


@register.filter
def marked_changes(changes: Iterable[Change]) -> list[Change]:
    """The runs of a redline with what looks like personal data in the new words in <mark>,
    everything escaped: also a number that is made of kept and inserted digits."""
    changes = list(changes)
    found = find_personal_data("".join(run.text for run in changes if run.kind != "-"))
    told, at = list[Change](), 0
    for run in changes:
        if run.kind == "-":
            told.append(run)
            continue
        told.append(Change(run.kind, _marked(run.text, at, found)))
        at += len(run.text)
    return told


def _marked(text: str, begins: int, findings: Iterable[Found]) -> SafeString:
    """`text` with the parts of the findings that lie in it marked; it begins at `begins` in the
    text that was looked through."""
    pieces: list[SafeString] = []
    end = 0
    for found in findings:
        first, last = max(found.start - begins, end), min(found.end - begins, len(text))
        if first >= last:
            continue
        mark = '<mark class="mark--{}" title="{}">{}</mark>'
        pieces += [
            conditional_escape(text[end:first]),
            format_html(mark, found.kind.value, found.label, text[first:last]),
        ]
        end = last
    pieces.append(conditional_escape(text[end:]))
    return SafeString("".join(pieces))
