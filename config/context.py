"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The municipality whose hearings these are."""
    return {"municipality": settings.MUNICIPALITY}
