"""The caseworker opens an attachment, and decides whether everybody may."""

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import Request, signed_in_page
from consultation.downloads import as_download
from consultation.models import Attachment, AuditEvent
from consultation.moderation import actions
from consultation.permissions import attachment_to_moderate, hearing_to_moderate, moderator


@signed_in_page
@require_safe
def download(request: Request, slug: str, pk: int) -> FileResponse:
    attachment = _attachment(request, slug, pk)
    if request.method == "GET":
        AuditEvent.see(
            attachment.response.hearing,
            by=moderator(request),
            at=request.arrived_at,
            attachment=attachment.pk,
        )
    return as_download(attachment)


@signed_in_page
@require_POST
def publish(request: Request, slug: str, pk: int) -> HttpResponse:
    attachment = _attachment(request, slug, pk)
    try:
        actions.publish_attachment(
            attachment, acting_user=moderator(request), at=request.arrived_at
        )
    except actions.NeverPublic:
        messages.error(
            request,
            _("%(name)s cannot be published: its sender is protected or has withdrawn.")
            % {"name": attachment.name},
        )
    else:
        messages.success(request, _("%(name)s is published.") % {"name": attachment.name})
    return _back(request, slug, attachment)


@signed_in_page
@require_POST
def hide(request: Request, slug: str, pk: int) -> HttpResponse:
    attachment = _attachment(request, slug, pk)
    actions.hide_attachment(attachment, acting_user=moderator(request), at=request.arrived_at)
    messages.success(request, _("%(name)s is not public.") % {"name": attachment.name})
    return _back(request, slug, attachment)


def _attachment(request: Request, slug: str, pk: int) -> Attachment:
    return attachment_to_moderate(request, hearing_to_moderate(request, slug), pk)


def _back(request: Request, slug: str, attachment: Attachment) -> HttpResponse:
    """To the comment she came from, or the first of the response."""
    asked = request.POST.get("comment", "")
    comments = attachment.response.comments.order_by("id")
    comment = comments.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 18 else None
    comment = comment or comments.first()
    if comment is None:
        return redirect("desk:queue", slug=slug)
    return redirect("desk:comment", slug=slug, pk=comment.pk)
