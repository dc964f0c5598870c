"""A new deadline, and why."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.models import Hearing

# A date further away than this is a slip of the keyboard.
FURTHEST = timedelta(days=2 * 366)


class ExtensionForm(forms.Form):
    day = forms.DateField(
        label=gettext_lazy("New last day"),
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={
            "required": gettext_lazy("Write the new last day."),
            "invalid": gettext_lazy("Write a date, such as 2026-12-31."),
        },
    )
    clock = forms.TimeField(
        label=gettext_lazy("Time"),
        help_text=gettext_lazy("The whole of this minute is in time. 23.59 is what people expect."),
        initial=time(23, 59),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        input_formats=["%H:%M", "%H.%M"],
        error_messages={
            "required": gettext_lazy("Write a time, such as 23.59."),
            "invalid": gettext_lazy("Write a time, such as 23.59."),
        },
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Everybody can read it, and it stands in the mail."),
        widget=forms.Textarea(attrs={"rows": 3, "lang": "da"}),
        max_length=1000,
        error_messages={"required": gettext_lazy("Write why the deadline is moved.")},
    )
    # The deadline she saw, in seconds since 1970.
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**40)

    def __init__(self, *args: Any, hearing: Hearing, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hearing, self.at = hearing, at
        # Aware, once the form is valid.
        self.deadline = hearing.closes_at

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        day, clock = self.cleaned_data.get("day"), self.cleaned_data.get("clock")
        if day is None or clock is None:
            return cleaned
        if day > timezone.localdate(self.at) + FURTHEST:
            self.add_error("day", _("That is more than two years away. Is the year right?"))
            return cleaned
        # Of an hour that comes twice in autumn the later one: it takes nobody's time away.
        naive = datetime.combine(day, clock.replace(second=0, microsecond=0, fold=1))
        self.deadline = timezone.make_aware(naive)
        if timezone.localtime(self.deadline.astimezone(UTC)).replace(tzinfo=None) != naive:
            self.add_error("clock", _("The clocks go forward that night: there is no such time."))
        elif self.deadline <= self.hearing.closes_at:
            self.add_error("day", _("A hearing is never shortened. Choose a later deadline."))
        elif self.deadline <= self.at:
            self.add_error("day", _("The new deadline has already passed."))
        return cleaned
