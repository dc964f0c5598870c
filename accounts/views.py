"""Signing in and out, and where a person lands. allauth does the work; the differences are here."""

from typing import Any

import requests
from allauth.account import views as allauth
from allauth.account.internal.decorators import login_stage_required
from allauth.account.stages import LoginByCodeStage
from allauth.account.utils import get_next_redirect_url, passthrough_next_redirect_url
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django.views.generic.edit import FormView

from accounts.access import citizens_page, personal_page
from accounts.broker import PROVIDER, Broker, back_to_sign_in
from accounts.codes import CodeByMail
from accounts.models import Role, User
from accounts.who import who_asks


@citizens_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The desk for those who review, her responses for a citizen, the hearings for the rest."""
    user = request.user
    assert isinstance(user, User)
    if user.moderates:
        return redirect("desk:hearings")
    return redirect("responses:mine" if user.role == Role.CITIZEN else "hearings:list")


class _Entrance:
    """A page of sign-in is shown also when a code is under way: she may want another way."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> None:
        return None


class _SignIn(_Entrance, allauth.RequestLoginCodeView):  # type: ignore[misc]
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever is signed in is told so, and may go on, sign out or change to the broker."""
        if request.user.is_authenticated:
            context = {"next": get_next_redirect_url(request) or "", "who": who_asks(request)}
            return render(request, "account/signed_in.html", context)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_context_data(self, **context: Any) -> dict[str, Any]:
        """`med=mitid` stands on links from hearings for which a code would not do."""
        only = bool(settings.OIDC_NAME) and self.request.GET.get("med") == PROVIDER
        return {**super().get_context_data(**context), "only_broker": only}

    def form_valid(self, form: Form) -> HttpResponse:
        CodeByMail.begin(self.request, form.cleaned_data["email"])
        return redirect(self.get_success_url())


class _Password(_Entrance, allauth.LoginView):  # type: ignore[misc]
    pass


@method_decorator(
    login_stage_required(stage=LoginByCodeStage.key, redirect_urlname="account_request_login_code"),
    name="dispatch",
)
class _Code(allauth.ConfirmLoginCodeView):  # type: ignore[misc]
    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.stage = request._login_stage  # type: ignore[attr-defined]
        self._process = CodeByMail.resume(self.stage)
        if self._process is None:
            messages.error(request, _("The code is too old. Get a new one."))
            again = reverse("account_request_login_code")
            return redirect(passthrough_next_redirect_url(request, again, "next"))
        # Past allauth's own dispatch, which would resume its own process.
        return FormView.dispatch(self, request, *args, **kwargs)


class _SignOut(allauth.LogoutView):  # type: ignore[misc]
    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """On a shared computer the next person finds nothing of hers, neither here nor in what
        scripts have kept in the browser."""
        response: HttpResponse = super().post(*args, **kwargs)
        for name in (settings.DRAFT_COOKIE_NAME, settings.RECEIPTS_COOKIE_NAME):
            response.delete_cookie(name)
        response.headers["Clear-Site-Data"] = '"storage"'
        return response


sign_in = personal_page(_SignIn.as_view())
password = personal_page(_Password.as_view())
code = personal_page(_Code.as_view())
sign_out = personal_page(_SignOut.as_view())


@personal_page
@require_POST
def to_broker(request: HttpRequest) -> HttpResponseBase:
    """Off to the broker. Neither address nor form may add to what it is asked."""
    # Her language is in this address, and the one she comes back to has none.
    next_url = get_next_redirect_url(request) or reverse("accounts:home")
    request.GET = QueryDict()
    request.POST = QueryDict(urlencode({"next": next_url}))
    return _at_broker(request, OAuth2LoginView, next_url)


@personal_page
@require_safe
def from_broker(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Back from the broker, with its word for who she is."""
    return _at_broker(request, OAuth2CallbackView, "")


def _at_broker(request: HttpRequest, view: Any, next_url: str) -> HttpResponseBase:
    try:
        answer: HttpResponseBase = view.adapter_view(Broker(request, PROVIDER))(request)
    except SocialApp.DoesNotExist:
        raise Http404
    except (requests.RequestException, LookupError, ValueError) as error:
        # It cannot be reached, or talks of something else.
        return back_to_sign_in(request, next_url, error)
    return answer
