"""The receipt: what was received, when, and what has become of it. Hers who holds the code."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Request, personal_page
from consultation.models import Hearing, Response
from consultation.papers.typeset import CONTENT_TYPE as PDF
from consultation.permissions import announced_hearing
from consultation.responses import actions
from consultation.responses.drafts import draft_of
from consultation.responses.letter import letter
from consultation.responses.paper import fits_a_paper, receipt_paper
from consultation.responses.sent import codes_of, forget_sent


def received(code: str) -> Response:
    return get_object_or_404(Response.objects.select_related("hearing"), code=code)


@personal_page
@require_safe
def receipt(request: Request, code: str) -> HttpResponse:
    response = received(code)
    at = request.arrived_at
    points = letter(response)
    context = {
        "response": response,
        "hearing": response.hearing,
        "letter": points,
        "fits_a_paper": fits_a_paper(points),
        "attachments": response.attachments.all(),
        "amendable": response.may_be_amended(at),
        "saved": "gemt" in request.GET,
        "shown": response.hearing.shows_comments(at),
        "unsent": _unsent(request, response.hearing),
        "just_sent": response.code in codes_of(request),
    }
    return render(request, "consultation/responses/receipt.html", context)


def _unsent(request: Request, hearing: Hearing) -> bool:
    """True when this browser has begun on something that is in no letter."""
    draft = draft_of(request, hearing)
    return draft is not None and (draft.holds_unsent or not draft.is_empty)


@personal_page
@require_POST
def forget(request: Request, slug: str) -> HttpResponse:
    """On a shared computer: the way to her receipts is gone from it. She has it in her mail."""
    hearing = announced_hearing(slug, request.arrived_at)
    return forget_sent(redirect(hearing))


@personal_page
@require_safe
def paper(request: Request, code: str) -> HttpResponse:
    """The receipt as a PDF to keep, in the language of the page."""
    response = received(code)
    points = letter(response)
    if not fits_a_paper(points):
        raise Http404
    name = f"{_('Receipt').lower()}-{response.hearing.slug}-{response.number}.pdf"
    return HttpResponse(
        receipt_paper(response, points, at=request.arrived_at),
        content_type=PDF,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: Request, code: str, token: str) -> HttpResponse:
    """The link in the mail. Opening it changes nothing, since mail filters open links; the
    button does."""
    response = received(code)
    if not response.confirmed_by(token):
        raise Http404
    if request.method == "POST":
        actions.confirm_email(response, at=request.arrived_at)
        return redirect(response)
    context = {"response": response, "hearing": response.hearing}
    return render(request, "consultation/responses/confirm.html", context)
