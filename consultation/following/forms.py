"""The one thing a follower tells us."""

from django import forms
from django.utils.translation import gettext_lazy


class FollowForm(forms.Form):
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail"),
        help_text=gettext_lazy("We use it only for mails about this hearing."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        max_length=254,
        error_messages={
            "required": gettext_lazy("Write your e-mail."),
            "invalid": gettext_lazy(
                "This does not look like an e-mail address. It should look like name@example.dk."
            ),
        },
    )
