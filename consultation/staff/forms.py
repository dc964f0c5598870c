"""Who works here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.models import Role, User

_ROLES = [(role.value, role.label) for role in Role if role is not Role.CITIZEN]
# What each may, under the choice.
_MAY = _(
    "A caseworker reviews responses and runs hearings. A council member reads. "
    "An administrator does what a caseworker does, and decides who works here."
)


class ColleagueForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        error_messages={"required": _("Write a name.")},
    )
    role = forms.ChoiceField(
        label=_("Role"),
        help_text=_MAY,
        choices=_ROLES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role.")},
    )


class NewColleagueForm(ColleagueForm):
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Her work address. She signs in with it."),
        max_length=254,
        error_messages={
            "required": _("Write an e-mail."),
            "invalid": _(
                "This does not look like an e-mail address. It should look like name@example.dk."
            ),
        },
    )
    field_order = ("name", "email", "role")


class ChangeForm(ColleagueForm):
    active = forms.BooleanField(
        label=_("May sign in"),
        help_text=_("Without the tick her access ends at once. What she did stays on record."),
        required=False,
    )

    @classmethod
    def of(cls, user: User, **kwargs: Any) -> "ChangeForm":
        written = {"name": user.name, "role": user.role, "active": user.is_active}
        return cls(initial=written, **kwargs)
