"""What a caseworker decides."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.models import Reason

PUBLISH, HIDE = "publish", "hide"


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        choices=[(PUBLISH, gettext_lazy("Publish")), (HIDE, gettext_lazy("Hide with a reason"))],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a decision.")},
    )
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=Reason.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    note = forms.CharField(
        label=gettext_lazy("Note for the case file"),
        help_text=gettext_lazy("Not made public, but it may be given out on request."),
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
    )
    # The newest decision on the page she decided from; 0 when there was none.
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    # The newest report on it; empty when there was none.
    seen_report = forms.IntegerField(widget=forms.HiddenInput, min_value=0, required=False)

    def clean_seen_report(self) -> int:
        return self.cleaned_data["seen_report"] or 0

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        hides = self.cleaned_data.get("decision") == HIDE
        if hides and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Choose why the comment is hidden."))
        return cleaned
