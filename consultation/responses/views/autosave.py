"""What saves itself while she types. The answers are data for static/js/autosave.js, no pages."""

from datetime import datetime
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.access import Request, personal_page
from consultation.models import Hearing
from consultation.permissions import announced_hearing, paragraph_of
from consultation.responses.drafts import draft_of, form_key_of, owner_key_of, remember
from consultation.responses.forms import MarkForm, SenderForm, UnfinishedForm
from consultation.responses.saving import save_sender_as_she_types, save_words
from policies.models import Paragraph


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def words(request: Request, slug: str, ref: str) -> HttpResponse:
    """What she has begun to say about this paragraph, {} for nothing; a POST saves how far she
    has come. The paragraph's own page is the same for everybody and cannot hold it."""
    hearing = announced_hearing(slug, request.arrived_at)
    answered = paragraph_of(hearing, ref)
    if request.method == "POST":
        return _save_words(request, hearing, answered)
    draft = draft_of(request, hearing)
    begun = draft.unfinished_comments.filter(paragraph=answered) if draft else None
    comment = begun.order_by("-saved_at").first() if begun is not None else None
    if comment is None:
        return JsonResponse({})
    said = _("What you wrote last is here. Saved at %(time)s.") % {"time": _clock(comment.saved_at)}
    names = ("key", "version", "stance", "body", "proposed_text")
    return JsonResponse({**{name: getattr(comment, name) for name in names}, "said": said})


def _save_words(request: Request, hearing: Hearing, answered: Paragraph) -> HttpResponse:
    form = UnfinishedForm(request.POST, paragraph=answered)
    mark = MarkForm(request.POST).mark
    if not hearing.receives(request.arrived_at):
        said = _(
            "This hearing is not open for responses now. Copy your text if you want to keep it."
        )
        return JsonResponse({"said": said}, status=403)
    if mark is None or not form.is_valid():
        return _refused(form)
    kept = save_words(owner_key_of(request), hearing, answered, form.cleaned_data, mark)
    comment = kept.comment
    if comment is None:
        return JsonResponse({"said": ""})
    if not (form.cleaned_data["body"] or form.cleaned_data["proposed_text"]):
        said = _("Write what you want to say, or suggest new wording.")
        return JsonResponse({"said": said}, status=422)
    answer = {"key": comment.key, "version": comment.version, **_said(request, hearing)}
    if kept.forked:
        answer["said"] = _(
            "You have written to this paragraph in another window too. "
            "Both texts are saved in your response."
        )
    return remember(JsonResponse(answer), comment.draft)


@personal_page
@require_POST
def sender(request: Request, slug: str) -> HttpResponse:
    """Her general comment and who she is, as far as they are valid."""
    hearing = announced_hearing(slug, request.arrived_at)
    form = SenderForm(request.POST, hearing=hearing)
    form.full_clean()
    mark = MarkForm(request.POST).mark
    if mark is None or "general" in form.errors:
        return _refused(form)
    draft, stands = save_sender_as_she_types(
        owner_key_of(request), hearing, form_key_of(request), form.cleaned_data, mark
    )
    if not stands:
        said = _(
            "You have changed your response in another window. What you wrote here is not saved. "
            "Press “Save draft” to keep both."
        )
        return JsonResponse({"said": said}, status=409)
    return remember(JsonResponse({"version": draft.version, **_said(request, hearing)}), draft)


def _said(request: Request, hearing: Hearing) -> dict[str, Any]:
    """What she is told when it is saved, and whether the deadline has passed by our clock."""
    at = request.arrived_at
    return {"said": _("Saved at %(time)s") % {"time": _clock(at)}, "late": not hearing.accepts(at)}


def _clock(at: datetime) -> str:
    return date_format(timezone.localtime(at), _("H:i"))


def _refused(form: BaseForm) -> JsonResponse:
    """In the words of the form: what is wrong with what she wrote. Her text stays where it is."""
    errors = [str(error) for messages in form.errors.values() for error in messages]
    return JsonResponse({"said": " ".join(errors)}, status=422)
