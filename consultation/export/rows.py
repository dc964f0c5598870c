"""One row for each comment, the same for every format. Pure reading: nothing is written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Max, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Length
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from consultation.models import (
    Attachment,
    Comment,
    CommentTally,
    Hearing,
    Reason,
    RespondentType,
    Stance,
)
from consultation.models.comment import TAKEN_BACK, CommentState

# Rows fetched from the database at a time.
CHUNK = 2_000

_FIELDS = (
    "id",
    "response__number",
    "response__received_at",
    "response__late",
    "response__email_confirmed_at",
    "response__respondent_type",
    "response__on_behalf_of",
    "response__name",
    "response__name_public",
    "response__address_protected",
    "paragraph__ref",
    "paragraph__text",
    "stance",
    "body",
    "proposed_text",
    "state",
    "hidden_reason",
    "attachments",
)

# The files of a comment's response by name, in one text: they belong to the whole of it.
_NAMES = (
    Attachment.objects.order_by()
    .filter(response=OuterRef("response"), withdrawn_at=None)
    .values("response")
    .annotate(names=StringAgg("name", "; ", order_by="id"))
    .values("names")
)


@dataclass(frozen=True)
class Row:
    """A comment as the council gets it. Texts are the sender's own, also where they are hidden
    from the public or its sender has taken them back; `is_hidden` is there to mark them."""

    response_number: int
    received_at: datetime
    late: str
    confirmed: str
    respondent_type: str
    on_behalf_of: str
    name: str
    publicity: str
    ref: str
    paragraph: str
    stance: str
    body: str
    proposed_text: str
    state: str
    reason: str
    attachments: str
    is_hidden: bool

    def cells(self) -> tuple[int | str | datetime, ...]:
        """The row's values in the order of `columns()`; the time without its zone."""
        local = timezone.localtime(self.received_at).replace(tzinfo=None, microsecond=0)
        return (
            self.response_number,
            local,
            self.late,
            self.confirmed,
            self.respondent_type,
            self.on_behalf_of,
            self.name,
            self.publicity,
            self.ref,
            self.paragraph,
            self.stance,
            self.body,
            self.proposed_text,
            self.state,
            self.reason,
            self.attachments,
        )


def columns() -> list[str]:
    """The heading of each cell, in the reader's language."""
    return [
        _("Response no."),
        _("Received"),
        _("Too late"),
        _("E-mail confirmed"),
        _("Writes as"),
        _("On behalf of"),
        _("Name"),
        _("Name may be shown"),
        _("Paragraph"),
        _("The paragraph's words"),
        _("Stance"),
        pgettext("a citizen's", "Comment"),
        _("Proposed wording"),
        _("State"),
        _("Reason for hiding"),
        _("Attachments"),
    ]


def rows(hearing: Hearing) -> Iterator[Row]:
    """Every comment in order of arrival, streamed: memory does not grow with their number.

    Run it inside a transaction, or a long export may mix two moments.
    """
    labels = _Labels()
    comments = _comments(hearing).annotate(attachments=Subquery(_NAMES))
    for values in comments.values_list(*_FIELDS).iterator(chunk_size=CHUNK):
        yield labels.row(values)


def count(hearing: Hearing) -> int:
    """How many rows there are, from the kept tallies."""
    tallies = CommentTally.objects.filter(hearing=hearing)
    return int(tallies.aggregate(total=Sum("count", default=0))["total"])


def longest_text(hearing: Hearing) -> int:
    """Characters in the longest text of any row; decides how many columns a text needs."""
    texts = ("body", "proposed_text", "paragraph__text")
    lengths = _comments(hearing).aggregate(**{text: Max(Length(text), default=0) for text in texts})
    return int(max(lengths.values()))


def _comments(hearing: Hearing) -> "QuerySet[Comment]":
    return Comment.objects.filter(hearing=hearing).order_by("response__number", "id")


class _Labels:
    """The words for coded values, translated once for an export and not once for each row."""

    def __init__(self) -> None:
        self.yes, self.no = _("yes"), _("no")
        self.types = _strings(RespondentType.choices)
        self.stances = {**_strings(Stance.choices), "": _("Not stated")}
        self.states = _strings(CommentState.choices)
        self.reasons = _strings(Reason.choices)
        self.general = _("General comment")
        self.protected = _("no (protected name and address)")

    def row(self, values: tuple) -> Row:  # type: ignore[type-arg]
        (
            _id,
            number,
            received_at,
            late,
            confirmed_at,
            respondent_type,
            on_behalf_of,
            name,
            name_public,
            address_protected,
            ref,
            paragraph,
            stance,
            body,
            proposed_text,
            state,
            reason,
            attachments,
        ) = values
        return Row(
            response_number=number,
            received_at=received_at,
            late=self.yes if late else self.no,
            confirmed=self.yes if confirmed_at else self.no,
            respondent_type=self.types[respondent_type],
            on_behalf_of=on_behalf_of,
            name=name,
            publicity=self.protected
            if address_protected
            else (self.yes if name_public else self.no),
            ref=ref or "",
            paragraph=paragraph if ref else self.general,
            stance=self.stances[stance],
            body=body,
            proposed_text=proposed_text,
            state=self.states[state],
            reason=self.reasons.get(reason, ""),
            attachments=attachments or "",
            is_hidden=state in (CommentState.HIDDEN, CommentState.REDACTED, *TAKEN_BACK),
        )


def _strings(choices: Iterable[tuple[str, object]]) -> dict[str, str]:
    return {value: str(label) for value, label in choices}
