"""Sign-in with MitID through an OpenID Connect broker: what we ask it, and what we keep.

Kept are the broker's own number for her (`sub`), her name, and her e-mail when the broker says that
it is verified. Nothing else it tells is stored, and it is never asked for a CPR number.
"""

import logging
from typing import Any, NoReturn

from allauth.account.models import EmailAddress
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal.statekit import unstash_last_state
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, get_language_from_path, override
from django.utils.translation import gettext as _

from accounts.actions import confirm_address
from accounts.models import Role, User

log = logging.getLogger(__name__)

PROVIDER = "mitid"


class Broker(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]
    def complete_login(
        self, request: HttpRequest, app: Any, token: Any, **kwargs: Any
    ) -> SocialLogin:
        """Her sign-in with what we keep of the broker's answer."""
        login = super().complete_login(request, app, token, **kwargs)
        told = login.account.extra_data
        subjects = {str(part["sub"]) for part in told.values() if part and "sub" in part}
        if len(subjects) != 1:
            raise OAuth2Error("The broker tells of two different people.")
        claims = {**(told.get("id_token") or {}), **(told.get("userinfo") or {})}
        login.account.extra_data = {}
        login.user.name = str(claims.get("name") or "")[:200]
        login.user.email = None
        login.email_addresses = _confirmed(login.email_addresses, claims)
        return login


def _confirmed(addresses: list[EmailAddress], claims: dict[str, Any]) -> list[EmailAddress]:
    """Her address, when the broker says that she holds it."""
    if claims.get("email_verified") not in (True, "true"):
        return []
    return [
        EmailAddress(email=address.email.lower(), verified=True, primary=True)
        for address in addresses[:1]
    ]


class BrokerAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """What allauth asks us about sign-in through the broker."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        return True

    def populate_user(
        self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]
    ) -> User:
        user: User = sociallogin.user
        return user

    def authenticate_by_email(self, sociallogin: SocialLogin) -> tuple[User, str] | None:
        """A citizen who has signed in with this address before, and never through the broker: two
        people who share a mailbox get an account each. Never staff."""
        for address in sociallogin.email_addresses:
            user = User.objects.filter(email__iexact=address.email, role=Role.CITIZEN).first()
            if user is not None and not SocialAccount.objects.filter(user=user).exists():
                return user, address.email
        return None

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Give her the address that the broker vouches for, unless somebody else has it."""
        user: User = sociallogin.user
        email = next((address.email for address in sociallogin.email_addresses), None)
        if email is None:
            return
        if User.objects.filter(email__iexact=email).exclude(pk=user.pk).exists():
            sociallogin.email_addresses = []
        elif not sociallogin.is_existing:
            user.email = email
        elif user.email in (None, email):
            user.email = email
            user.save(update_fields=["email"])
            confirm_address(user)

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Exception | None = None,
        extra_context: dict[str, Any] | None = None,
    ) -> NoReturn:
        state = (extra_context or {}).get("state")
        # Some brokers forget to say which sign-in was given up; then it was the last one.
        state = state or unstash_last_state(request, provider_id=PROVIDER) or {}
        raise ImmediateHttpResponse(back_to_sign_in(request, state.get("next") or "", exception))


def back_to_sign_in(request: HttpRequest, next_url: str, error: Exception | None) -> HttpResponse:
    """Where she came from, with a sentence: no dead end when the broker fails or she regrets
    (then there is no error)."""
    if error is not None:
        log.warning("Sign-in through the broker failed: %r", error)
    with override(get_language_from_path(next_url) or get_language()):
        said = _("You were not signed in with %(broker)s. Try again, or choose another way.")
        messages.error(request, said % {"broker": settings.OIDC_NAME})
        address = reverse("account_request_login_code")
    return redirect(f"{address}?{urlencode({'next': next_url})}" if next_url else address)
