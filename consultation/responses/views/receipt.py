"""The receipt: what was received, when, and what has become of it. Hers who holds the code."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Request, personal_page
from consultation.models import Response
from consultation.responses import actions


def _received(code: str) -> Response:
    return get_object_or_404(Response.objects.select_related("hearing"), code=code)


@personal_page
@require_safe
def receipt(request: Request, code: str) -> HttpResponse:
    response = _received(code)
    comments = response.comments.select_related("paragraph__section").order_by("id")
    context = {
        "response": response,
        "hearing": response.hearing,
        "comments": comments,
        "shown": response.hearing.shows_comments(request.arrived_at),
    }
    return render(request, "consultation/responses/receipt.html", context)


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: Request, code: str, token: str) -> HttpResponse:
    """The link in the mail. Opening it changes nothing, since mail filters open links; the
    button does."""
    response = _received(code)
    if not response.confirmed_by(token):
        raise Http404
    if request.method == "POST":
        actions.confirm_email(response, at=request.arrived_at)
        return redirect(response)
    context = {"response": response, "hearing": response.hearing}
    return render(request, "consultation/responses/confirm.html", context)
