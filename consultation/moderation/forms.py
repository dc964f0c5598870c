"""What a caseworker decides."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.models import Comment, Decision, Reason
from consultation.personal_data import find_personal_data
from consultation.redaction import (
    AllHidden,
    Cut,
    Unpaired,
    WordsChanged,
    lines,
    read_marks,
    with_marks,
)

PUBLISH, REDACT, HIDE = "publish", "redact", "hide"


class DecisionForm(forms.Form):
    decision = forms.ChoiceField(
        choices=[
            (PUBLISH, gettext_lazy("Publish")),
            (REDACT, gettext_lazy("Hide a part")),
            (HIDE, gettext_lazy("Hide with a reason")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a decision.")},
    )
    marked = forms.CharField(
        label=gettext_lazy("What is hidden"),
        help_text=gettext_lazy("Write [[ before and ]] after each part that readers must not see."),
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false", "dir": "auto"}),
        required=False,
        strip=False,
        max_length=200_000,
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

    def __init__(self, *args: Any, comment: Comment, standing: Decision | None = None) -> None:
        super().__init__(*args)
        self.comment = comment
        if comment.language:
            self.fields["marked"].widget.attrs["lang"] = comment.language
        self.fields["marked"].initial = with_marks(comment.body, _suggested(comment, standing))
        self.cuts: tuple[Cut, ...] = ()

    def clean_seen_report(self) -> int:
        return self.cleaned_data["seen_report"] or 0

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        decision = self.cleaned_data.get("decision")
        if decision in (REDACT, HIDE) and not self.cleaned_data.get("reason"):
            self.add_error("reason", _("Choose why the comment is hidden."))
        if decision == REDACT and "marked" in self.cleaned_data:
            self._read_marks()
        return cleaned

    def _read_marks(self) -> None:
        try:
            self.cuts = read_marks(self.comment.body, self.cleaned_data["marked"])
        except WordsChanged as changed:
            self.add_error(
                "marked",
                _("Nothing but the marks may be changed. Look at “%(around)s”.")
                % {"around": changed.around},
            )
        except Unpaired:
            self.add_error("marked", _("Each [[ needs a ]] after it, before the next [[."))
        except AllHidden:
            self.add_error("marked", _("Nothing would be left. Hide the whole comment instead."))
        else:
            # Without its proposal a comment may already be fit to read.
            bare = not self.comment.body.strip()
            if bare or (not self.cuts and not self.comment.proposed_text):
                self.add_error("marked", _("Mark what readers must not see."))


def _suggested(comment: Comment, standing: Decision | None) -> Iterable[Cut]:
    """What is hidden now, or else what looks like personal data."""
    if standing is not None and standing.cuts:
        return [(start, end) for start, end in standing.cuts]
    return [(found.start, found.end) for found in find_personal_data(lines(comment.body))]
