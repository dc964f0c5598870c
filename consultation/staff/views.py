"""The administrator decides who works here, and as what."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Request, signed_in_page
from accounts.models import User
from consultation.models import AuditEvent
from consultation.permissions import administrator, staff_member
from consultation.records.wording import VERBS, about
from consultation.staff import actions
from consultation.staff.forms import ChangeForm, NewColleagueForm

# Lines of history under the form, newest first.
HISTORY = 50


@signed_in_page
@require_safe
def colleagues(request: Request) -> HttpResponse:
    administrator(request)
    found = User.objects.staff().order_by("-is_active", "name", "pk")
    return render(request, "consultation/staff/list.html", {"colleagues": found})


@signed_in_page
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request) -> HttpResponse:
    user = administrator(request)
    form = NewColleagueForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "consultation/staff/add.html", {"form": form}, status=status)
    try:
        added = actions.add_colleague(
            **form.cleaned_data,
            language=get_language() or settings.LANGUAGE_CODE,
            acting_user=user,
            at=request.arrived_at,
        )
    except actions.HasAccount:
        form.add_error("email", _("Somebody has an account with this address already."))
        return render(request, "consultation/staff/add.html", {"form": form}, status=422)
    messages.success(
        request,
        _("%(name)s can sign in when she has chosen a password. We have sent a link to %(email)s.")
        % {"name": added.name, "email": added.email},
    )
    return redirect("staff:list")


@signed_in_page
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: Request, pk: int) -> HttpResponse:
    user, colleague = administrator(request), staff_member(request, pk)
    if request.method != "POST":
        return _page(request, colleague, ChangeForm.of(colleague))
    form = ChangeForm(request.POST)
    if not form.is_valid():
        return _page(request, colleague, form, status=422)
    try:
        actions.change_colleague(
            colleague, **form.cleaned_data, acting_user=user, at=request.arrived_at
        )
    except actions.LastAdministrator:
        form.add_error(
            None, _("Somebody must administer. Make another colleague an administrator first.")
        )
        return _page(request, colleague, form, status=422)
    messages.success(request, _("%(name)s is saved.") % {"name": colleague.name})
    return redirect("staff:list")


@signed_in_page
@require_POST
def invite(request: Request, pk: int) -> HttpResponse:
    """A new link, when the first is too old or was lost."""
    user, colleague = administrator(request), staff_member(request, pk)
    if not colleague.is_active:
        messages.error(request, _("She may not sign in, so there is nothing to invite her to."))
    else:
        actions.invite_colleague(
            colleague,
            language=get_language() or settings.LANGUAGE_CODE,
            acting_user=user,
            at=request.arrived_at,
        )
        messages.success(
            request, _("We have sent a new link to %(email)s.") % {"email": colleague.email}
        )
    return redirect("staff:change", pk)


def _page(request: Request, colleague: User, form: ChangeForm, status: int = 200) -> HttpResponse:
    context = {
        "colleague": colleague,
        "form": form,
        "history": [
            (event, VERBS[event.verb], about(event))
            for event in AuditEvent.objects.about_colleague(colleague)[:HISTORY]
        ],
    }
    return render(request, "consultation/staff/change.html", context, status=status)
