"""One paragraph: its words, the published comments on it, and the form."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from accounts.access import Request, public_page
from consultation.hearings.conversation import conversation
from consultation.models import DraftComment, Hearing
from consultation.permissions import announced_hearing, paragraph_of
from consultation.responses.drafts import add_comment, owner_key_of, remember
from consultation.responses.forms import CommentForm, MarkForm
from consultation.responses.saving import add_words
from consultation.responses.views.draft import saved
from policies.models import Paragraph

# Each part has an address of its own (?vis=panel), so that caches need no Vary.
_TEMPLATES = {
    "": "consultation/responses/paragraph.html",
    "panel": "consultation/responses/_panel.html",
    "samtale": "consultation/responses/_said.html",
    "flere": "consultation/responses/_older.html",
}


@public_page
@require_http_methods(["GET", "HEAD", "POST"])
def paragraph(request: Request, slug: str, ref: str) -> HttpResponse:
    """The same for everybody, so it shows no draft; a POST adds to hers."""
    hearing = announced_hearing(slug, request.arrived_at)
    answered = paragraph_of(hearing, ref)
    if request.method == "POST":
        return _add(request, hearing, answered)
    return _page(request, hearing, answered, CommentForm(paragraph=answered))


def _add(request: Request, hearing: Hearing, answered: Paragraph) -> HttpResponse:
    form = CommentForm(request.POST, paragraph=answered)
    if not hearing.receives(request.arrived_at):
        # Her words stand in the answer, so that she can take them with her.
        return _page(request, hearing, answered, form, status=403)
    if not form.is_valid():
        return _page(request, hearing, answered, form, status=422)
    comment = _kept(request, hearing, answered, form.cleaned_data)
    if request.htmx:
        context = {"hearing": hearing, "paragraph": answered, "draft": comment.draft}
        response = render(request, "consultation/responses/_saved.html", context)
        response.headers["HX-Trigger"] = "draft-changed"
    else:
        response = redirect(saved(hearing))
    return remember(response, comment.draft)


def _kept(
    request: Request, hearing: Hearing, answered: Paragraph, written: dict[str, Any]
) -> DraftComment:
    """A comment of its own, or the one that has saved itself while she wrote it."""
    owner_key, mark = owner_key_of(request), MarkForm(request.POST).mark
    if mark is None:
        return add_comment(owner_key, hearing, answered, written)
    return add_words(owner_key, hearing, answered, written, mark)


def _page(
    request: Request, hearing: Hearing, answered: Paragraph, form: CommentForm, status: int = 200
) -> HttpResponse:
    at = request.arrived_at
    context = {
        "hearing": hearing,
        "state": hearing.state(at),
        "receives": hearing.receives(at),
        "paragraph": answered,
        "conversation": conversation(hearing, answered, at=at, asked=request.GET),
        "form": form,
        # The same form goes on: what it saved already and what she adds now is one comment.
        "mark": MarkForm(request.POST).mark if form.is_bound else None,
    }
    part = "panel" if request.htmx and request.method == "POST" else request.GET.get("vis", "")
    return render(request, _TEMPLATES.get(part, _TEMPLATES[""]), context, status=status)
