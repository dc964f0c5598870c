"""The caseworker reviews: her hearings, the queue, one comment and the decision on it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Request, signed_in_page
from accounts.models import User
from consultation.models import AuditEvent, Comment, Decision, Hearing
from consultation.models.hearing import in_listing_order
from consultation.moderation import actions
from consultation.moderation import queue as queues
from consultation.moderation.forms import HIDE, PUBLISH, DecisionForm
from consultation.moderation.history import sender_acts
from consultation.permissions import comment_to_moderate, hearing_to_moderate, moderator


@signed_in_page
@require_safe
def hearings(request: Request) -> HttpResponse:
    moderator(request)
    at = request.arrived_at
    found = in_listing_order(Hearing.objects.select_related("version__policy"), at)
    counts = queues.counts(found)
    entries = [(hearing, hearing.state(at), counts[hearing.pk]) for hearing in found]
    return render(request, "consultation/moderation/hearings.html", {"entries": entries})


@signed_in_page
@require_safe
def queue(request: Request, slug: str) -> HttpResponse:
    """The queue, opened at its first comment."""
    moderator(request)
    tab = _tab(request)
    first = queues.first(slug, tab)
    if first is None:
        return _page(request, hearing_to_moderate(request, slug), tab, None, None)
    return _page(request, first.hearing, tab, first, DecisionForm())


@signed_in_page
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: Request, slug: str, pk: int) -> HttpResponse:
    """One comment beside the paragraph it answers; a POST decides on it."""
    reviewed = _reviewed(request, slug, pk)
    hearing = reviewed.hearing
    tab = _tab(request, reviewed)
    if request.method != "POST":
        return _page(request, hearing, tab, reviewed, DecisionForm())
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, hearing, tab, reviewed, form, status=422)
    following = queues.around(hearing, tab, reviewed).following
    try:
        decision = _decide(request, reviewed, form)
    except actions.TakenBackMeanwhile:
        reviewed = _reviewed(request, slug, pk)
        note = form.cleaned_data["note"]
        tab = _tab(request, reviewed)
        return _page(request, hearing, tab, reviewed, None, note=note, status=409)
    except actions.DecidedMeanwhile as meanwhile:
        form = DecisionForm(initial={"note": form.cleaned_data["note"]})
        return _page(request, hearing, tab, reviewed, form, meanwhile.standing, status=409)
    messages.success(request, _said(decision))
    if following is None:
        return redirect(_address("desk:queue", hearing.slug, tab=tab))
    return redirect(_address("desk:comment", hearing.slug, following.pk, tab=tab))


def _reviewed(request: Request, slug: str, pk: int) -> Comment:
    return comment_to_moderate(request, pk, queues.opened(slug, request.GET.get("vis", "")))


def _decide(request: Request, reviewed: Comment, form: DecisionForm) -> Decision:
    assert isinstance(request.user, User)
    written = form.cleaned_data
    if written["decision"] == PUBLISH:
        return actions.publish_comment(
            reviewed,
            acting_user=request.user,
            at=request.arrived_at,
            seen=written["seen"],
            seen_report=written["seen_report"],
            note=written["note"],
        )
    return actions.hide_comment(
        reviewed,
        reason=written["reason"],
        acting_user=request.user,
        at=request.arrived_at,
        seen=written["seen"],
        seen_report=written["seen_report"],
        note=written["note"],
    )


def _said(decision: Decision) -> str:
    """What was done, with the way to undo it."""
    comment = decision.comment
    numbers = {"number": comment.response.number, "id": comment.pk}
    if decision.after == Comment.State.PUBLISHED:
        said = _("Comment %(id)s from response %(number)s is published.") % numbers
    else:
        said = _("Comment %(id)s from response %(number)s is hidden.") % numbers
    address = reverse("desk:comment", args=[comment.hearing.slug, comment.pk])
    return format_html('{} <a href="{}">{}</a>', said, address, _("Undo"))


def _tab(request: Request, reviewed: Comment | None = None) -> str:
    """The tab in the address; an open comment is always shown in the list it is in."""
    asked = request.GET.get("vis", "")
    if reviewed is not None:
        return queues.tab_of(reviewed, asked)
    return asked if asked in queues.ALL_TABS else queues.FIRST_TAB


def _address(name: str, *args: object, tab: str) -> str:
    return f"{reverse(name, args=args)}?vis={tab}"


def _page(
    request: Request,
    hearing: Hearing,
    tab: str,
    reviewed: Comment | None,
    form: DecisionForm | None,
    meanwhile: Decision | None = None,
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    history = list(reviewed.decisions.select_related("by")) if reviewed else []
    if reviewed is not None and reviewed.is_taken_back:
        form = None
    if reviewed is not None:
        user = moderator(request)
        AuditEvent.see(hearing, by=user, at=request.arrived_at, comment=reviewed.pk)
    reports = queues.reports_of(reviewed) if reviewed else None
    if form is not None and not form.is_bound:
        form.initial["seen"] = history[0].pk if history else 0
        form.initial["seen_report"] = reports.newest if reports else 0
    context = {
        "hearing": hearing,
        "tab": tab,
        "counts": queues.counts([hearing])[hearing.pk],
        "neighbours": queues.around(hearing, tab, reviewed) if reviewed else None,
        "comment": reviewed,
        "row": queues.Row(reviewed) if reviewed else None,
        "history": history,
        "reports": reports,
        "form": form,
        "hide": HIDE,
        "meanwhile": meanwhile,
        # What she wrote about a comment that its sender took back meanwhile.
        "note": note,
        "refused": status == 409 and meanwhile is None,
        "attachments": reviewed.response.attachments.all() if reviewed else (),
        "acts": sender_acts(reviewed) if reviewed else None,
    }
    return render(request, "consultation/moderation/review.html", context, status=status)
