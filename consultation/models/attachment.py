"""Files that came with a response, or lie in a draft: kept outside the web root.

What may be attached, and how a file is recognised, is in consultation/responses/files.py.
"""

import secrets
from typing import Any, ClassVar

import pgtrigger
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from consultation.models.comment import Comment, CommentState
from consultation.models.draft import Draft
from consultation.models.response import Response
from policies.triggers import never_truncate, refuse


def new_place(_row: Any, _filename: str) -> str:
    """Where a file is kept: random, without a word of the name it came with."""
    name = secrets.token_hex(16)
    return f"responses/{name[:2]}/{name}"


class StoredFile(models.Model):
    """What is known of a file. `name` is what a reader saves it as: safe, and with the ending
    that its content has."""

    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text=_("bytes"))
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to=new_place, max_length=100)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class DraftAttachment(StoredFile):
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="attachments")
    # Taken out of the draft, and there again when she regrets; gone when the draft is sent.
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("draft", "sha256"), name="draft_attachment_once"),
        ]


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def standing(self) -> "AttachmentQuerySet":
        """Those the sender has not taken back."""
        return self.filter(withdrawn_at=None)

    def public(self) -> "AttachmentQuerySet":
        """Those everybody may download: a caseworker has published them, and words of the same
        response are published. Of a protected sender nothing but the text is ever public."""
        visible = (CommentState.PUBLISHED, CommentState.REDACTED)
        words = Comment.objects.filter(response=OuterRef("response"), state__in=visible)
        return self.standing().filter(
            Exists(words),
            published_at__isnull=False,
            response__withdrawn_at=None,
            response__address_protected=False,
        )


class Attachment(StoredFile):
    response = models.ForeignKey(Response, models.PROTECT, related_name="attachments")
    # When a caseworker published it; None until then, and again when she takes it back.
    published_at = models.DateTimeField(null=True, blank=True)
    # When its sender took it back after sending. It is kept, and nobody's to publish any more.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[AttachmentQuerySet] = AttachmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(
                fields=("response", "sha256"),
                condition=Q(withdrawn_at=None),
                name="attachment_once",
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="attachment_kept_as_sent",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF TG_OP = 'DELETE' THEN {refuse("An attachment is never deleted.")} END IF;
                    IF to_jsonb(NEW) - 'published_at' - 'withdrawn_at'
                       <> to_jsonb(OLD) - 'published_at' - 'withdrawn_at'
                    THEN {refuse("An attachment is kept as it was sent.")} END IF;
                    IF OLD.withdrawn_at IS NOT NULL
                       AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at
                    THEN {refuse("What its sender took back stays taken back.")} END IF;
                    RETURN NEW;
                """,
            ),
            never_truncate("attachment"),
        ]

    def may_be_public(self) -> bool:
        """False for what is withdrawn and of a protected sender, whatever a caseworker decides."""
        taken_back = self.withdrawn_at or self.response.withdrawn_at
        return not taken_back and not self.response.address_protected
