"""The log of a hearing: read by those who review, and taken home as a file."""

from collections.abc import Iterator

from django.http import HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Request, signed_in_page
from consultation.export import csv
from consultation.export.actions import one_moment, record_export
from consultation.models import AuditEvent, Hearing
from consultation.models.audit import AuditEventQuerySet
from consultation.permissions import hearing_to_moderate, moderator
from consultation.records.choice import SHOWN, ChoiceForm
from consultation.records.wording import VERBS, about, address


@signed_in_page
@require_http_methods(["GET", "HEAD", "POST"])
def log(request: Request, slug: str) -> HttpResponseBase:
    """A POST answers with the chosen part as CSV: taking it is an act, and goes on record."""
    hearing = hearing_to_moderate(request, slug)
    form = ChoiceForm(request.GET, hearing=hearing)
    if not form.is_valid():
        return _page(request, hearing, form, AuditEvent.objects.none(), status=422)
    if request.method == "POST":
        return _file(request, hearing, form.events())
    return _page(request, hearing, form, form.events())


def _file(request: Request, hearing: Hearing, events: AuditEventQuerySet) -> StreamingHttpResponse:
    at = request.arrived_at
    record_export(hearing, "log", acting_user=moderator(request), at=at)
    name = f"log-{hearing.slug}-{timezone.localtime(at):%Y-%m-%d-%H%M}.csv"
    return StreamingHttpResponse(
        _lines(events),
        content_type=csv.CONTENT_TYPE,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _lines(events: AuditEventQuerySet) -> Iterator[bytes]:
    with one_moment():
        rows = (
            (
                timezone.localtime(event.at).replace(tzinfo=None, microsecond=0),
                _who(event),
                str(VERBS[event.verb]),
                about(event),
            )
            for event in events.iterator(chunk_size=2_000)
        )
        yield from csv.lines([_("When"), _("Who"), _("What"), _("About")], rows)


def _who(event: AuditEvent) -> str:
    return str(event.by) if event.by else _("The server")


def _page(
    request: Request,
    hearing: Hearing,
    form: ChoiceForm,
    events: AuditEventQuerySet,
    status: int = 200,
) -> HttpResponse:
    before = request.GET.get("foer", "")
    if before.isdecimal() and len(before) < 19:
        events = events.filter(pk__lt=int(before))
    found = list(events[: SHOWN + 1])
    shown, more = found[:SHOWN], found[SHOWN:]
    context = {
        "hearing": hearing,
        "form": form,
        "entries": [(e, _who(e), VERBS[e.verb], about(e), address(e, hearing)) for e in shown],
        "chosen": urlencode(list(form.asked())),
        "older": urlencode([*form.asked(), ("foer", shown[-1].pk)]) if more else "",
    }
    return render(request, "consultation/records/log.html", context, status=status)
