"""The citizen reads: the list of hearings, the reading room, and what others have answered."""

from collections import Counter

from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import Request, public_page
from consultation.downloads import as_download
from consultation.hearings import calendar as calendars
from consultation.hearings import feed as feeds
from consultation.hearings import reading
from consultation.hearings.choice import kind_options, stance_options
from consultation.hearings.circle import circle_of
from consultation.hearings.conversation import conversation
from consultation.hearings.letters import letter, letters
from consultation.hearings.paper import policy_paper
from consultation.hearings.record import record_of
from consultation.models import Hearing
from consultation.models.hearing import in_listing_order
from consultation.papers.typeset import CONTENT_TYPE as PDF
from consultation.permissions import announced_hearing, public_attachment


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
        "circle": circle_of(chapters, title=hearing.version.policy.title),
        "most": max((chapter.published for chapter in chapters), default=0),
        "said": published.total(),
        "general": published[None],
        "extensions": hearing.extensions.all(),
        "may_be_followed": hearing.may_be_followed(at),
    }
    return render(request, "consultation/hearings/room.html", context)


@public_page
@require_safe
def general(request: Request, slug: str) -> HttpResponse:
    """What is said about the policy as a whole."""
    at = request.arrived_at
    hearing = announced_hearing(slug, at)
    context = {
        "hearing": hearing,
        "receives": hearing.receives(at),
        "conversation": conversation(hearing, None, at=at, asked=request.GET),
    }
    return render(request, "consultation/hearings/general.html", context)


@public_page
@require_safe
def attachment(request: Request, slug: str, pk: int) -> FileResponse:
    """A file that came with a response, when a caseworker has published it."""
    hearing = announced_hearing(slug, request.arrived_at)
    return as_download(public_attachment(hearing, pk, request.arrived_at))


@public_page
@require_safe
def calendar(request: Request, slug: str) -> HttpResponse:
    """The hearing's dates for a calendar program, which asks again now and then."""
    hearing = announced_hearing(slug, request.arrived_at)
    response = HttpResponse(
        calendars.calendar(hearing), content_type="text/calendar; charset=utf-8"
    )
    response.headers["Content-Disposition"] = f'inline; filename="{hearing.slug}.ics"'
    return response


@public_page
@require_safe
def feed(request: Request, slug: str) -> HttpResponse:
    """What has happened in one hearing, for a feed reader."""
    hearing = announced_hearing(slug, request.arrived_at)
    written = feeds.hearing_feed(hearing, request.arrived_at)
    return HttpResponse(written, content_type=feeds.CONTENT_TYPE)


@public_page
@require_safe
def all_hearings_feed(request: Request) -> HttpResponse:
    """What has happened in every hearing on the front page, for a feed reader."""
    at = request.arrived_at
    written = feeds.all_hearings_feed(Hearing.objects.listed(at), at)
    return HttpResponse(written, content_type=feeds.CONTENT_TYPE)


@public_page
@require_safe
def responses(request: Request, slug: str) -> HttpResponse:
    """Whole responses, the newest first, to be searched."""
    at = request.arrived_at
    hearing = announced_hearing(slug, at)
    shows = hearing.shows_comments(at)
    context = {
        "hearing": hearing,
        "shows": shows,
        "letters": letters(hearing, request.GET) if shows else None,
        "stances": stance_options(),
        "kinds": kind_options(),
    }
    return render(request, "consultation/hearings/responses.html", context)


@public_page
@require_safe
def response(request: Request, slug: str, number: int) -> HttpResponse:
    """One response as a letter."""
    at = request.arrived_at
    hearing = announced_hearing(slug, at)
    read = letter(hearing, number, at=at, after=request.GET.get("efter", ""))
    context = {"hearing": hearing, "letter": read, "response": read.response}
    return render(request, "consultation/hearings/response.html", context)


@public_page
@require_safe
def paper(request: Request, slug: str) -> HttpResponse:
    """The policy as a PDF. Its ETag is known before it is made."""
    made = policy_paper(announced_hearing(slug, request.arrived_at))
    headers = {
        "ETag": f'"{made.key}"',
        "Content-Disposition": f'inline; filename="{slug}-hoeringsversion.pdf"',
    }
    return HttpResponse(made.pdf(), content_type=PDF, headers=headers)


@public_page
@require_safe
def record(request: Request, slug: str) -> HttpResponse:
    """What came of the municipality's review, in numbers."""
    hearing = announced_hearing(slug, request.arrived_at)
    context = {"hearing": hearing, "record": record_of(hearing)}
    return render(request, "consultation/hearings/record.html", context)
