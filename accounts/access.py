"""How a view says who may see it, and who may keep a copy."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.urls import reverse_lazy
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache
from django_htmx.middleware import HtmxDetails

View = Callable[..., HttpResponseBase]


class Request(HttpRequest):
    """A request as our middleware hands it on."""

    # When it came in, before any slow work (config.middleware.arrival).
    arrived_at: datetime
    htmx: HtmxDetails


# A shared cache may answer for this many seconds without asking; a browser always asks, and is
# answered 304 by the ETag. So a decision is seen at once by her who made it, and within a
# breath by everybody else.
SHARED_SECONDS = 2


class _Smaller(GZipMiddleware):
    """Without the random bytes that hide secrets in a compressed page: a public page has none, and
    is the same bytes for everybody. Personal pages are not compressed."""

    max_random_bytes = 0


_smaller = _Smaller(lambda request: HttpResponse())


def public_page(view: View) -> View:
    """Anybody may see it and any cache may keep it: it is the same for everybody.

    A public view reads no cookie, no session and no user.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method in ("GET", "HEAD") and response.status_code == 200:
            patch_cache_control(response, public=True, max_age=0, s_maxage=SHARED_SECONDS)
            return _smaller.process_response(request, response)
        patch_cache_control(response, no_store=True)
        return response

    return login_not_required(wrapped)


def personal_page(view: View) -> View:
    """Anybody may ask, but the answer is hers alone: no cache keeps it, no engine indexes it."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return login_not_required(never_cache(_knows_her(wrapped)))


def _knows_her(view: View) -> View:
    """Let the page's header say who is signed in (templates/_account.html)."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        request.knows_her = True  # type: ignore[attr-defined]
        return view(request, *args, **kwargs)

    return wrapped


def signed_in_page(view: View) -> View:
    """For signed-in people (the default of every view); never kept by a cache."""
    return never_cache(_knows_her(view))


def citizens_page(view: View) -> View:
    """For signed-in people, and who is not is sent to the citizens' sign-in."""
    page = signed_in_page(view)
    page.login_url = reverse_lazy("account_request_login_code")  # type: ignore[attr-defined]
    return page


def takes_one_click(view: View) -> View:
    """Its POST may come from a mail provider's server, which has no page to come from (RFC 8058).

    Only for a view whose address holds an unguessable token, which reads no cookie, and does the
    one thing the token is for. See config.middleware.SameOrigin.
    """
    view.takes_one_click = True  # type: ignore[attr-defined]
    return view
