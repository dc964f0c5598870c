"""The files of a sent response: downloads for her, and until the deadline one more or one fewer."""

from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Request, personal_page
from consultation.downloads import as_download
from consultation.models import Attachment, Response
from consultation.responses.amending import NotNow
from consultation.responses.amending_files import add_files, withdraw_file
from consultation.responses.files import MOST
from consultation.responses.forms import AttachmentsForm
from consultation.responses.uploads import limited
from consultation.responses.views.amending import about, who
from consultation.responses.views.attachments import say_refused
from consultation.responses.views.receipt import received


@personal_page
@require_safe
def download(request: Request, code: str, pk: int) -> FileResponse:
    """Hers who holds the receipt, also what she has withdrawn."""
    return as_download(_own(received(code), pk))


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def attachments(request: Request, code: str) -> HttpResponse:
    upload = limited(request) if request.method == "POST" else None
    response = received(code)
    if upload is None:
        return _page(request, response, AttachmentsForm())
    form = AttachmentsForm(request.POST, request.FILES)
    if not response.hearing.takes_attachments:
        return _page(request, response, form, status=403)
    files = request.FILES.getlist("file")
    try:
        added, refused = add_files(response, files, by=who(request), at=request.arrived_at)
    except NotNow:
        return _page(request, response, form, status=403)
    say_refused(form, upload, refused, nothing=not added)
    if form.errors:
        return _page(request, response, form, status=422)
    return redirect("responses:sent-attachments", code=code)


def _page(
    request: Request, response: Response, form: AttachmentsForm, status: int = 200
) -> HttpResponse:
    kept = list(response.attachments.standing())
    context = {
        **about(request, response),
        "kept": kept,
        "room": MOST - len(kept),
        "form": form,
    }
    return render(request, "consultation/responses/sent_attachments.html", context, status=status)


@personal_page
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: Request, code: str, pk: int) -> HttpResponse:
    """Opening the page withdraws nothing; the button does."""
    response = received(code)
    attachment = _own(response, pk)
    status = 200
    if request.method == "POST":
        try:
            withdraw_file(attachment, by=who(request), at=request.arrived_at)
        except NotNow:
            status = 403
        else:
            return redirect(f"{response.get_absolute_url()}?gemt=1")
    context = {**about(request, response), "attachment": attachment}
    return render(request, "consultation/responses/withdraw_file.html", context, status=status)


def _own(response: Response, pk: int) -> Attachment:
    return get_object_or_404(response.attachments.select_related("response__hearing"), pk=pk)
