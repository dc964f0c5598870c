"""Answers that belong to no area: health, and the pages for what went wrong."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 `ok` when the database answers; the start-up script and load balancers ask."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok", content_type="text/plain")


@login_not_required
def cross_origin(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form that was sent from another site or by a browser that hides where from."""
    return render(request, "errors/cross_origin.html", status=403)
