"""What allauth asks us about sign-in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody fills in a form to sign up: an administrator makes the accounts of staff, and a
    citizen's is made when she first signs in."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("E-mail or password is wrong."),
        "incorrect_code": _("The code is wrong. Use the newest mail from us."),
        "too_many_codes": _(
            "We have sent several codes to this address. Use the newest one, or wait a quarter of "
            "an hour."
        ),
        "too_many_login_attempts": _("That was wrong too many times. Wait a little and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Staff see what citizens wrote, so a mailbox or a broker's word is not enough for them:
        only a password signs them in."""
        records = get_authentication_records(request, user)
        if user.is_staff_member and (not records or records[-1]["method"] != "password"):
            return self.to_password(request)
        response: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return response

    def to_password(self, request: HttpRequest) -> HttpResponse:
        """The sign-in for staff, saying why she is there. Only she who has proved who she is comes
        here, so it tells nobody else."""
        messages.error(request, _("You sign in with your password"))
        return redirect("account_login")
