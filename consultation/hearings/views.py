"""The citizen reads: the list of hearings and the reading room."""

from collections import Counter

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import Request, public_page
from consultation.hearings import reading
from consultation.hearings.conversation import conversation
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
    shows = hearing.shows_comments(at)
    published = reading.published_counts(hearing) if shows else Counter[int | None]()
    chapters = reading.read(hearing, published)
    context = {
        "hearing": hearing,
        "state": hearing.state(at),
        "days_left": hearing.days_left(at),
        "receives": hearing.receives(at),
        "chapters": chapters,
        "most": max((chapter.published for chapter in chapters), default=0),
        "general": published[None],
        "extensions": hearing.extensions.all(),
    }
    return render(request, "consultation/hearings/room.html", context)


@public_page
@require_safe
def general(request: Request, slug: str) -> HttpResponse:
    """What is said about the policy as a whole."""
    at = request.arrived_at
    hearing = announced_hearing(slug, at)
    said = conversation(hearing, None, at=at, before=request.GET.get("foer", ""))
    context = {"hearing": hearing, "receives": hearing.receives(at), "conversation": said}
    return render(request, "consultation/hearings/general.html", context)
