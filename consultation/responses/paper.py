"""The receipt as a PDF: what was received, when, and every word of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consultation.models import Attachment, Comment, Hearing, Response
from consultation.papers.typeset import typeset
from consultation.responses.letter import Point
from consultation.templatetags.ordet import moment, moment_exact, moment_short

# Characters, some two hundred pages. The press takes 300 bytes of memory for each, and anybody can
# send any number of comments.
LONGEST_PAPER = 500_000
# What a comment adds around its words.
_AROUND = 500


def fits_a_paper(points: Iterable[Point]) -> bool:
    """False of a response so long that only her browser can print it."""
    written = (comment for point in points for comment in (point.comment, *point.earlier))
    return sum(_length(comment) for comment in written) <= LONGEST_PAPER


def _length(comment: Comment) -> int:
    quoted = len(comment.paragraph.text) if comment.paragraph else 0
    proposed = 2 * len(comment.proposed_text) + quoted if comment.proposed_text else 0
    return len(comment.body) + quoted + proposed + _AROUND


def receipt_paper(response: Response, points: list[Point], *, at: datetime) -> bytes:
    """The PDF in the language of the page, as it stands at this moment; one query (its files).

    `points` are the response's letter().
    """
    return typeset("receipt", _data(response, points, at), at=at)


def _data(response: Response, points: list[Point], at: datetime) -> dict[str, Any]:
    hearing = response.hearing
    shown = hearing.shows_comments(at)
    number = {"number": response.number}
    return {
        "title": _("Receipt for response no. %(number)s") % number,
        "heading": _("Your response is number %(number)s") % number,
        "label": _("Receipt"),
        "municipality": settings.MUNICIPALITY,
        "language": get_language(),
        "footer": _("Receipt for response no. %(number)s") % number,
        "received": _received(response),
        "facts": _facts(response, at),
        "comments": [_point(point, shown) for point in points],
        "attachments": [_attachment(attachment) for attachment in response.attachments.all()],
        "sender": _sender(response),
        "public": _public(response),
        "words": _words(),
    }


def _words() -> dict[str, str]:
    return {
        "page": _("Page {page} of {pages}"),
        "sent": _("This is what you sent"),
        "proposed": _("Proposes new wording"),
        "changes": _("What that changes: [− …] is deleted, [+ …] is added"),
        "earlier": _("What you wrote before"),
        "attachments": _("Attachments"),
        "sender": _("What you told about yourself"),
        "public": _("What becomes public"),
        "numbers": _(
            "Characters that this paper's letters lack are written as their number in Unicode, "
            "for example [U+1F600]. Your response itself is kept unchanged."
        ),
    }


def _received(response: Response) -> str:
    when = _("We received it on %(when)s.") % {"when": moment_exact(response.received_at)}
    if response.late:
        timely = _(
            "That was after the deadline. We have kept it and marked it as received too late. "
            "The municipality decides whether it is included."
        )
    else:
        timely = _("It was in time.")
    if response.withdrawn_at is None:
        return f"{when} {timely}"
    withdrawn = _(
        "You withdrew it on %(when)s. Readers see nothing of it, and it does not count in the "
        "hearing."
    ) % {"when": moment_exact(response.withdrawn_at)}
    return f"{when} {timely} {withdrawn}"


def _facts(response: Response, at: datetime) -> list[dict[str, str]]:
    hearing = response.hearing
    address = settings.BASE_URL + response.get_absolute_url()
    return [
        {"name": _("Hearing"), "value": hearing.title},
        {"name": _("Response number"), "value": str(response.number)},
        {"name": _("Received"), "value": moment_exact(response.received_at)},
        {"name": _("Deadline"), "value": moment(hearing.closes_at)},
        {"name": _("Your receipt's address"), "link": address},
        {"name": _("This paper was made"), "value": moment_exact(at)},
    ]


def _attachment(attachment: Attachment) -> str:
    told = f"{attachment.name} ({filesizeformat(attachment.size)})"
    taken_back = attachment.withdrawn_at or attachment.response.withdrawn_at
    return f"{told}. {_('Withdrawn')}" if taken_back else told


def _point(point: Point, shown: bool) -> dict[str, Any]:
    """A comment as it stands, then what she wrote before."""
    earlier = [{**_comment(before, shown), "state": ""} for before in point.earlier]
    told = _comment(point.comment, shown)
    if point.change is not None:
        told["state"] = f"{told['state']} · {moment_short(point.change.at)}"
    return {**told, "earlier": earlier}


def _comment(comment: Comment, shown: bool) -> dict[str, Any]:
    """`shown`: published comments can be read by everybody at this moment."""
    state = str(comment.get_state_display())
    if comment.state == Comment.State.PUBLISHED and not shown:
        state = _("Read")
    if comment.hidden_reason:
        reason = _("Reason: %(reason)s.") % {"reason": comment.hidden_reason_label}
        state = f"{state}. {reason}"
    if comment.state == Comment.State.REDACTED and shown:
        state = f"{state} {_('Readers see:')} {comment.public_body}"
    if comment.paragraph:
        heading = _("On paragraph %(ref)s") % {"ref": comment.ref_shown}
    else:
        heading = _("General comment")
    return {
        "heading": heading,
        "quoted": comment.paragraph.text if comment.paragraph else "",
        "stance": str(comment.get_stance_display()),
        "body": comment.body,
        "proposed": comment.proposed_text,
        "redline": [{"kind": run.kind, "text": run.text} for run in comment.redline],
        "state": state,
    }


def _sender(response: Response) -> list[dict[str, str]]:
    """What she said of herself, and what of it nobody else sees."""
    name = response.name
    if response.address_protected:
        name = f"{name} ({_('protected, not shown')})"
    elif not response.name_public:
        name = f"{name} ({_('not shown')})"
    rows = [
        {"name": _("I am writing as"), "value": str(response.get_respondent_type_display())},
        {"name": _("On behalf of"), "value": response.on_behalf_of},
        {"name": _("Name"), "value": name},
    ]
    if response.email:
        rows.append({"name": _("E-mail"), "value": f"{response.email} ({_('not shown')})"})
    return [row for row in rows if row["value"].strip()]


def _public(response: Response) -> list[str]:
    hearing = response.hearing
    if response.withdrawn_at:
        return [_("Withdrawn")]
    if hearing.publication == Hearing.Publication.NEVER:
        return [
            _(
                "Nothing is shown on the site. Your response is read by the administration and "
                "the council, and it may be given out on request."
            )
        ]
    when = {
        Hearing.Publication.AT_ONCE: _("Your response is shown on the site at once."),
        Hearing.Publication.AFTER_DEADLINE: _(
            "Your response is shown on the site when the deadline has passed and a caseworker "
            "has read it."
        ),
        Hearing.Publication.AFTER_REVIEW: _(
            "Your response is shown on the site when a caseworker has read it."
        ),
    }
    sender = _("It is shown as sent by: %(sender)s.") % {"sender": _shown_as(response)}
    return [f"{when[Hearing.Publication(hearing.publication)]} {sender}"]


def _shown_as(response: Response) -> str:
    parts = (response.public_name, response.public_type, response.public_on_behalf_of)
    return ", ".join(part for part in parts if part)
