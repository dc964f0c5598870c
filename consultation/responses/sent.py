"""Which receipts this browser got just now, so that Back never leads to an empty page.

The codes are in a cookie for an hour and nowhere else: a computer in a library soon forgets them,
and at once when she asks (docs/decisions/0014-words-save-themselves.md).
"""

import re

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from consultation.models import Hearing, Response

COOKIE = settings.RECEIPTS_COOKIE_NAME
COOKIE_AGE = 60 * 60  # seconds
# More than anybody sends in an hour; a cookie is small.
MOST = 5


def codes_of(request: HttpRequest) -> list[str]:
    """The newest first; what is no code of ours is left out."""
    return re.findall(r"[\w-]{10,40}", request.COOKIES.get(COOKIE, "")[:500], re.ASCII)[:MOST]


def sent_from(request: HttpRequest, hearing: Hearing) -> list[Response]:
    """What this browser has sent to the hearing within the hour, newest first."""
    codes = codes_of(request)
    if not codes:
        return []
    return list(hearing.responses.filter(code__in=codes).order_by("-number"))


def remember_sent(request: HttpRequest, answer: HttpResponse, response: Response) -> HttpResponse:
    """Let the browser find its receipt again."""
    codes = [response.code, *(code for code in codes_of(request) if code != response.code)]
    answer.set_cookie(
        COOKIE,
        ".".join(codes[:MOST]),
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


def forget_sent(answer: HttpResponse) -> HttpResponse:
    """Leave nothing on this computer: neither the receipts nor what the browser has kept."""
    answer.delete_cookie(COOKIE, samesite="Lax")
    if settings.SESSION_COOKIE_SECURE:
        answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer
