"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """The municipality's name, and the site's address with scheme for absolute links."""
    return {"municipality": settings.MUNICIPALITY, "base_url": settings.BASE_URL}
