"""What a citizen has written and not sent: kept by the server, hers alone."""

import hashlib
import secrets
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consultation.models.comment import Stance
from consultation.models.hearing import Hearing
from consultation.models.response import RespondentType
from consultation.redline import Change, redline
from policies.models import Paragraph

if TYPE_CHECKING:
    from consultation.models.attachment import DraftAttachment

# No browser's key begins like this, so no cookie opens an account's drafts.
_ACCOUNT = "@"


def new_owner_key() -> str:
    """128 random bits for the cookie that ties a browser to its drafts."""
    return secrets.token_urlsafe(16)


def account_key(user: User) -> str:
    """The owner key of an account: the same on every device she signs in on."""
    return f"{_ACCOUNT}{user.pk}"


@dataclass(frozen=True)
class Mark:
    """What an open form says of the words it brings (docs/decisions/0014-words-save-themselves.md).

    `tab` is the open form itself, a random number of its own, and `step` counts up within it.
    `base` is the version it had in view when she began, "" for none. `key` is the comment.
    """

    key: uuid.UUID
    tab: uuid.UUID
    step: int
    base: str


class Written(models.Model):
    """Words that are saved while she types, perhaps from two windows: which form wrote last."""

    # None: nobody has saved anything in it yet.
    tab = models.UUIDField(null=True)
    step = models.PositiveIntegerField(default=0)

    class Meta:
        abstract = True

    @property
    def version(self) -> str:
        return f"{self.tab}.{self.step}" if self.tab else ""

    def was_seen_by(self, mark: Mark) -> bool:
        """True when who wrote `mark` had these words in view, and so may replace them."""
        return self.tab in (None, mark.tab) or self.version == mark.base

    def outruns(self, mark: Mark) -> bool:
        """True when the same form has saved this or something newer before."""
        return self.tab == mark.tab and self.step >= mark.step


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, owner_key: str, hearing: Hearing) -> "Draft | None":
        """The draft of this browser for this hearing, None when it has none."""
        if not owner_key:
            return None
        return self.filter(owner_key=owner_key, hearing=hearing).first()


class Draft(Written):
    """A response in the making. Sending it makes a Response with the same form key."""

    hearing = models.ForeignKey(Hearing, models.CASCADE, related_name="drafts")
    # A browser's (in its cookie) or an account's.
    owner_key = models.CharField(max_length=40, default=new_owner_key)
    # Whose account it is; words that were never sent go with it.
    owner = models.ForeignKey(
        User, models.CASCADE, null=True, editable=False, related_name="drafts"
    )
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
    # A general comment from another window that she has not decided about. Never sent.
    set_aside = models.TextField(blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField(auto_now=True)

    objects: ClassVar[DraftQuerySet] = DraftQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("owner_key", "hearing"), name="draft_once_a_browser"),
            models.CheckConstraint(
                condition=Q(owner=None) & ~Q(owner_key__startswith=_ACCOUNT)
                | Q(owner_key=Concat(Value(_ACCOUNT), Cast("owner_id", models.TextField()))),
                name="draft_owner_by_key",
            ),
        ]

    def __str__(self) -> str:
        return str(self.form_key)

    def save(self, **options: Any) -> None:
        """The key says whose it is."""
        ours = self.owner_key.startswith(_ACCOUNT)
        self.owner_id = int(self.owner_key.removeprefix(_ACCOUNT)) if ours else None
        super().save(**options)

    @property
    def is_empty(self) -> bool:
        return not self.general.strip() and not self.kept_comments.exists()

    @property
    def kept_attachments(self) -> "models.QuerySet[DraftAttachment]":
        """The files that will be sent, in the order in which she added them."""
        return self.attachments.filter(removed_at=None)

    @property
    def kept_comments(self) -> "models.QuerySet[DraftComment]":
        """What will be sent, in the policy's order."""
        finished = self.comments.filter(finished=True, removed_at=None)
        return finished.select_related("paragraph__theme")

    @property
    def unfinished_comments(self) -> "models.QuerySet[DraftComment]":
        """What saved itself and was never added: shown to her, and not sent."""
        unfinished = self.comments.filter(finished=False, removed_at=None)
        return unfinished.select_related("paragraph__theme")

    @property
    def holds_unsent(self) -> bool:
        """True when there is something that sending leaves behind."""
        return bool(self.set_aside) or self.unfinished_comments.exists()

    @property
    def sender(self) -> dict[str, Any]:
        """Who sends, by the names of Response's fields."""
        return {
            "respondent_type": self.respondent_type,
            "on_behalf_of": self.on_behalf_of,
            "name": self.name,
            "email": self.email,
            "name_public": self.name_public and not self.address_protected,
            "address_protected": self.address_protected,
        }

    def take(self, values: dict[str, Any], mark: Mark | None) -> None:
        """Save `values` by field, and which open form they came from."""
        tab, step = (mark.tab, mark.step) if mark else (uuid.uuid4(), 0)
        for name, value in {**values, "tab": tab, "step": step}.items():
            setattr(self, name, value)
        self.save(update_fields=[*values, "tab", "step", "set_aside", "saved_at"])

    def begin_again(self) -> None:
        """After sending: what was not in the letter waits in a draft with a form key of its own.
        Nothing she wrote about herself is left, nor what she had taken out."""
        if not self.holds_unsent:
            self.delete()
            return
        self.comments.exclude(finished=False, removed_at=None).delete()
        self.attachments.all().delete()
        empty = Draft()
        for name in ("form_key", "tab", "step", "general", *self.sender):
            setattr(self, name, getattr(empty, name))
        self.save()

    @property
    def removed_comments(self) -> "models.QuerySet[DraftComment]":
        """What she took out and may put back."""
        return self.comments.exclude(removed_at=None).select_related("paragraph")


class DraftComment(Written):
    draft = models.ForeignKey(Draft, models.CASCADE, related_name="comments")
    paragraph = models.ForeignKey(Paragraph, models.PROTECT, related_name="+")
    stance = models.CharField(max_length=20, choices=Stance, blank=True)
    body = models.TextField(blank=True)
    proposed_text = models.TextField(blank=True)
    # Given by the form she writes in, so that what saves itself and what she adds is one comment.
    key = models.UUIDField(db_default=RandomUUID())
    # False until she adds it to her response.
    finished = models.BooleanField(default=True)
    saved_at = models.DateTimeField(auto_now=True)
    # Taken out of the draft, and there again when she regrets; gone when the draft is sent.
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        # As a letter reads: in the policy's own order.
        ordering = ("paragraph__position", "id")
        constraints = [
            models.UniqueConstraint(fields=("draft", "key"), name="draftcomment_once_a_form"),
        ]

    def __str__(self) -> str:
        return f"{self.draft} {self.paragraph}"

    @property
    def redline(self) -> list[Change]:
        """The proposed wording as changes to the paragraph; empty when there is none."""
        return redline(self.paragraph.text, self.proposed_text) if self.proposed_text else []


def letter_digest(comments: Iterable[DraftComment]) -> str:
    """Tells whether the comments she is about to send are those she has read."""
    words = [(c.pk, c.stance, c.body, c.proposed_text) for c in comments]
    return hashlib.sha256(repr(words).encode()).hexdigest()[:32]
