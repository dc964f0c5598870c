"""Where sign-in (accounts) meets what citizens write: mails go out as tasks, drafts follow her."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from accounts.adapter import AccountAdapter
from accounts.models import User
from consultation import emails
from consultation.models.draft import account_key
from consultation.responses.drafts import COOKIE, browser_key_of
from consultation.responses.ownership import adopt_drafts


class SignInAdapter(AccountAdapter):
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """The mails of signing in with a code are ours; the rest are allauth's."""
        language = get_language() or settings.LANGUAGE_CODE
        if template_prefix == "account/email/login_code":
            asked_at = timezone.now().isoformat()
            emails.send_sign_in_code.enqueue(email, context["code"], language, asked_at)
        elif template_prefix == "account/email/no_code":
            emails.send_no_code.enqueue(email, language, timezone.now().isoformat())
        else:
            super().send_mail(template_prefix, email, context)

    def logout(self, request: HttpRequest) -> None:
        """Remember whom she was, for when this request signs her in as somebody else: from a code
        to MitID, which a hearing may ask for when she has written already."""
        if isinstance(request.user, User):
            request.left = account_key(request.user)  # type: ignore[attr-defined]
        super().logout(request)

    def post_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse:
        """Signed in: what she wrote before is hers, and the browser's key opens nothing more."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        at: datetime = request.arrived_at  # type: ignore[attr-defined]
        adopt_drafts(user, getattr(request, "left", ""), at=at)
        adopt_drafts(user, browser_key_of(request), at=at)
        response.delete_cookie(COOKIE)
        return response
