"""What a translator writes. The limit is ours, and far above any section."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consultation.responses.forms import LongTextField
from policies.languages import Language
from policies.models import Paragraph
from policies.passages import passages


class TranslationForm(forms.Form):
    heading = forms.CharField(label=_("Heading"), max_length=300, required=False)
    text = LongTextField(
        label=_("Translation"),
        help_text=_(
            "Begin each passage with the paragraph's number. Then readers see the texts side by "
            "side and can comment on the right paragraph."
        ),
    )
    # The revision on the page she began from; 0 when there was none.
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)

    def __init__(
        self, *args: Any, language: Language, paragraphs: Sequence[Paragraph], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.paragraphs = paragraphs
        for name in ("heading", "text"):
            attributes = {"lang": language.lang, "dir": language.direction}
            self.fields[name].widget.attrs.update(attributes)
        # About as long as the original beside it.
        self.fields["text"].widget.attrs["rows"] = min(8 + 3 * len(paragraphs), 40)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if not passages(text, self.paragraphs):
            raise forms.ValidationError(_("Write the translation of at least one paragraph."))
        return text.strip()
