"""What a citizen has written and not sent: kept by the server, hers alone."""

import secrets
import uuid
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.models.comment import Stance
from consultation.models.hearing import Hearing
from consultation.models.response import RespondentType
from consultation.redline import Change, redline
from policies.models import Paragraph


def new_owner_key() -> str:
    """128 random bits for the cookie that ties a browser to its drafts."""
    return secrets.token_urlsafe(16)


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, owner_key: str, hearing: Hearing) -> "Draft | None":
        """The draft of this browser for this hearing, None when it has none."""
        if not owner_key:
            return None
        return self.filter(owner_key=owner_key, hearing=hearing).first()


class Draft(models.Model):
    """A response in the making. Sending it makes a Response with the same form key."""

    hearing = models.ForeignKey(Hearing, models.CASCADE, related_name="drafts")
    owner_key = models.CharField(max_length=40, default=new_owner_key)
    form_key = models.UUIDField(default=uuid.uuid4, unique=True)
    respondent_type = models.CharField(
        max_length=20, choices=RespondentType, default=RespondentType.CITIZEN
    )
    on_behalf_of = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField(blank=True)
    name_public = models.BooleanField(default=True)
    address_protected = models.BooleanField(default=False)
    general = models.TextField(_("general comment"), blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[DraftQuerySet] = DraftQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("owner_key", "hearing"), name="draft_once_a_browser"),
        ]

    def __str__(self) -> str:
        return str(self.form_key)

    @property
    def is_empty(self) -> bool:
        return not self.general.strip() and not self.kept_comments.exists()

    @property
    def kept_comments(self) -> "models.QuerySet[DraftComment]":
        """What will be sent, in the policy's order."""
        return self.comments.filter(removed_at=None).select_related("paragraph__theme")

    @property
    def removed_comments(self) -> "models.QuerySet[DraftComment]":
        """What she took out and may put back."""
        return self.comments.exclude(removed_at=None).select_related("paragraph")


class DraftComment(models.Model):
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="comments")
    paragraph = models.ForeignKey(Paragraph, models.PROTECT, related_name="+")
    stance = models.CharField(max_length=20, choices=Stance, blank=True)
    body = models.TextField(blank=True)
    proposed_text = models.TextField(blank=True)
    saved_at = models.DateTimeField(auto_now=True)
    # Taken out of the draft, and there again when she regrets; gone when the draft is sent.
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        # As a letter reads: in the policy's own order.
        ordering = ("paragraph__position", "id")

    def __str__(self) -> str:
        return f"{self.draft} {self.paragraph}"

    @property
    def redline(self) -> list[Change]:
        """The proposed wording as changes to the paragraph; empty when there is none."""
        return redline(self.paragraph.text, self.proposed_text) if self.proposed_text else []
