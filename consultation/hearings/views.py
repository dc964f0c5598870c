"""The citizen reads: the list of hearings and the reading room."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import Request, public_page
from consultation.hearings import reading
from consultation.models import Hearing
from consultation.models.hearing import in_listing_order
from consultation.permissions import announced_hearing


@public_page
@require_safe
def hearing_list(request: Request) -> HttpResponse:
    at = request.arrived_at
    hearings = in_listing_order(Hearing.objects.listed(at), at)
    entries = [(hearing, hearing.state(at), hearing.days_left(at)) for hearing in hearings]
    return render(request, "consultation/hearings/list.html", {"entries": entries})


@public_page
@require_safe
def room(request: Request, slug: str) -> HttpResponse:
    """The reading room: the whole policy, every paragraph with its number and its count."""
    at = request.arrived_at
    hearing = announced_hearing(slug, at)
    chapters = reading.read(hearing, with_comments=hearing.shows_comments(at))
    context = {
        "hearing": hearing,
        "state": hearing.state(at),
        "days_left": hearing.days_left(at),
        "receives": hearing.receives(at),
        "chapters": chapters,
        "most": max((chapter.published for chapter in chapters), default=0),
        "extensions": hearing.extensions.all(),
    }
    return render(request, "consultation/hearings/room.html", context)
