"""The log in words: what each verb means, and what it was about."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Role
from consultation.models import AuditEvent, Comment, Hearing
from policies.languages import LANGUAGES

_Verb = AuditEvent.Verb

# One for each verb; a test asks for those that are missing.
VERBS: Mapping[str, Any] = {
    _Verb.SEEN: gettext_lazy("Looked at"),
    _Verb.DECIDED: gettext_lazy("Decided on a comment"),
    _Verb.EXPORTED: gettext_lazy("Downloaded"),
    _Verb.ATTACHMENT_PUBLISHED: gettext_lazy("Published an attachment"),
    _Verb.ATTACHMENT_HIDDEN: gettext_lazy("Hid an attachment"),
    _Verb.EXTENDED: gettext_lazy("Extended the deadline"),
    _Verb.RESULT_PUBLISHED: gettext_lazy("Published the result"),
    _Verb.TRANSLATED: gettext_lazy("Translated a section"),
    _Verb.STAFF_ADDED: gettext_lazy("Added a colleague"),
    _Verb.STAFF_CHANGED: gettext_lazy("Changed a colleague's access"),
    _Verb.STAFF_INVITED: gettext_lazy("Sent an invitation"),
}


def about(event: AuditEvent) -> str:
    """What it was about, in a few words; "" when the verb says it all."""
    told = (phrase(event.detail[key]) for key, phrase in _PHRASES.items() if key in event.detail)
    return ", ".join(phrase for phrase in told if phrase)


def address(event: AuditEvent, hearing: Hearing) -> str:
    """Where it can be looked at, "" for nowhere."""
    comment = event.detail.get("comment")
    return reverse("desk:comment", args=[hearing.slug, comment]) if comment else ""


def _format(value: str) -> str:
    if value == "log":
        return _("this log")
    return str(value).upper()


def _count(value: int) -> str:
    return ngettext("%(n)s comment", "%(n)s comments", value) % {"n": value}


def _role(value: str) -> str:
    return str(Role(value).label)


# What a key of `detail` says; the rest are numbers that only the database knows.
_PHRASES: Mapping[str, Any] = {
    "comment": lambda pk: _("comment %(id)s") % {"id": pk},
    "attachment": lambda pk: _("attachment %(id)s") % {"id": pk},
    "after": lambda state: str(Comment.State(state).label).lower(),
    "format": _format,
    "count": _count,
    "section": lambda number: _("section %(number)s") % {"number": number},
    "language": lambda code: str(LANGUAGES[code].name) if code in LANGUAGES else "",
    "role": _role,
    "active": lambda active: _("active") if active else _("closed"),
}
