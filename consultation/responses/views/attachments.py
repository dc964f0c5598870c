"""The files of her response: on a page of their own, so that a file that is too large takes nothing
else with it, and no chosen file is forgotten when she presses Send."""

import uuid

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.access import Request, personal_page
from consultation.downloads import as_download
from consultation.models import Draft, DraftAttachment, Hearing
from consultation.permissions import announced_hearing
from consultation.responses import attaching
from consultation.responses.drafts import draft_of, form_key_of, owner_key_of, remember
from consultation.responses.files import MOST
from consultation.responses.forms import AttachmentsForm
from consultation.responses.uploads import LimitedUpload, limited


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def attachments(request: Request, slug: str) -> HttpResponse:
    upload = limited(request) if request.method == "POST" else None
    hearing = announced_hearing(slug, request.arrived_at)
    draft = draft_of(request, hearing)
    if upload is None:
        return _page(request, hearing, draft, AttachmentsForm())
    form = AttachmentsForm(request.POST, request.FILES)
    if not _takes(hearing, request):
        return _page(request, hearing, draft, form, status=403)
    attached, refused = attaching.attach_files(
        owner_key_of(request), hearing, form_key_of(request), request.FILES.getlist("file")
    )
    say_refused(form, upload, refused, nothing=attached is None)
    if form.errors:
        response = _page(request, hearing, attached or draft, form, status=422)
    else:
        response = redirect("responses:attachments", slug=slug)
    return remember(response, attached) if attached else response


def say_refused(
    form: AttachmentsForm, upload: LimitedUpload, refused: list[str], *, nothing: bool
) -> None:
    """Every file that was not taken, and why; or that there was none."""
    refused = [
        *refused,
        *(attaching.too_large(name) for name in upload.too_large),
        *(attaching.too_many(name) for name in upload.too_many),
    ]
    if nothing and not refused:
        refused = [attaching.nothing_chosen()]
    for reason in refused:
        form.add_error("file", reason)


def _takes(hearing: Hearing, request: Request) -> bool:
    return hearing.takes_attachments and hearing.receives(request.arrived_at)


def _page(
    request: Request,
    hearing: Hearing,
    draft: Draft | None,
    form: AttachmentsForm,
    status: int = 200,
) -> HttpResponse:
    files = list(draft.attachments.all()) if draft else []
    kept = [file for file in files if file.removed_at is None]
    context = {
        "hearing": hearing,
        "takes": _takes(hearing, request),
        "form_key": draft.form_key if draft else uuid.uuid4(),
        "kept": kept,
        "removed": [file for file in files if file.removed_at is not None],
        "room": MOST - len(kept),
        "form": form,
    }
    return render(request, "consultation/responses/attachments.html", context, status=status)


@personal_page
@require_POST
def remove(request: Request, slug: str, pk: int) -> HttpResponse:
    _hearing, attachment = _own(request, slug, pk)
    attaching.take_out(attachment, at=request.arrived_at)
    return redirect("responses:attachments", slug=slug)


@personal_page
@require_POST
def restore(request: Request, slug: str, pk: int) -> HttpResponse:
    hearing, attachment = _own(request, slug, pk)
    try:
        attaching.put_back(attachment)
    except attaching.Refused as reason:
        form = AttachmentsForm({})
        form.add_error("file", str(reason))
        return _page(request, hearing, attachment.draft, form, status=422)
    return redirect("responses:attachments", slug=slug)


@personal_page
@require_safe
def drafted(request: Request, slug: str, pk: int) -> FileResponse:
    return as_download(_own(request, slug, pk)[1])


def _own(request: Request, slug: str, pk: int) -> tuple[Hearing, DraftAttachment]:
    """A file of this browser's draft; anybody else's is not found."""
    hearing = announced_hearing(slug, request.arrived_at)
    draft = draft_of(request, hearing)
    if draft is None:
        raise Http404
    return hearing, get_object_or_404(draft.attachments.select_related("draft"), pk=pk)
