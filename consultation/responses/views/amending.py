"""After sending, until the deadline: add a comment, correct one, withdraw one or all of it.

Whoever holds the receipt's code is the sender. After the deadline nothing is changed any more; what
she wrote stays in the form, and one press makes it the beginning of a new response.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Request, personal_page
from accounts.models import User
from consultation.models import Comment, DraftComment, Response
from consultation.permissions import paragraph_of
from consultation.personal_data import find_personal_data
from consultation.responses import amending
from consultation.responses.drafts import owner_key_of, remember
from consultation.responses.forms import CommentForm, GeneralCommentForm
from consultation.responses.views.draft import saved
from consultation.responses.views.receipt import received
from policies.models import Paragraph

Save = Callable[[dict[str, Any]], object]


@personal_page
@require_safe
def choose(request: Request, code: str) -> HttpResponse:
    """Which paragraph a further comment is about."""
    response = received(code)
    sections = response.hearing.version.sections.prefetch_related("paragraphs")
    context = {**about(request, response), "sections": sections}
    return render(request, "consultation/responses/choose.html", context)


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: Request, code: str, ref: str = "") -> HttpResponse:
    """One more comment; without `ref` a general one."""
    response = received(code)
    paragraph = paragraph_of(response.hearing, ref) if ref else None
    if request.method != "POST":
        return _form_page(request, response, paragraph, _form(paragraph))

    def save(written: dict[str, Any]) -> object:
        by, at = who(request), request.arrived_at
        return amending.add_comment(response, paragraph, written, by=by, at=at)

    return _save(request, response, paragraph, save)


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: Request, code: str, pk: int) -> HttpResponse:
    response = received(code)
    comment = _own(response, pk)
    if request.method != "POST":
        standing = amending.newest(comment)
        if standing is None:
            return redirect(response)
        if standing != comment:
            return redirect("responses:correct", code=code, pk=standing.pk)
        form = _form(comment.paragraph, comment=comment)
        return _form_page(request, response, comment.paragraph, form, comment=comment)

    def save(written: dict[str, Any]) -> object:
        return amending.correct_comment(comment, written, by=who(request), at=request.arrived_at)

    return _save(request, response, comment.paragraph, save, comment=comment)


def _save(
    request: Request,
    response: Response,
    paragraph: Paragraph | None,
    save: Save,
    comment: Comment | None = None,
) -> HttpResponse:
    """Save it, or show the form with her words and why they are not saved."""
    form = _form(paragraph, request.POST)
    shown: dict[str, Any] = {"comment": comment}
    if not form.is_valid():
        return _form_page(request, response, paragraph, form, status=422, **shown)
    warnings = _warnings(form.cleaned_data)
    if warnings and "warned" not in request.POST:
        return _form_page(
            request, response, paragraph, form, status=422, warnings=warnings, **shown
        )
    try:
        save(form.cleaned_data)
    except amending.NotNow:
        return _form_page(request, response, paragraph, form, status=403, **shown)
    except amending.TakenBackMeanwhile as meanwhile:
        shown = {"comment": meanwhile.standing, "meanwhile": True}
        return _form_page(request, response, paragraph, form, status=409, **shown)
    return redirect(f"{response.get_absolute_url()}?gemt=1")


def _form(
    paragraph: Paragraph | None, data: Any = None, *, comment: Comment | None = None
) -> forms.BaseForm:
    """The form for a paragraph or for the policy as a whole, filled with `data` or the comment."""
    if paragraph is None:
        initial = {"body": comment.body} if comment else None
        return GeneralCommentForm(data, initial=initial)
    written = DraftComment(paragraph=paragraph)
    if comment is not None:
        written.stance, written.body = comment.stance, comment.body
        written.proposed_text = comment.proposed_text
    return CommentForm(data, paragraph=paragraph, instance=written)


def _form_page(
    request: Request,
    response: Response,
    paragraph: Paragraph | None,
    form: forms.BaseForm,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """`comment` is the one that is corrected; None when one is added."""
    comment: Comment | None = more.get("comment")
    if comment is not None:
        action = reverse("responses:correct", args=[response.code, comment.pk])
    elif paragraph is not None:
        action = reverse("responses:add", args=[response.code, paragraph.ref])
    else:
        action = reverse("responses:add-general", args=[response.code])
    context = {
        **about(request, response),
        "paragraph": paragraph,
        "form": form,
        "action": action,
        "receives": response.hearing.receives(request.arrived_at),
        **more,
    }
    return render(request, "consultation/responses/amend.html", context, status=status)


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Request, code: str, pk: int) -> HttpResponse:
    """One comment. Opening the page withdraws nothing; the button does."""
    response = received(code)
    comment = _own(response, pk)
    if request.method != "POST":
        return _withdraw_page(request, response, amending.newest(comment) or comment)
    try:
        amending.withdraw_comment(comment, by=who(request), at=request.arrived_at)
    except amending.NotNow:
        return _withdraw_page(request, response, comment, status=403)
    except amending.TakenBackMeanwhile as meanwhile:
        standing = meanwhile.standing or comment
        return _withdraw_page(request, response, standing, status=409, meanwhile=True)
    return redirect(f"{response.get_absolute_url()}?gemt=1")


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw_all(request: Request, code: str) -> HttpResponse:
    response = received(code)
    if request.method != "POST":
        return _withdraw_page(request, response, None)
    try:
        amending.withdraw_response(response, by=who(request), at=request.arrived_at)
    except amending.NotNow:
        return _withdraw_page(request, response, None, status=403)
    return redirect(response)


def _withdraw_page(
    request: Request,
    response: Response,
    comment: Comment | None,
    status: int = 200,
    meanwhile: bool = False,
) -> HttpResponse:
    context = {**about(request, response), "comment": comment, "meanwhile": meanwhile}
    return render(request, "consultation/responses/withdraw.html", context, status=status)


@personal_page
@require_POST
def write_again(request: Request, code: str) -> HttpResponse:
    """Her words as the beginning of a new response, when it is too late to change this one."""
    response = received(code)
    ref = request.POST.get("ref", "")
    paragraph = paragraph_of(response.hearing, ref) if ref else None
    form = _form(paragraph, request.POST)
    if not form.is_valid():
        return _form_page(request, response, paragraph, form, status=422)
    if not response.hearing.receives(request.arrived_at):
        return _form_page(request, response, paragraph, form, status=403)
    draft = amending.write_again(owner_key_of(request), response, paragraph, form.cleaned_data)
    return remember(redirect(saved(response.hearing)), draft)


def about(request: Request, response: Response) -> dict[str, Any]:
    return {
        "response": response,
        "hearing": response.hearing,
        "amendable": response.may_be_amended(request.arrived_at),
    }


def who(request: Request) -> User | None:
    """The signed-in person, None for whoever only holds the code."""
    return request.user if isinstance(request.user, User) else None


def _own(response: Response, pk: int) -> Comment:
    """A comment of this response; anybody else's is not found."""
    comments = response.comments.select_related("hearing", "paragraph__theme")
    return get_object_or_404(comments, pk=pk)


def _warnings(written: dict[str, Any]) -> list[tuple[str, str]]:
    """What looks like personal data in her words: (what it looks like, the words)."""
    texts = (written["body"], written.get("proposed_text", ""))
    return [
        (str(found.label), text[found.start : found.end])
        for text in texts
        for found in find_personal_data(text)
    ]
