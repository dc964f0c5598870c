"""Moving a deadline: what will happen is spelled out first, then it is done."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import Request, signed_in_page
from consultation.following.actions import extend_hearing
from consultation.following.notices import how_many_are_told
from consultation.models import Hearing
from consultation.permissions import hearing_to_moderate, moderator
from consultation.setup.dates import warnings_about
from consultation.setup.forms import ExtensionForm


@signed_in_page
@require_http_methods(["GET", "HEAD", "POST"])
def extend(request: Request, slug: str) -> HttpResponse:
    """A POST shows what will happen, and does it when that is what was pressed."""
    hearing = hearing_to_moderate(request, slug)
    at = request.arrived_at
    if not hearing.may_be_extended(at):
        return _page(request, hearing, None, status=409 if request.method == "POST" else 200)
    if request.method != "POST":
        seen = int(hearing.closes_at.timestamp())
        return _page(
            request, hearing, ExtensionForm(initial={"seen": seen}, hearing=hearing, at=at)
        )
    if _is_done(request, hearing):
        # The button was pressed twice.
        return redirect("setup:extend", slug)
    form = ExtensionForm(request.POST, hearing=hearing, at=at)
    if not form.is_valid():
        return _page(request, hearing, form, status=422)
    if form.cleaned_data["seen"] != int(hearing.closes_at.timestamp()):
        return _page(request, hearing, form, meanwhile=True, status=409)
    if request.POST.get("do") != "extend":
        return _page(request, hearing, form, ready=True)
    try:
        extend_hearing(
            hearing,
            to=form.deadline,
            reason=form.cleaned_data["reason"],
            acting_user=moderator(request),
            at=at,
        )
    except ValueError:
        # Somebody moved it in this very moment.
        hearing.refresh_from_db()
        return _page(request, hearing, form, meanwhile=True, status=409)
    messages.success(request, _("The deadline is extended, and the mails are on their way."))
    return redirect("setup:extend", slug)


def _is_done(request: Request, hearing: Hearing) -> bool:
    """The same form again: it moved the deadline from where this one began to where it is."""
    newest = hearing.extensions.order_by("-at").first()
    if newest is None or newest.by != request.user or request.POST.get("do") != "extend":
        return False
    began = str(int(newest.earlier.timestamp())) == request.POST.get("seen")
    form = ExtensionForm(request.POST, hearing=hearing, at=request.arrived_at)
    form.is_valid()
    return began and form.deadline == newest.later == hearing.closes_at


def _page(
    request: Request,
    hearing: Hearing,
    form: ExtensionForm | None,
    *,
    ready: bool = False,
    meanwhile: bool = False,
    status: int = 200,
) -> HttpResponse:
    if form is not None and meanwhile:
        # Her words stay; pressing again is then a choice.
        form.data = {**request.POST.dict(), "seen": str(int(hearing.closes_at.timestamp()))}
    extensions = list(hearing.extensions.select_related("by"))
    context = {
        "hearing": hearing,
        "form": form,
        "extensions": extensions,
        "first": extensions[0].earlier if extensions else hearing.closes_at,
        "ready": ready,
        "meanwhile": meanwhile,
        "deadline": form.deadline if form and ready else None,
        "warnings": warnings_about(hearing.opens_at, form.deadline) if form and ready else [],
        "told": how_many_are_told(hearing) if ready else 0,
    }
    return render(request, "consultation/setup/extend.html", context, status=status)
