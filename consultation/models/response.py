"""What was sent: a response is one sender's letter, a comment one point in it."""

import secrets
import uuid
from typing import ClassVar

import pgtrigger
from django.core.signing import Signer
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from consultation.models.hearing import Hearing
from consultation.models.tally import count_inserted, count_updated
from consultation.redline import Change, redline
from policies.models import Paragraph
from policies.triggers import never_truncate, refuse

_confirmation = Signer(salt="ordet.confirm-email")


class RespondentType(models.TextChoices):
    CITIZEN = "citizen", _("Resident")
    ASSOCIATION = "association", _("Association")
    ORGANISATION = "organisation", _("Organisation")
    COMPANY = "company", _("Company")
    COUNCIL = "council", _("Council of citizens")
    BOARD = "board", _("User or school board")
    WORKS_COUNCIL = "works_council", _("Works council")
    HOUSING_SECTION = "housing_section", _("Housing section")
    POLITICAL_PARTY = "political_party", _("Political party")
    PUBLIC_AUTHORITY = "public_authority", _("Public authority")


class Stance(models.TextChoices):
    """What the sender says she thinks. It is asked, never guessed; blank is "not stated"."""

    SUPPORT = "support", _("Supports")
    SUPPORT_WITH_CHANGE = "support_with_change", _("Supports with a change")
    OPPOSE = "oppose", _("Opposes")
    QUESTION = "question", _("Question")


class Channel(models.TextChoices):
    WEB = "web", _("Website")
    EMAIL = "email", _("E-mail")
    PAPER = "paper", _("Paper")
    MEETING = "meeting", _("Meeting")


def new_code() -> str:
    """144 random bits: whoever holds the code holds the receipt."""
    return secrets.token_urlsafe(18)


