"""What was sent: a response is one sender's letter. Its points are in comment.py."""

import secrets
import uuid

import pgtrigger
from django.core.signing import Signer
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext_lazy as _

from consultation.models.hearing import Hearing
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
    # In which language she used the site, and so is written to.
    language = models.CharField(max_length=10, default="da")

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
