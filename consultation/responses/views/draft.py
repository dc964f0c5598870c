"""Her draft: read it through, correct it, say who she is, send it."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Request, personal_page
from consultation.models import Draft, DraftComment, Hearing
from consultation.permissions import announced_hearing, paragraph_of
from consultation.responses import actions, drafts
from consultation.responses.drafts import draft_of, owner_key_of, remember, save_sender
from consultation.responses.forms import CommentForm, SenderForm
from consultation.responses.warnings import warnings_in


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Request, slug: str) -> HttpResponse:
    """Everything she has written, as a letter, with what becomes public; save it or send it."""
    hearing = announced_hearing(slug, request.arrived_at)
    if request.method == "POST":
        return _save_or_send(request, hearing)
    draft = draft_of(request, hearing)
    form = SenderForm(instance=draft, hearing=hearing)
    return _review_page(request, hearing, draft, form)


def _save_or_send(request: Request, hearing: Hearing) -> HttpResponse:
    """What is valid is saved whatever happens; then the letter is sent, if she asked for it."""
    form = SenderForm(request.POST, hearing=hearing, sending=_sends(request))
    form.full_clean()
    form_key = _form_key(request)
    owner_key = owner_key_of(request)
    if form.errors or not _may_send(request, hearing):
        draft = save_sender(owner_key, hearing, form_key, form.cleaned_data)
        if form.errors or _sends(request):
            return remember(_review_page(request, hearing, draft, form, status=422), draft)
        return remember(redirect(saved(hearing)), draft)
    try:
        response = actions.send_response(
            owner_key, hearing, form_key, form.cleaned_data, arrived_at=request.arrived_at
        )
    except actions.NothingWritten as empty:
        form.add_error(None, str(form.NOTHING_WRITTEN))
        return remember(_review_page(request, hearing, empty.draft, form, status=422), empty.draft)
    newer = draft_of(request, hearing)
    if newer is not None and not newer.is_empty:
        # An old page's button: the letter it belongs to was sent, and she has written more since.
        return redirect("responses:review", slug=hearing.slug)
    return redirect(response)


def _sends(request: Request) -> bool:
    return request.POST.get("do") == "send"


def _may_send(request: Request, hearing: Hearing) -> bool:
    return _sends(request) and hearing.receives(request.arrived_at)


def _form_key(request: Request) -> uuid.UUID | None:
    try:
        return uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        return None


def saved(hearing: Hearing) -> str:
    """Where she is told that what she wrote is kept, and that nothing is sent."""
    return f"{reverse('responses:review', args=[hearing.slug])}?gemt=1"


def _review_page(
    request: Request, hearing: Hearing, draft: Draft | None, form: SenderForm, status: int = 200
) -> HttpResponse:
    at = request.arrived_at
    comments = list(draft.kept_comments) if draft else []
    general = str(form["general"].value() or "")
    context = {
        "hearing": hearing,
        "receives": hearing.receives(at),
        "in_time": hearing.accepts(at),
        "form_key": draft.form_key if draft else uuid.uuid4(),
        "comments": comments,
        "removed": draft.removed_comments if draft else (),
        "warnings": warnings_in(comments, general),
        "saved": "gemt" in request.GET and not form.is_bound,
        "form": form,
    }
    return render(request, "consultation/responses/review.html", context, status=status)


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, slug: str, pk: int) -> HttpResponse:
    """One comment of her draft, to be changed."""
    if request.method == "POST":
        return _change(request, slug, pk)
    hearing, comment = _own_comment(request, slug, pk)
    form = CommentForm(instance=comment, paragraph=comment.paragraph)
    return _edit_page(request, hearing, form)


def _change(request: Request, slug: str, pk: int) -> HttpResponse:
    """The form says which paragraph it is about: the comment itself may have been sent by now."""
    hearing = announced_hearing(slug, request.arrived_at)
    paragraph = paragraph_of(hearing, request.POST.get("ref", ""))
    form = CommentForm(request.POST, paragraph=paragraph)
    if not form.is_valid():
        return _edit_page(request, hearing, form, status=422)
    comment = drafts.change_comment(
        owner_key_of(request), hearing, pk, paragraph, form.cleaned_data
    )
    return remember(redirect(saved(hearing)), comment.draft)


def _edit_page(
    request: Request, hearing: Hearing, form: CommentForm, status: int = 200
) -> HttpResponse:
    context = {"hearing": hearing, "paragraph": form.paragraph, "form": form}
    return render(request, "consultation/responses/edit.html", context, status=status)


@personal_page
@require_POST
def remove(request: Request, slug: str, pk: int) -> HttpResponse:
    _hearing, comment = _own_comment(request, slug, pk)
    drafts.remove(comment, at=request.arrived_at)
    return redirect("responses:review", slug=slug)


@personal_page
@require_POST
def restore(request: Request, slug: str, pk: int) -> HttpResponse:
    _hearing, comment = _own_comment(request, slug, pk)
    drafts.restore(comment)
    return redirect("responses:review", slug=slug)


@personal_page
@require_safe
def bar(request: Request, slug: str) -> HttpResponse:
    """The strip at the foot of the reading room: how much she has written. A fragment."""
    hearing = announced_hearing(slug, request.arrived_at)
    draft = draft_of(request, hearing)
    context = {"hearing": hearing, "draft": draft}
    return render(request, "consultation/responses/_bar.html", context)


def _own_comment(request: Request, slug: str, pk: int) -> tuple[Hearing, DraftComment]:
    """A comment of this browser's draft; anybody else's is not found."""
    hearing = announced_hearing(slug, request.arrived_at)
    draft = draft_of(request, hearing)
    if draft is None:
        raise Http404
    comments = draft.comments.select_related("draft", "paragraph__section", "paragraph__theme")
    return hearing, get_object_or_404(comments, pk=pk)
