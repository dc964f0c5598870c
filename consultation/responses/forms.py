"""The shape of what a citizen writes. The limits are ours; each is said in plain words."""

from typing import Any

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.utils.translation import pgettext_lazy as context_lazy

from consultation.models import Draft, DraftComment, Hearing, Stance
from consultation.models.draft import Mark
from consultation.responses.files import ACCEPT
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
        # It starts as the paragraph's own words, which are Danish on every page.
        widget=forms.Textarea(attrs={"rows": 5, "lang": "da"}),
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


class UnfinishedForm(CommentForm):
    """The same as it saves itself: also when there is nothing in it yet."""

    def clean(self) -> dict[str, Any] | None:
        return super(CommentForm, self).clean()


class MarkForm(forms.Form):
    """What static/js/autosave.js sends with the words; without JavaScript it is not there."""

    key = forms.UUIDField(required=False)
    tab = forms.UUIDField()
    step = forms.IntegerField(min_value=0, max_value=2**31 - 1)
    base = forms.CharField(required=False, max_length=60)

    @property
    def mark(self) -> Mark | None:
        """None when the form came without a whole one."""
        if not self.is_valid():
            return None
        said = self.cleaned_data
        return Mark(said["key"] or said["tab"], said["tab"], said["step"], said["base"])


class SenderForm(forms.ModelForm):  # type: ignore[type-arg]
    """Who sends, and what she says about the policy as a whole."""

    # By the name of what consultation.responses.actions raises.
    NOT_SENT = {
        "NothingWritten": gettext_lazy(
            "You have not written anything yet. Comment on a paragraph, or write a general comment."
        ),
        "NotRead": gettext_lazy(
            "Not sent: your response was changed in another window. "
            "Read it through as it stands now, and send it again."
        ),
        "OnlyFiles": gettext_lazy(
            "You have attached files and written nothing. Write at least a sentence as your "
            "general comment, so that we know what the files are about."
        ),
        "SignInNeeded": gettext_lazy(
            "This hearing asks you to sign in before you send. What you have written is kept."
        ),
    }

    general = LongTextField(
        label=gettext_lazy("General comment"),
        help_text=gettext_lazy("What you want to say about the policy as a whole."),
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
            "respondent_type": gettext_lazy("I am writing as"),
            "on_behalf_of": gettext_lazy("On behalf of"),
            "name": gettext_lazy("Your name"),
            "email": gettext_lazy("Your e-mail"),
            "name_public": gettext_lazy("Show my name with my response"),
            "address_protected": gettext_lazy("I have a protected name and address"),
        }
        help_texts = {
            "on_behalf_of": gettext_lazy(
                "Write the name if you write for an association, a council or a company."
            ),
            "email": gettext_lazy(
                "We send your receipt here. Your e-mail address is never made public."
            ),
            "address_protected": gettext_lazy(
                "Then we show only your text, even if you have ticked the box above."
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
            "Write your e-mail address so that we can send your receipt."
        )
        self.fields["email"].error_messages["invalid"] = _(
            "This does not look like an e-mail address. It should look like name@example.dk."
        )

    def clean_general(self) -> str:
        general: str = self.cleaned_data["general"]
        return general.strip()


class GeneralCommentForm(forms.Form):
    """A general comment that is added or corrected after the letter is sent."""

    body = LongTextField(
        label=gettext_lazy("What do you want to say?"),
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean_body(self) -> str:
        body: str = self.cleaned_data["body"]
        if not body.strip():
            raise forms.ValidationError(_("Write what you want to say."))
        return body.strip()


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files at a time. What is wrong with one of them does not keep the others out, so
    each is looked at when it is attached (consultation/responses/attaching.py)."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files: list[Any] = data or []
        return files


class AttachmentsForm(forms.Form):
    file = FilesField(
        label=gettext_lazy("Choose files"),
        help_text=gettext_lazy(
            "PDF, Word (DOCX), ODT, PNG or JPEG. At most 5 files of 10 MB each."
        ),
        widget=FilesInput(attrs={"accept": ACCEPT}),
    )
