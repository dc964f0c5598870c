"""Follow a hearing by e-mail: ask, confirm, leave."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods

from accounts.access import Request, personal_page, public_page, takes_one_click
from consultation.following.actions import ask_to_follow
from consultation.following.forms import FollowForm
from consultation.models import Hearing, Subscription
from consultation.permissions import announced_hearing


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: Request, slug: str) -> HttpResponse:
    """The same for everybody, and the same answer to every address: it tells nobody who follows."""
    at = request.arrived_at
    hearing = announced_hearing(slug, at)
    if request.method != "POST":
        return _form_page(request, hearing, FollowForm())
    form = FollowForm(request.POST)
    if not hearing.may_be_followed(at):
        return _form_page(request, hearing, form, status=403)
    if not form.is_valid():
        return _form_page(request, hearing, form, status=422)
    language = get_language() or settings.LANGUAGE_CODE
    ask_to_follow(hearing, form.cleaned_data["email"], language=language, at=at)
    return redirect(f"{reverse('following:follow', args=[hearing.slug])}?sendt=1")


def _form_page(
    request: Request, hearing: Hearing, form: FollowForm, status: int = 200
) -> HttpResponse:
    at = request.arrived_at
    context = {
        "hearing": hearing,
        "state": hearing.state(at),
        "may_be_followed": hearing.may_be_followed(at),
        "sent": "sendt" in request.GET and not form.is_bound,
        "form": form,
    }
    return render(request, "consultation/following/follow.html", context, status=status)


def _subscription(token: str) -> Subscription:
    return get_object_or_404(Subscription.objects.select_related("hearing"), token=token)


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: Request, token: str) -> HttpResponse:
    """The link in the mail. Opening it changes nothing, since mail filters open links; the
    button does."""
    subscription = _subscription(token)
    if request.method == "POST":
        subscription.confirm(at=request.arrived_at)
        return redirect(subscription.confirmation_path)
    return _page(request, subscription, "consultation/following/confirm.html")


@takes_one_click
@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: Request, token: str) -> HttpResponse:
    """Opening the link changes nothing; its button leaves, and so does the button that a mail
    program shows (RFC 8058). That one follows no redirect, so the answer is the page itself."""
    subscription = _subscription(token)
    if request.method == "POST":
        subscription.leave(at=request.arrived_at)
        subscription.refresh_from_db(fields=["left_at"])
    return _page(request, subscription, "consultation/following/leave.html")


def _page(request: Request, subscription: Subscription, template: str) -> HttpResponse:
    context = {"subscription": subscription, "hearing": subscription.hearing}
    return render(request, template, context)
