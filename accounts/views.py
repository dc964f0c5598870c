"""Where a person lands after signing in."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts.access import signed_in_page


@signed_in_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The desk for those who review; the hearings for everybody else."""
    if request.user.is_authenticated and request.user.moderates:
        return redirect("desk:hearings")
    return redirect("hearings:list")
