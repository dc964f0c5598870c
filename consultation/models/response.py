"""What was sent: a response is one sender's letter. Its points are in comment.py."""

import secrets
import uuid
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

import pgtrigger
from django.core.signing import Signer
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consultation.models.hearing import Hearing
from policies.triggers import never_truncate, refuse

if TYPE_CHECKING:
    from consultation.models.attachment import Attachment

_confirmation = Signer(salt="ordet.confirm-email")


class RespondentType(models.TextChoices):
    CITIZEN = "citizen", _("Citizen")
    ASSOCIATION = "association", _("Association")
    ORGANISATION = "organisation", _("Organisation")
    COMPANY = "company", _("Company")
    COUNCIL = "council", _("Advisory council")
    BOARD = "board", _("School or user board")
    WORKS_COUNCIL = "works_council", _("Works council")
    HOUSING_SECTION = "housing_section", _("Housing estate")
    POLITICAL_PARTY = "political_party", _("Political party")
    PUBLIC_AUTHORITY = "public_authority", _("Public authority")


class Channel(models.TextChoices):
    WEB = "web", _("Website")
    EMAIL = "email", _("E-mail")
    PAPER = "paper", _("Paper")
    MEETING = "meeting", _("Meeting")


def new_code() -> str:
    """144 random bits: whoever holds the code holds the receipt."""
    return secrets.token_urlsafe(18)


class ResponseQuerySet(models.QuerySet["Response"]):
    def of(self, user: User) -> "ResponseQuerySet":
        """What she sent signed in, and what was sent with an address she has confirmed."""
        hers = Q(sender=user)
        for email in user.confirmed_emails:
            hers |= Q(email__iexact=email)
        return self.filter(hers)


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
    # Whose account it was sent from; a response outlives the account.
    sender = models.ForeignKey(
        User, models.SET_NULL, null=True, editable=False, related_name="responses"
    )
    # In which language she used the site, and so is written to.
    language = models.CharField(max_length=10, default="da")
    # The sender took all of it back. It keeps its number, and readers see nothing of it.
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ResponseQuerySet] = ResponseQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = [
            models.UniqueConstraint(fields=("hearing", "number"), name="response_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="response_number_from_1"),
        ]
        # As email__iexact asks.
        indexes = [models.Index(Upper("email"), name="response_by_email")]
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
                    IF NEW.sender_id <> OLD.sender_id
                       OR (OLD.sender_id IS NULL AND NEW.sender_id IS NOT NULL)
                    THEN {refuse("A response keeps its sender.")} END IF;
                    IF OLD.withdrawn_at IS NOT NULL
                       AND NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at
                    THEN {refuse("What its sender took back stays taken back.")} END IF;
                    RETURN NEW;
                """,
            ),
            # Lists of comments are filtered by kind of sender without asking the responses.
            pgtrigger.Trigger(
                name="response_kind_told",
                when=pgtrigger.After,
                operation=pgtrigger.UpdateOf(  # type: ignore[no-untyped-call]
                    "respondent_type", "address_protected"
                ),
                func="""
                    UPDATE consultation_comment SET sender_kind = '' WHERE response_id = NEW.id;
                    RETURN NULL;
                """,
            ),
            never_truncate("response"),
        ]

    def __str__(self) -> str:
        return f"{self.hearing} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("responses:receipt", args=[self.code])

    @property
    def public_path(self) -> str:
        """Where everybody reads what is published of it."""
        return reverse("hearings:response", args=[self.hearing.slug, self.number])

    def holds(self, general: str) -> bool:
        """True when this is the general comment it was sent with ("" for none)."""
        sent = self.comments.filter(paragraph=None, replaces=None).exclude(amendment__kind="added")
        return (sent.values_list("body", flat=True).order_by("id").first() or "") == general

    def may_be_amended(self, at: datetime) -> bool:
        """True while the sender may add to it, correct it or withdraw it by herself."""
        return self.withdrawn_at is None and self.hearing.accepts(at)

    @property
    def public_attachments(self) -> "models.QuerySet[Attachment]":
        """The files everybody may download."""
        return self.attachments.public()

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
    def knows_her_address(self) -> bool:
        """True when what is written about her response reaches her and nobody else: she confirmed
        the address, was signed in, or a caseworker copied it from her letter."""
        shown = self.email_confirmed_at or self.sender_id or self.channel != Channel.WEB
        return bool(self.email and shown and self.withdrawn_at is None)

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
