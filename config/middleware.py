"""What happens to every request before a view sees it."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation

from config.languages import language_of

# What the cookies that Django itself reads look like.
_COOKIES = {
    settings.SESSION_COOKIE_NAME: re.compile(r"[a-z0-9]{32}"),
    settings.CSRF_COOKIE_NAME: re.compile(r"[A-Za-z0-9]{32}|[A-Za-z0-9]{64}"),
}

Handler = Callable[[HttpRequest], HttpResponse]


def arrival(get_response: Handler) -> Handler:
    """Read the clock once, before any slow work: `request.arrived_at` decides what is late."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.arrived_at = timezone.now()  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def language_of_the_address(get_response: Handler) -> Handler:
    """Speak the language of the address. Django's own middleware would ask cookies and headers,
    and so make every public page vary."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with translation.override(language_of(request.path_info)):
            return get_response(request)

    return middleware


def well_formed_cookies(get_response: Handler) -> Handler:
    """Drop a cookie that we cannot have given. Django would answer it with a new one, or with its
    removal, also on public pages, which set no cookie."""

    def middleware(request: HttpRequest) -> HttpResponse:
        for name, form in _COOKIES.items():
            if not form.fullmatch(request.COOKIES.get(name, "")):
                request.COOKIES.pop(name, None)
        return get_response(request)

    return middleware


class SameOrigin:
    """Accept a POST that the browser itself says comes from this site, without a token.

    Public pages are the same for everybody and so can carry no CSRF token. Browsers send
    Sec-Fetch-Site and Origin with every POST and let no page forge them. Whoever sends neither
    is left to Django's own check, which asks for the token; only a mail provider's one-click
    leave, to the view that is marked for it, has its token in the address.
    See docs/decisions/0003-csrf-by-origin.md and 0018-following.md.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> None:
        one_click = getattr(view_func, "takes_one_click", False) and _is_one_click(request)
        if one_click or _comes_from_this_site(request):
            request.csrf_processing_done = True  # type: ignore[attr-defined]


def _is_one_click(request: HttpRequest) -> bool:
    """Just what RFC 8058 says a provider sends, from no browser: a browser says where from."""
    from_a_browser = "Sec-Fetch-Site" in request.headers or "Origin" in request.headers
    if request.method != "POST" or from_a_browser:
        return False
    return request.POST.get("List-Unsubscribe") == "One-Click"


def _comes_from_this_site(request: HttpRequest) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    origin = request.headers.get("Origin")
    return origin is not None and origin == f"{request.scheme}://{request.get_host()}"


class KeepText:
    """When the database fails under a POST, answer with a page that still holds what was written.

    Needs no database itself. The page posts the same fields to the same address again, so the
    form's key makes the second try safe even if the first one was stored after all.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if request.method != "POST" or not isinstance(error, DatabaseError):
            return None
        if any("password" in name for name in request.POST):
            return None
        texts, others = _posted(request)
        context = {"texts": texts, "others": others, "action": request.get_full_path()}
        return render(request, "errors/try_again.html", context, status=503)


def _posted(request: HttpRequest) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The posted fields as (name, value): what a person wrote, and what goes along unseen."""
    fields = [(name, value) for name, values in request.POST.lists() for value in values]
    written = {"body", "proposed_text", "general", "note", "text", "source"}
    texts = [field for field in fields if field[0] in written and field[1].strip()]
    return texts, [field for field in fields if field not in texts]


class LoginUnlessPublic(LoginRequiredMiddleware):
    """Deny by default: a view needs a login unless it is marked public.

    Django's own asks who is signed in before it looks at the mark, which reads the session cookie
    on pages that are the same for everybody.
    """

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if not getattr(view_func, "login_required", True):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
