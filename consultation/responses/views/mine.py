"""What is hers when she is signed in: drafts that follow her, and what she has sent."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import Request, citizens_page
from accounts.models import User
from consultation.models import Response
from consultation.responses.ownership import drafts_of

PAGE = 50


@citizens_page
@require_safe
def mine(request: Request) -> HttpResponse:
    """Her drafts and her responses, newest first, a page at a time by key."""
    user, at = request.user, request.arrived_at
    assert isinstance(user, User)
    responses = Response.objects.of(user).select_related("hearing").order_by("-pk")
    before = request.GET.get("foer", "")
    if before.isdecimal() and len(before) < 18:
        responses = responses.filter(pk__lt=int(before))
    page = list(responses[: PAGE + 1])
    context = {
        "drafts": [(draft, draft.hearing.receives(at)) for draft in drafts_of(user)],
        "responses": [(response, response.hearing.state(at)) for response in page[:PAGE]],
        "older": page[PAGE - 1].pk if len(page) > PAGE else "",
        "emails": user.confirmed_emails,
    }
    return render(request, "consultation/responses/mine.html", context)
