"""What staff write on a page."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Characters; the longest page we ship has three thousand.
LONGEST_PAGE = 50_000


class PageForm(forms.Form):
    source = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy(
            "## makes a heading, - a bullet, **bold**, [a link](https://example.dk). "
            "{kommune}, {adresse}, {mail} and {telefon} are filled in."
        ),
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "true"}),
        required=False,
        max_length=LONGEST_PAGE,
        strip=True,
    )
    # The number of the revision she began from.
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 2)

    def __init__(self, *args: Any, language: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.language = language
        self.fields["source"].widget.attrs["lang"] = language

    def clean_source(self) -> str:
        source = str(self.cleaned_data["source"]).replace("\r\n", "\n").replace("\r", "\n")
        if not source and self.language == settings.LANGUAGE_CODE:
            raise forms.ValidationError(_("The Danish text cannot be empty."))
        return source
