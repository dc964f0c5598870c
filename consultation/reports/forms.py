"""Why a comment is reported."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consultation.models import FlagReason
from consultation.responses.forms import LongTextField, say_optional


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("What is wrong with the comment?"),
        choices=FlagReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what is wrong with the comment.")},
    )
    text = LongTextField(
        label=gettext_lazy("Tell us more"),
        help_text=gettext_lazy("Only the caseworkers read it."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail"),
        help_text=gettext_lazy("Write it if you want to know what we decide."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        required=False,
        max_length=254,
        error_messages={
            "invalid": gettext_lazy(
                "This does not look like an e-mail address. It should look like name@example.dk."
            ),
        },
    )
    # Hidden from people (the template); a machine fills in whatever it finds.
    homepage = forms.CharField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say_optional(self, "text", "email")

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        return text.strip()

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        return email.lower()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        other = self.cleaned_data.get("reason") == FlagReason.OTHER
        if other and "text" not in self.errors and not self.cleaned_data.get("text"):
            self.add_error("text", _("Write what is wrong with the comment."))
        return cleaned

    @property
    def from_a_machine(self) -> bool:
        return bool(self.cleaned_data.get("homepage"))
