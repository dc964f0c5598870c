"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from config.languages import choices


def site(request: HttpRequest) -> dict[str, Any]:
    """The municipality whose hearings these are, what one signs in with beside e-mail, and
    this page in other languages."""
    return {
        "municipality": settings.MUNICIPALITY,
        "base_url": settings.BASE_URL,
        "broker": settings.OIDC_NAME,
        "languages": choices(request.get_full_path()),
    }
