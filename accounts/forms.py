"""allauth's forms without their placeholders, which vanish as one types."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from allauth.account.forms import LoginForm as AllauthLoginForm
from allauth.core import context, ratelimit
from django.utils.translation import gettext_lazy as _


class LoginForm(AllauthLoginForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["password"].help_text = ""


class AddressForm(RequestLoginCodeForm):  # type: ignore[misc]
    """Where the code goes. It does not look whose address it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["email"]
        field.label = _("Your e-mail")
        field.widget.attrs.pop("placeholder", None)
        field.error_messages["required"] = _("Write your e-mail.")
        field.error_messages["invalid"] = _(
            "This does not look like an e-mail address. It should look like name@example.dk."
        )

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].lower()
        if not ratelimit.consume(context.request, action="request_login_code", key=email):
            raise get_adapter().validation_error("too_many_codes")
        return email


class CodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]
    """The code from the mail; dashes and blanks do not matter."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["code"]
        field.label = _("The code from the mail")
        field.widget.attrs.pop("placeholder", None)
        field.widget.attrs.update(inputmode="numeric", maxlength=20)
        field.error_messages["required"] = _("Write the code from the mail.")
