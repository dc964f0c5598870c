"""The shape of what a citizen writes. The limits are ours; each is said in plain words."""

from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import pgettext_lazy as context_lazy

from consultation.models import Draft, DraftComment, Hearing, Stance
from policies.models import Paragraph

# Characters. An Excel cell holds 32,767; a letter of ten pages is about 25,000.
LONGEST_COMMENT = 30_000


def _grouped(number: int) -> str:
    """A number as it is read: 30.000."""
    return str(number_format(number, force_grouping=True))


class LongTextField(forms.CharField):
    """Several lines of plain text, as they were written.

    Line ends become one character, as browsers count them; NUL, which no database stores and
    nobody types, is dropped.
    """

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=None, **kwargs)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        return text.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")

    def validate(self, value: str) -> None:
        super().validate(value)
        if len(value) > LONGEST_COMMENT:
            raise forms.ValidationError(
                _(
                    "Your text is %(length)s characters long. There is room for %(limit)s. "
                    "Shorten it, or divide it between several paragraphs."
                )
                % {"length": _grouped(len(value)), "limit": _grouped(LONGEST_COMMENT)}
            )


def say_optional(form: forms.BaseForm, *names: str) -> None:
    """Let the label say "optional" (templates/dkfds/field.html)."""
    for name in names:
        form.fields[name].says_optional = True  # type: ignore[attr-defined]


class CommentForm(forms.ModelForm):  # type: ignore[type-arg]
    """One comment on one paragraph: what she says, or other words for it, or both."""

    stance = forms.ChoiceField(
        label=context_lazy("of a comment", "Your stance"),
        choices=Stance.choices,
        widget=forms.RadioSelect,
        required=False,
    )
    body = LongTextField(
        label=gettext_lazy("What do you want to say?"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    proposed_text = LongTextField(
        label=gettext_lazy("Suggest new wording"),
        help_text=gettext_lazy("Change the text directly. We show what you changed."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    class Meta:
        model = DraftComment
        fields = ("stance", "body", "proposed_text")

    def __init__(self, *args: Any, paragraph: Paragraph, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.paragraph = paragraph
        say_optional(self, "stance")
        if not self.initial.get("proposed_text"):
            self.initial["proposed_text"] = paragraph.text
        # Several forms may stand on one page; the reference makes their ids differ.
        self.auto_id = f"{paragraph.ref}-%s"

    def clean_proposed_text(self) -> str:
        """The new wording, "" when she left the paragraph as it is."""
        proposed: str = self.cleaned_data["proposed_text"]
        return "" if proposed.split() == self.paragraph.text.split() else proposed.strip()

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        return body.strip()

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        said = self.cleaned_data.get("body") or self.cleaned_data.get("proposed_text")
        if not said and not self.errors:
            self.add_error("body", _("Write what you want to say, or suggest new wording."))
        return cleaned


class SenderForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who sends, and what she says about the policy as a whole."""

    NOTHING_WRITTEN = gettext_lazy(
        "You have written nothing yet. Write to a paragraph, or write a general comment."
    )

    general = LongTextField(
        label=gettext_lazy("General comment"),
        help_text=gettext_lazy("What you want to say about the policy as a whole. Optional."),
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    class Meta:
        model = Draft
        fields = (
            "general",
            "respondent_type",
            "on_behalf_of",
            "name",
            "email",
            "name_public",
            "address_protected",
        )
        labels = {
            "respondent_type": gettext_lazy("I am speaking as"),
            "on_behalf_of": gettext_lazy("On behalf of"),
            "name": gettext_lazy("Your name"),
            "email": gettext_lazy("Your e-mail"),
            "name_public": gettext_lazy("Show my name with my response"),
            "address_protected": gettext_lazy("I have a protected name and address"),
        }
        help_texts = {
            "on_behalf_of": gettext_lazy(
                "Write the name if you speak for an association, a council or a company."
            ),
            "email": gettext_lazy("We send your receipt here. It is never made public."),
            "address_protected": gettext_lazy(
                "Then we show only your text, also if you have ticked the box above."
            ),
        }

    def __init__(self, *args: Any, hearing: Hearing, sending: bool = False, **kwargs: Any) -> None:
        """Only sending asks for what must be there; a draft may be saved as far as it has come."""
        super().__init__(*args, **kwargs)
        say_optional(self, "general")
        self.fields["name"].required = sending
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["email"].widget.attrs["autocomplete"] = "email"
        self.fields["on_behalf_of"].widget.attrs["autocomplete"] = "organization"
        asks_for_email = hearing.identity == Hearing.Identity.CONFIRMED_EMAIL
        self.fields["email"].required = sending and asks_for_email
        self.fields["name"].error_messages["required"] = _("Write your name.")
        self.fields["email"].error_messages["required"] = _(
            "Write your e-mail, so that we can send your receipt."
        )
        self.fields["email"].error_messages["invalid"] = _(
            "This does not look like an e-mail address. It should look like name@example.dk."
        )

    def clean_general(self) -> str:
        general: str = self.cleaned_data["general"]
        return general.strip()