class Response(models.Model):
    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="responses")
    number = models.PositiveIntegerField(_("response number"))
    code = models.CharField(max_length=40, unique=True, default=new_code)
    # Made with the draft: the same form sent again is the same response.
    form_key = models.UUIDField(unique=True, default=uuid.uuid4)
    respondent_type = models.CharField(
        max_length=20, choices=RespondentType, default=RespondentType.CITIZEN
    )
    on_behalf_of = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200)
    email = models.EmailField(blank=True)
    name_public = models.BooleanField(default=True)
    address_protected = models.BooleanField(default=False)
    channel = models.CharField(max_length=10, choices=Channel, default=Channel.WEB)
    received_at = models.DateTimeField()
    late = models.BooleanField()
    email_confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = [
            models.UniqueConstraint(fields=("hearing", "number"), name="response_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="response_number_from_1"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="response_kept_as_received",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF TG_OP = 'DELETE' THEN {refuse("A response is never deleted.")} END IF;
                    IF (NEW.hearing_id, NEW.number, NEW.code, NEW.form_key,
                        NEW.received_at, NEW.late)
                       IS DISTINCT FROM
                       (OLD.hearing_id, OLD.number, OLD.code, OLD.form_key,
                        OLD.received_at, OLD.late)
                    THEN {refuse("A response keeps its number, receipt and arrival.")} END IF;
                    RETURN NEW;
                """,
            ),
            never_truncate("response"),
        ]

    def __str__(self) -> str:
        return f"{self.hearing} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("responses:receipt", args=[self.code])

    def holds(self, general: str) -> bool:
        """True when this is the general comment it was sent with ("" for none)."""
        sent = self.comments.filter(paragraph=None).values_list("body", flat=True).first()
        return (sent or "") == general

    @property
    def confirmation_token(self) -> str:
        """Proof of holding the address: a signature over the response and its e-mail."""
        return _confirmation.signature(f"{self.pk}:{self.email}")

    @property
    def confirmation_path(self) -> str:
        return reverse("responses:confirm", args=[self.code, self.confirmation_token])

    def confirmed_by(self, token: str) -> bool:
        """True for the token that was mailed to this response's own address."""
        return constant_time_compare(token, self.confirmation_token)

    @property
    def awaits_confirmation(self) -> bool:
        return (
            self.channel == Channel.WEB
            and bool(self.email)
            and self.email_confirmed_at is None
            and self.hearing.identity == Hearing.Identity.CONFIRMED_EMAIL
        )

    @property
    def public_name(self) -> str:
        """What readers see as the sender: never more than she agreed to, and of a protected
        sender nothing."""
        if self.address_protected:
            return str(RespondentType.CITIZEN.label)
        if self.name_public:
            return self.name
        return str(RespondentType(self.respondent_type).label)

    @property
    def public_type(self) -> str:
        """What readers are told she speaks as; "" when the name says it already, or nothing may."""
        label = str(RespondentType(self.respondent_type).label)
        return "" if self.address_protected or not self.name_public else label

    @property
    def public_on_behalf_of(self) -> str:
        return "" if self.address_protected else self.on_behalf_of


class CommentState(models.TextChoices):
    PENDING = "pending", _("Awaits review")
    PUBLISHED = "published", _("Published")
    REDACTED = "redacted", _("Partly hidden")
    HIDDEN = "hidden", _("Hidden")


class Reason(models.TextChoices):
    """The only reasons for hiding. Criticism is not one."""

    CPR_NUMBER = "cpr_number", _("CPR number")
    SENSITIVE = "sensitive", _("Sensitive personal data")
    THIRD_PARTY = "third_party", _("Information about other people")
    THREAT = "threat", _("Threats")
    HATE = "hate", _("Hate speech (Criminal Code § 266 b)")
    DEFAMATION = "defamation", _("Defamation")
    HARASSMENT = "harassment", _("Harassment")
    IMPERSONATION = "impersonation", _("Sent in another person's name")
    ADVERTISING = "advertising", _("Advertising or spam")
    COPYRIGHT = "copyright", _("Infringes copyright")
    OFF_TOPIC = "off_topic", _("Not about this hearing")


class CommentQuerySet(models.QuerySet["Comment"]):
    def decided(self) -> "CommentQuerySet":
        """Those readers meet: published, or hidden and standing as a tombstone."""
        return self.exclude(state=CommentState.PENDING)

    def for_review(self) -> "CommentQuerySet":
        """With what the caseworker's pages show beside each."""
        return self.select_related("response__hearing", "paragraph")


class Comment(models.Model):
    State = CommentState

    response = models.ForeignKey(Response, models.PROTECT, related_name="comments")
    # The response's own hearing once more, so that queues and pages need no join;
    # the database refuses any other.
    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="comments")
    # Exactly the words that were answered; None is the general comment.
    paragraph = models.ForeignKey(
        Paragraph, models.PROTECT, null=True, blank=True, related_name="comments"
    )
    stance = models.CharField(max_length=20, choices=Stance, blank=True)
    body = models.TextField(blank=True)
    proposed_text = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=CommentState, default=CommentState.PENDING)
    # What readers see instead of the body when a part is hidden.
    public_body = models.TextField(blank=True)
    # The reason of the standing decision, for the tombstone; the history is in Decision.
    hidden_reason = models.CharField(max_length=20, choices=Reason, blank=True)

    objects: ClassVar[CommentQuerySet] = CommentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [
            models.CheckConstraint(
                condition=~Q(body="") | ~Q(proposed_text=""), name="comment_says_something"
            ),
            models.CheckConstraint(
                condition=Q(state="hidden") | Q(state="redacted") | Q(hidden_reason=""),
                name="comment_reason_only_when_hidden",
            ),
            models.CheckConstraint(
                condition=~Q(state="hidden") | ~Q(hidden_reason=""),
                name="comment_hidden_for_a_reason",
            ),
        ]
        indexes = [
            # One for each list that is read by key; a state that fills the table is never scanned.
            models.Index(
                fields=["hearing", "paragraph", "-id"],
                condition=~Q(state="pending"),
                name="comment_said",
            ),
            models.Index(
                fields=["hearing", "id"], condition=Q(state="pending"), name="comment_pending"
            ),
            models.Index(
                fields=["hearing", "id"],
                condition=Q(state__in=("published", "redacted")),
                name="comment_published",
            ),
            models.Index(
                fields=["hearing", "id"], condition=Q(state="hidden"), name="comment_hidden"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="comment_belongs",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert,
                func=f"""
                    IF NOT EXISTS (SELECT 1 FROM consultation_response
                        WHERE id = NEW.response_id AND hearing_id = NEW.hearing_id)
                    THEN {refuse("A comment belongs to its response's hearing.")} END IF;
                    IF NEW.paragraph_id IS NOT NULL AND NOT EXISTS (
                        SELECT 1 FROM policies_paragraph p JOIN consultation_hearing h
                        ON h.version_id = p.version_id
                        WHERE p.id = NEW.paragraph_id AND h.id = NEW.hearing_id)
                    THEN {refuse("A comment answers a paragraph of its hearing.")} END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="comment_words_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF TG_OP = 'DELETE' THEN {refuse("A comment is never deleted.")} END IF;
                    IF (NEW.response_id, NEW.hearing_id, NEW.paragraph_id, NEW.stance,
                        NEW.body, NEW.proposed_text)
                       IS DISTINCT FROM
                       (OLD.response_id, OLD.hearing_id, OLD.paragraph_id, OLD.stance,
                        OLD.body, OLD.proposed_text)
                    THEN {refuse("What a citizen wrote is never changed.")} END IF;
                    RETURN NEW;
                """,
            ),
            count_inserted,
            count_updated,
            never_truncate("comment"),
        ]

    def __str__(self) -> str:
        return f"{self.response} {self.ref_shown}"

    @property
    def ref_shown(self) -> str:
        """The paragraph's reference, "" for the general comment."""
        return self.paragraph.ref_shown if self.paragraph else ""

    @property
    def hidden_reason_label(self) -> str:
        return str(Reason(self.hidden_reason).label) if self.hidden_reason else ""

    @property
    def redline(self) -> list[Change]:
        """The proposed wording as changes to the paragraph; empty when there is none."""
        if not self.proposed_text or self.paragraph is None:
            return []
        return redline(self.paragraph.text, self.proposed_text)

    @property
    def shown_redline(self) -> list[Change]:
        """The proposal readers see: none when a part of the comment is hidden."""
        return [] if self.state == CommentState.REDACTED else self.redline

    @property
    def shown_body(self) -> str:
        """The words readers see: all of them, or what is left when a part is hidden."""
        return self.public_body if self.state == CommentState.REDACTED else self.body


class Attachment(models.Model):
    """A file that came with a response, kept outside the web root."""

    response = models.ForeignKey(Response, models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField(help_text=_("bytes"))
    sha256 = models.CharField(max_length=64)
    file = models.FileField(upload_to="responses/")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("response", "sha256"), name="attachment_once"),
        ]

    def __str__(self) -> str:
        return self.name
