"""What allauth asks us about sign-in."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Accounts are made by an administrator; nobody signs up, and no citizen has to."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
