"""What every template may use."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from config.languages import choices


def site(request: HttpRequest) -> dict[str, Any]:
    """The municipality whose hearings these are, and this page in other languages."""
    return {
        "municipality": settings.MUNICIPALITY,
        "base_url": settings.BASE_URL,
        "languages": choices(request.get_full_path()),
    }
