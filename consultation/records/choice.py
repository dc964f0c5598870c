"""Which part of a hearing's log is asked for: by whom, what, when, and about which comment."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from consultation.models import AuditEvent, Hearing
from consultation.models.audit import AuditEventQuerySet
from consultation.records.wording import VERBS

# Lines on a page.
SHOWN = 100
# Of the address; PostgreSQL's bigint holds no more.
_LARGEST = 2**63 - 1


class ChoiceForm(forms.Form):
    """The questions, as they stand in the address. Danish words, because people share it."""

    hvem = forms.ChoiceField(label=gettext_lazy("Who"), required=False)
    hvad = forms.ChoiceField(label=gettext_lazy("What"), required=False)
    fra = forms.DateField(
        label=gettext_lazy("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Write a date, such as 2026-12-31.")},
    )
    til = forms.DateField(
        label=gettext_lazy("To"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": gettext_lazy("Write a date, such as 2026-12-31.")},
    )
    bemaerkning = forms.IntegerField(
        label=gettext_lazy("Comment's number"),
        required=False,
        min_value=1,
        max_value=_LARGEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric"}),
        error_messages={
            "invalid": gettext_lazy("Write the number of a comment in digits."),
            "min_value": gettext_lazy("Write the number of a comment in digits."),
            "max_value": gettext_lazy("There is no comment with so high a number."),
        },
    )

    def __init__(self, *args: Any, hearing: Hearing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = ((str(user.pk), str(user)) for user in User.objects.staff().order_by("name"))
        self.fields["hvem"].choices = [("", _("Everybody")), *people]  # type: ignore[attr-defined]
        self.fields["hvad"].choices = [("", _("Everything")), *VERBS.items()]  # type: ignore[attr-defined]
        self.hearing = hearing

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        first, last = self.cleaned_data.get("fra"), self.cleaned_data.get("til")
        if first and last and last < first:
            self.add_error("til", _("The last day cannot come before the first."))
        return cleaned

    def events(self) -> AuditEventQuerySet:
        """The chosen part of the log, newest first; the form must be valid."""
        wanted = self.cleaned_data
        events = AuditEvent.objects.filter(hearing=self.hearing).newest_first()
        if wanted["hvem"]:
            events = events.filter(by=int(wanted["hvem"]))
        if wanted["hvad"]:
            events = events.filter(verb=wanted["hvad"])
        if wanted["fra"]:
            events = events.filter(at__gte=_midnight(wanted["fra"]))
        # The last day there is has no next.
        if wanted["til"] and wanted["til"] < date.max:
            events = events.filter(at__lt=_midnight(wanted["til"] + timedelta(days=1)))
        if wanted["bemaerkning"]:
            wanted_comment = str(wanted["bemaerkning"])
            events = events.alias(comment=KT("detail__comment")).filter(comment=wanted_comment)
        return events

    def asked(self) -> Iterator[tuple[str, str]]:
        """What stands in the address, for the link to the next page."""
        for name in self.fields:
            if value := self.data.get(name):
                yield name, value


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
