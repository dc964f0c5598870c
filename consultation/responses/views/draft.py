"""Her draft: read it through, correct it, say who she is, send it."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Request, personal_page
from accounts.who import who_asks
from consultation.models import Draft, DraftComment, Hearing, Response
from consultation.models.draft import Mark, letter_digest
from consultation.permissions import announced_hearing, paragraph_of
from consultation.responses import actions, drafts, saving
from consultation.responses.drafts import (
    draft_of,
    form_key_of,
    owner_key_of,
    remember,
    save_sender,
)
from consultation.responses.forms import CommentForm, MarkForm, SenderForm
from consultation.responses.ownership import known_about
from consultation.responses.saving import add_words
from consultation.responses.sent import remember_sent, sent_from
from consultation.responses.warnings import warnings_in


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: Request, slug: str) -> HttpResponse:
    """Everything she has written, as a letter, with what becomes public; save it or send it."""
    hearing = announced_hearing(slug, request.arrived_at)
    if request.method == "POST":
        return _save_or_send(request, hearing)
    draft = draft_of(request, hearing)
    known = known_about(who_asks(request).user, draft)
    form = SenderForm(instance=draft, hearing=hearing, initial=known)
    return _review_page(request, hearing, draft, form)


def _save_or_send(request: Request, hearing: Hearing) -> HttpResponse:
    """What is valid is saved whatever happens; then the letter is sent, if she asked for it."""
    form = SenderForm(request.POST, hearing=hearing, sending=_sends(request))
    form.full_clean()
    form_key, owner_key = form_key_of(request), owner_key_of(request)
    mark = _mark(request)
    if form.errors or not _may_send(request, hearing):
        draft = save_sender(owner_key, hearing, form_key, form.cleaned_data, mark)
        if not form.errors and request.POST.get("do") == "sign_in":
            return remember(redirect(_to_sign_in(hearing)), draft)
        if form.errors or _sends(request):
            return remember(_review_page(request, hearing, draft, form, status=422), draft)
        if request.POST.get("do") == "attach":
            return remember(redirect("responses:attachments", slug=hearing.slug), draft)
        return remember(redirect(saved(hearing)), draft)
    try:
        response = actions.send_response(
            owner_key,
            hearing,
            form_key,
            form.cleaned_data,
            arrived_at=request.arrived_at,
            who=who_asks(request),
            read=request.POST.get("read", ""),
            mark=mark,
        )
    except actions.NotSent as reason:
        form.add_error(None, str(form.NOT_SENT[type(reason).__name__]))
        page = _review_page(request, hearing, reason.draft, form, status=422)
        return remember(page, reason.draft)
    newer = draft_of(request, hearing)
    if newer is not None and not newer.is_empty:
        # An old page's button: the letter it belongs to was sent, and she has written more since.
        return redirect("responses:review", slug=hearing.slug)
    return remember_sent(request, redirect(response), response)


def _sends(request: Request) -> bool:
    return request.POST.get("do") == "send"


def _may_send(request: Request, hearing: Hearing) -> bool:
    return _sends(request) and hearing.receives(request.arrived_at)


def _to_sign_in(hearing: Hearing) -> str:
    """The page of sign-in, and back to her letter."""
    query = {"next": reverse("responses:review", args=[hearing.slug])}
    if hearing.identity == Hearing.Identity.MITID:
        query["med"] = "mitid"
    return f"{reverse('account_request_login_code')}?{urlencode(query)}"


def _mark(request: Request) -> Mark | None:
    """Which words she had in view: from the script, or without it from the form itself. None when
    the form does not say."""
    mark = MarkForm(request.POST).mark
    if mark is None and "base" in request.POST:
        tab = uuid.uuid4()
        return Mark(tab, tab, 0, request.POST["base"])
    return mark


def saved(hearing: Hearing) -> str:
    """Where she is told that what she wrote is kept, and that nothing is sent."""
    return f"{reverse('responses:review', args=[hearing.slug])}?gemt=1"


def _review_page(
    request: Request, hearing: Hearing, draft: Draft | None, form: SenderForm, status: int = 200
) -> HttpResponse:
    at = request.arrived_at
    who = who_asks(request)
    written = list(draft.comments.select_related("paragraph__theme")) if draft else []
    letter = [comment for comment in written if comment.finished and not comment.removed_at]
    context = {
        "hearing": hearing,
        "state": hearing.state(at),
        "receives": hearing.receives(at),
        "signed_in": who.user is not None,
        "may_send": hearing.lets_send(who),
        "in_time": hearing.accepts(at),
        "draft": draft,
        "form_key": draft.form_key if draft else uuid.uuid4(),
        "comments": letter,
        "unfinished": [c for c in written if not c.finished and not c.removed_at],
        "removed": [comment for comment in written if comment.removed_at],
        "attachments": draft.kept_attachments if draft else (),
        "read": letter_digest(letter),
        "versions": " ".join(comment.version for comment in written),
        # As readers will meet it: a response that is not one yet.
        "shown": Response(hearing=hearing, received_at=at, **form.instance.sender),
        "general": str(form["general"].value() or "").strip(),
        "warnings": warnings_in(letter, str(form["general"].value() or "")),
        "saved": "gemt" in request.GET and not form.is_bound,
        "sent": sent_from(request, hearing),
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
    return _edit_page(request, hearing, form, base=comment.version)


def _change(request: Request, slug: str, pk: int) -> HttpResponse:
    """The form says which paragraph it is about: the comment itself may have been sent by now."""
    hearing = announced_hearing(slug, request.arrived_at)
    paragraph = paragraph_of(hearing, request.POST.get("ref", ""))
    form = CommentForm(request.POST, paragraph=paragraph)
    if not form.is_valid():
        seen = request.POST.get("base", "")
        return _edit_page(request, hearing, form, base=seen, status=422)
    written, base = form.cleaned_data, request.POST.get("base")
    owner_key, mark = owner_key_of(request), MarkForm(request.POST).mark
    comment = (
        add_words(owner_key, hearing, paragraph, written, mark)
        if mark is not None
        else drafts.change_comment(owner_key, hearing, pk, paragraph, written, base)
    )
    return remember(redirect(saved(hearing)), comment.draft)


def _edit_page(
    request: Request, hearing: Hearing, form: CommentForm, *, base: str, status: int = 200
) -> HttpResponse:
    at = request.arrived_at
    context = {
        "hearing": hearing,
        "paragraph": form.paragraph,
        "form": form,
        "base": base,
        "mark": MarkForm(request.POST).mark,
        "receives": hearing.receives(at),
        "state": hearing.state(at),
    }
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
@require_POST
def finish(request: Request, slug: str, pk: int) -> HttpResponse:
    """What has only saved itself becomes part of her response."""
    _hearing, comment = _own_comment(request, slug, pk)
    drafts.finish(comment)
    return redirect("responses:review", slug=slug)


@personal_page
@require_POST
def settle(request: Request, slug: str) -> HttpResponse:
    """The general comment from another window: put in beneath hers, or gone."""
    hearing = announced_hearing(slug, request.arrived_at)
    if draft_of(request, hearing) is None:
        raise Http404
    saving.settle(owner_key_of(request), hearing, insert=request.POST.get("do") == "insert")
    return redirect("responses:review", slug=slug)


@personal_page
@require_safe
def bar(request: Request, slug: str) -> HttpResponse:
    """The strip at the foot of the reading room: how much she has written. A fragment."""
    hearing = announced_hearing(slug, request.arrived_at)
    draft = draft_of(request, hearing)
    rows = draft.comments.filter(removed_at=None) if draft else DraftComment.objects.none()
    written = list(rows.values_list("paragraph__ref", "finished"))
    context = {
        "hearing": hearing,
        "draft": draft,
        "refs": {ref for ref, _finished in written},
        "finished": sum(finished for _ref, finished in written),
        "unfinished": sum(not finished for _ref, finished in written),
        "sent": [] if written else sent_from(request, hearing),
    }
    return render(request, "consultation/responses/_bar.html", context)


def _own_comment(request: Request, slug: str, pk: int) -> tuple[Hearing, DraftComment]:
    """A comment of this browser's draft; anybody else's is not found."""
    hearing = announced_hearing(slug, request.arrived_at)
    draft = draft_of(request, hearing)
    if draft is None:
        raise Http404
    comments = draft.comments.select_related("draft", "paragraph__section", "paragraph__theme")
    return hearing, get_object_or_404(comments, pk=pk)
