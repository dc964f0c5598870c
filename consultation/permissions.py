"""Fetch and authorise in one call: whoever holds the object has the right to it.

A stranger meets 404, a reader of the house without the right 403.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from accounts.models import User
from consultation.models import Attachment, Comment, Hearing
from consultation.models.comment import CommentQuerySet
from policies.models import Paragraph, Section, SectionTranslation


def announced_hearing(slug: str, at: datetime) -> Hearing:
    """A hearing that everybody may read at this moment."""
    return get_object_or_404(Hearing.objects.announced(at), slug=slug)


def paragraph_of(hearing: Hearing, ref: str) -> Paragraph:
    """The paragraph people cite as `ref` in the version that is heard."""
    if "\x00" in ref:
        raise Http404
    paragraphs = Paragraph.objects.select_related("section", "theme")
    return get_object_or_404(paragraphs, version=hearing.version_id, ref=ref)


def comment_to_read(hearing: Hearing, pk: int, at: datetime) -> Comment:
    """A comment of this hearing that readers meet: published, or standing as a tombstone."""
    if not hearing.shows_comments(at):
        raise Http404
    comments = Comment.objects.decided().select_related("response", "paragraph", "hearing")
    return get_object_or_404(comments, hearing=hearing, pk=pk)


def section_of(hearing: Hearing, number: str) -> Section:
    """The section with this number in the version that is heard."""
    if "\x00" in number:
        raise Http404
    return get_object_or_404(Section, version=hearing.version_id, number=number)


def translation_of(hearing: Hearing, number: str, language: str) -> SectionTranslation:
    """The standing translation of a section; one that was taken away is not found."""
    section = section_of(hearing, number)
    standing = section.translations.filter(language=language).order_by("-number").first()
    if standing is None or not standing.text:
        raise Http404
    return standing


def moderator(request: HttpRequest) -> User:
    """The signed-in person, if she may review responses."""
    user = request.user
    if not isinstance(user, User) or not user.is_staff_member:
        raise Http404
    if not user.moderates:
        raise PermissionDenied
    return user


def administrator(request: HttpRequest) -> User:
    """The signed-in person, if she decides who works here."""
    user = moderator(request)
    if not user.administers:
        raise PermissionDenied
    return user


def staff_member(request: HttpRequest, pk: int) -> User:
    """Somebody who works here, or did; a citizen's account is not found."""
    administrator(request)
    return get_object_or_404(User.objects.staff(), pk=pk)


def hearing_to_moderate(request: HttpRequest, slug: str) -> Hearing:
    """A hearing whose responses this person may review and export; drafts too."""
    moderator(request)
    return get_object_or_404(Hearing.objects.select_related("version__policy"), slug=slug)


def comment_to_moderate(request: HttpRequest, pk: int, comments: CommentQuerySet) -> Comment:
    """One of these comments, which are a hearing's; another's is not found here."""
    moderator(request)
    return get_object_or_404(comments, pk=pk)


def attachment_to_moderate(request: HttpRequest, hearing: Hearing, pk: int) -> Attachment:
    """A file that came with a response to this hearing."""
    moderator(request)
    attachments = Attachment.objects.select_related("response__hearing")
    return get_object_or_404(attachments, response__hearing=hearing, pk=pk)


def public_attachment(hearing: Hearing, pk: int, at: datetime) -> Attachment:
    """A file that everybody may download at this moment."""
    if not hearing.shows_comments(at):
        raise Http404
    return get_object_or_404(Attachment.objects.public(), response__hearing=hearing, pk=pk)
