"""Everybody reads the pages about the site; staff write them."""

from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Request, public_page, signed_in_page
from consultation.permissions import moderator
from consultation.readability import difficulty, lix
from consultation.redline import redline
from pages.actions import ChangedMeanwhile, save_page
from pages.forms import PageForm
from pages.markdown import as_html, as_sentences
from pages.models import PageName, Revision
from pages.texts import PageText, all_texts, shown_text, standing_text

# Earlier texts listed under the form, newest first.
HISTORY = 20


@public_page
@require_safe
def read(request: Request, page: PageName) -> HttpResponse:
    language = get_language() or settings.LANGUAGE_CODE
    text = shown_text(page, language)
    context = {
        "page": page,
        "text": text,
        "html": as_html(text.source),
        "foreign": text.language != language,
    }
    return render(request, "pages/read.html", context)


@signed_in_page
@require_safe
def pages(request: Request) -> HttpResponse:
    moderator(request)
    entries = [
        (page, [(text, *_readability(text.source)) for text in texts])
        for page, texts in groupby(all_texts(), key=lambda text: text.page)
    ]
    return render(request, "pages/list.html", {"entries": entries})


@signed_in_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, page: PageName, language: str) -> HttpResponse:
    """The text and its preview. A POST shows it, and saves it when that is what was pressed."""
    user = moderator(request)
    if language not in dict(settings.LANGUAGES):
        raise Http404
    if request.method != "POST":
        standing = standing_text(page, language)
        initial = {"source": _earlier(request, standing) or standing.source}
        form = PageForm(initial={**initial, "seen": standing.number}, language=language)
        return _page(request, page, form, initial["source"])
    form = PageForm(request.POST, language=language)
    if not form.is_valid():
        return _page(request, page, form, request.POST.get("source", ""), status=422)
    source, seen = form.cleaned_data["source"], form.cleaned_data["seen"]
    if request.POST.get("do") != "save":
        return _page(request, page, form, source)
    try:
        saved = save_page(
            page, language, source, seen=seen, acting_user=user, at=request.arrived_at
        )
    except ChangedMeanwhile as changed:
        # Her words stay in the form; saving again is then a choice.
        again = {"source": source, "seen": changed.standing.number}
        form = PageForm(initial=again, language=language)
        return _page(request, page, form, source, changed.standing, status=409)
    messages.success(request, _("The page is saved.") if saved else _("Nothing was changed."))
    return redirect("pages:edit", page, language)


def _earlier(request: Request, standing: PageText) -> str:
    """The text of the earlier revision that the address asks for, "" when it asks for none."""
    number = request.GET.get("udgave", "")
    if not number.isdecimal() or len(number) > 9:
        return ""
    found = Revision.objects.filter(
        page=standing.page, language=standing.language, number=int(number)
    )
    return "".join(found.values_list("after", flat=True))


def _readability(source: str) -> tuple[int, Any]:
    number = lix(as_sentences(source))
    return number, difficulty(number)


def _page(
    request: Request,
    page: PageName,
    form: PageForm,
    source: str,
    meanwhile: PageText | None = None,
    status: int = 200,
) -> HttpResponse:
    number, level = _readability(source)
    context: dict[str, Any] = {
        "page": page,
        "language": form.language,
        "html": as_html(source),
        "lix": number,
        "difficulty": level,
    }
    if request.htmx and request.POST.get("do") != "save":
        return render(request, "pages/_preview.html", context, status=status)
    revisions = Revision.objects.filter(page=page, language=form.language).select_related("by")
    context |= {
        "form": form,
        "language_name": dict(settings.LANGUAGES)[form.language],
        "history": [(r, redline(r.before, r.after)) for r in revisions[:HISTORY]],
        "meanwhile": meanwhile,
        "meanwhile_changes": redline(meanwhile.source, source) if meanwhile else [],
        "address": _address(page, form.language),
    }
    return render(request, "pages/edit.html", context, status=status)


def _address(page: PageName, language: str) -> str:
    with override(language):
        return reverse(f"pages:{page.value}")
