"""The caseworker reviews: her hearings, the queue, one comment and the decision on it."""

from typing import Any

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
from consultation.moderation.forms import PUBLISH, REDACT, DecisionForm
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
        return _page(request, hearing_to_moderate(request, slug), tab, None)
    return _page(request, first.hearing, tab, first)


@signed_in_page
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: Request, slug: str, pk: int) -> HttpResponse:
    """One comment beside the paragraph it answers; a POST decides on it."""
    reviewed = _reviewed(request, slug, pk)
    hearing = reviewed.hearing
    tab = _tab(request, reviewed)
    if request.method != "POST":
        return _page(request, hearing, tab, reviewed)
    form = DecisionForm(request.POST, comment=reviewed)
    if not form.is_valid():
        return _page(request, hearing, tab, reviewed, form, status=422)
    following = queues.around(hearing, tab, reviewed).following
    try:
        decision = _decide(request, reviewed, form)
    except actions.TakenBackMeanwhile:
        reviewed = _reviewed(request, slug, pk)
        tab = _tab(request, reviewed)
        note = form.cleaned_data["note"]
        return _page(request, hearing, tab, reviewed, written={"note": note}, status=409)
    except actions.DecidedMeanwhile as meanwhile:
        written = {name: form.cleaned_data[name] for name in ("note", "marked")}
        return _page(request, hearing, tab, reviewed, None, meanwhile.standing, written, status=409)
    messages.success(request, _said(decision))
    if following is None:
        return redirect(_address("desk:queue", hearing.slug, tab=tab))
    return redirect(_address("desk:comment", hearing.slug, following.pk, tab=tab))


def _reviewed(request: Request, slug: str, pk: int) -> Comment:
    return comment_to_moderate(request, pk, queues.opened(slug, request.GET.get("vis", "")))


def _decide(request: Request, reviewed: Comment, form: DecisionForm) -> Decision:
    assert isinstance(request.user, User)
    written = form.cleaned_data
    common: dict[str, Any] = {
        "acting_user": request.user,
        "at": request.arrived_at,
        **{name: written[name] for name in ("seen", "seen_report", "note")},
    }
    if written["decision"] == PUBLISH:
        return actions.publish_comment(reviewed, **common)
    if written["decision"] == REDACT:
        return actions.redact_comment(reviewed, cuts=form.cuts, reason=written["reason"], **common)
    return actions.hide_comment(reviewed, reason=written["reason"], **common)


def _said(decision: Decision) -> str:
    """What was done, with the way to undo it."""
    comment = decision.comment
    numbers = {"number": comment.response.number, "id": comment.pk}
    if decision.after == Comment.State.PUBLISHED:
        said = _("Comment %(id)s from response %(number)s is published.") % numbers
    elif decision.after == Comment.State.REDACTED:
        said = _("A part of comment %(id)s from response %(number)s is hidden.") % numbers
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
    form: DecisionForm | None = None,
    meanwhile: Decision | None = None,
    written: dict[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """`written` is what she wrote about a comment that somebody else decided on, or its sender
    took back, meanwhile."""
    written = written or {}
    context: dict[str, Any] = {
        "hearing": hearing,
        "tab": tab,
        "counts": queues.counts([hearing])[hearing.pk],
        "comment": reviewed,
        "meanwhile": meanwhile,
        "note": written.get("note", ""),
        "refused": status == 409 and meanwhile is None,
    }
    if reviewed is not None:
        context |= _case(request, hearing, tab, reviewed, form, written)
    return render(request, "consultation/moderation/review.html", context, status=status)


def _case(
    request: Request,
    hearing: Hearing,
    tab: str,
    reviewed: Comment,
    form: DecisionForm | None,
    written: dict[str, str],
) -> dict[str, Any]:
    """The open comment with all that is shown beside it, and the form; looking is on record."""
    if request.method == "GET":
        user = moderator(request)
        AuditEvent.see(hearing, by=user, at=request.arrived_at, comment=reviewed.pk)
    history = list(reviewed.decisions.select_related("by"))
    reports = queues.reports_of(reviewed)
    if form is None:
        form = DecisionForm(comment=reviewed, standing=history[0] if history else None)
        form.initial = {
            "seen": history[0].pk if history else 0,
            "seen_report": reports.newest,
            **{name: text for name, text in written.items() if text},
        }
    return {
        "neighbours": queues.around(hearing, tab, reviewed),
        "row": queues.Row(reviewed),
        "history": history,
        "reports": reports,
        "form": None if reviewed.is_taken_back else form,
        "attachments": reviewed.response.attachments.all(),
        "acts": sender_acts(reviewed),
    }
