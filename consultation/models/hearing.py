"""The hearing: which version is heard, from when to when, and on what terms."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from accounts.who import Who
from policies.models import Version
from policies.triggers import append_only, refuse

# A deadline names a minute ("kl. 23.59") and includes all of it.
DEADLINE_MINUTE = timedelta(minutes=1)


class HearingState(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SCHEDULED = "scheduled", _("Planned")
    OPEN = "open", _("Open for responses")
    CLOSED = "closed", _("The deadline has passed")
    UNDER_REVIEW = "under_review", _("Under consideration")
    ADOPTED = "adopted", _("Adopted")
    ARCHIVED = "archived", _("Archived")


class HearingQuerySet(models.QuerySet["Hearing"]):
    def announced(self, at: datetime) -> "HearingQuerySet":
        """Those the public may read at this moment, with what every page about them needs."""
        return self.filter(published_at__lte=at).select_related("version__policy")

    def listed(self, at: datetime) -> "HearingQuerySet":
        """Those on the front page."""
        return self.announced(at).exclude(archived_at__lte=at)


class Hearing(models.Model):
    State = HearingState

    class Publication(models.TextChoices):
        AFTER_REVIEW = "after_review", _("After review")
        AT_ONCE = "at_once", _("At once")
        AFTER_DEADLINE = "after_deadline", _("After review, once the deadline has passed")
        NEVER = "never", _("Never")

    class Identity(models.TextChoices):
        NONE = "none", _("A name")
        CONFIRMED_EMAIL = "confirmed_email", _("A name and a confirmed e-mail")
        LOGIN = "login", _("A login")
        MITID = "mitid", _("MitID")

    version = models.ForeignKey(Version, models.PROTECT, related_name="hearings")
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title = models.CharField(_("title"), max_length=200)
    introduction = models.TextField(_("what it is, and what happens with the responses"))
    opens_at = models.DateTimeField(_("opens"))
    # The start of the last minute; see DEADLINE_MINUTE.
    closes_at = models.DateTimeField(_("deadline"))
    publication = models.CharField(
        max_length=20, choices=Publication, default=Publication.AFTER_REVIEW
    )
    identity = models.CharField(max_length=20, choices=Identity, default=Identity.CONFIRMED_EMAIL)
    takes_attachments = models.BooleanField(_("takes attachments"), default=True)
    contact_name = models.CharField(_("contact"), max_length=200, blank=True)
    contact_email = models.EmailField(_("contact's e-mail"), blank=True)
    contact_phone = models.CharField(_("contact's phone"), max_length=40, blank=True)
    case_number = models.CharField(_("case number"), max_length=60, blank=True)
    # What the municipality plans; shown as plans.
    answers_planned_on = models.DateField(_("answers planned"), null=True, blank=True)
    council_meets_on = models.DateField(_("council meeting"), null=True, blank=True)
    # What has happened.
    published_at = models.DateTimeField(null=True, blank=True)
    review_started_at = models.DateTimeField(null=True, blank=True)
    result_published_at = models.DateTimeField(null=True, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True)
    archived_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[HearingQuerySet] = HearingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("hearing")
        verbose_name_plural = _("hearings")
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")), name="hearing_closes_after_opening"
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="hearing_promises_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.published_at IS NOT NULL"),
                func=f"""
                    IF TG_OP = 'DELETE'
                    THEN {refuse("A published hearing is never deleted.")} END IF;
                    IF NEW.version_id <> OLD.version_id OR NEW.published_at IS NULL
                    THEN {refuse("A published hearing keeps its text.")} END IF;
                    IF OLD.opens_at <= now()
                       AND (NEW.closes_at < OLD.closes_at OR NEW.opens_at <> OLD.opens_at)
                    THEN {refuse("An open hearing is never shortened.")} END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="hearing_closes_on_a_minute",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=f"""
                    IF date_trunc('minute', NEW.closes_at) <> NEW.closes_at
                    THEN {refuse("A deadline is a whole minute.")} END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="hearing_text_is_frozen",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                condition=pgtrigger.Condition("NEW.published_at IS NOT NULL"),
                func=f"""
                    IF EXISTS (SELECT 1 FROM policies_version
                        WHERE id = NEW.version_id AND state = 'draft')
                    THEN {refuse("A hearing is published with a published version.")} END IF;
                    RETURN NEW;
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("hearings:room", args=[self.slug])

    def state(self, at: datetime) -> HearingState:
        """Where the hearing is in its life at this moment (an aware datetime)."""
        if self.published_at is None or at < self.published_at:
            return HearingState.DRAFT
        if self.archived_at is not None and at >= self.archived_at:
            return HearingState.ARCHIVED
        if self.adopted_at is not None and at >= self.adopted_at:
            return HearingState.ADOPTED
        if at < self.opens_at:
            return HearingState.SCHEDULED
        if at < self.closes_at + DEADLINE_MINUTE:
            return HearingState.OPEN
        if self.review_started_at is not None and at >= self.review_started_at:
            return HearingState.UNDER_REVIEW
        return HearingState.CLOSED

    @property
    def late_from(self) -> datetime:
        """The first moment at which a response is late."""
        return self.closes_at + DEADLINE_MINUTE

    def accepts(self, at: datetime) -> bool:
        """True while a response that arrives at this moment is in time."""
        return self.state(at) is HearingState.OPEN

    def receives(self, at: datetime) -> bool:
        """True while a response is stored at all: in time, or afterwards as late.

        Only before the opening and after the decision is there nothing to respond to.
        """
        return self.state(at) in (
            HearingState.OPEN,
            HearingState.CLOSED,
            HearingState.UNDER_REVIEW,
        )

    @property
    def asks_for_sign_in(self) -> bool:
        """True when anybody may write and only those signed in may send."""
        return self.identity in (self.Identity.LOGIN, self.Identity.MITID)

    @property
    def lacks_broker(self) -> bool:
        """True when it asks for a sign-in that this site is not set up for."""
        return self.identity == self.Identity.MITID and not settings.OIDC_NAME

    def lets_send(self, who: Who) -> bool:
        """True when she is known well enough for this hearing."""
        if self.identity == self.Identity.MITID:
            return who.through_broker
        return who.user is not None or self.identity != self.Identity.LOGIN

    def shows_comments(self, at: datetime) -> bool:
        """True when reviewed comments may be read by everybody at this moment."""
        if self.publication == self.Publication.NEVER:
            return False
        if self.publication == self.Publication.AFTER_DEADLINE:
            return at >= self.closes_at + DEADLINE_MINUTE
        return True

    def may_be_followed(self, at: datetime) -> bool:
        """True while something is still to happen that a follower would be told."""
        told = self.result_published_at is not None and at >= self.result_published_at
        return not told and self.state(at) is not HearingState.ARCHIVED

    def may_be_extended(self, at: datetime) -> bool:
        """True from its publication until the responses are considered."""
        movable = (HearingState.SCHEDULED, HearingState.OPEN, HearingState.CLOSED)
        return self.state(at) in movable

    def days_left(self, at: datetime) -> int:
        """Whole days on the calendar from this moment to the deadline; 0 on its last day."""
        last = timezone.localdate(self.closes_at)
        return max((last - timezone.localdate(at)).days, 0)

    @transaction.atomic
    def publish(self, *, at: datetime) -> None:
        """Announce the hearing. Its text is published with it and frozen. Publishing again
        changes nothing."""
        standing = Hearing.objects.select_for_update().get(pk=self.pk)
        if standing.published_at is not None:
            self.published_at = standing.published_at
            return
        if self.version.state == Version.State.DRAFT:
            self.version.publish(at=at)
        self.published_at = at
        self.save(update_fields=["published_at"])

    @transaction.atomic
    def extend(self, *, to: datetime, reason: str, by: User, at: datetime) -> "DeadlineExtension":
        """Move the deadline later. The earlier one, the reason and who decided stay on record.

        Raises ValueError when `to` is not later than the deadline, or the reason is empty.
        """
        hearing = Hearing.objects.select_for_update().get(pk=self.pk)
        if to <= hearing.closes_at:
            raise ValueError("A hearing is only ever extended.")
        if not reason.strip():
            raise ValueError("An extension says why.")
        extension = DeadlineExtension.objects.create(
            hearing=hearing, earlier=hearing.closes_at, later=to, reason=reason, by=by, at=at
        )
        self.closes_at = hearing.closes_at = to
        hearing.save(update_fields=["closes_at"])
        return extension


def in_listing_order(hearings: Iterable[Hearing], at: datetime) -> list[Hearing]:
    """Open first (the next deadline on top), then planned, then closed (the latest on top)."""

    def order(hearing: Hearing) -> tuple[int, float]:
        state = hearing.state(at)
        if state is HearingState.OPEN:
            return 0, hearing.closes_at.timestamp()
        if state is HearingState.SCHEDULED:
            return 1, hearing.opens_at.timestamp()
        return 2, -hearing.closes_at.timestamp()

    return sorted(hearings, key=order)


class DeadlineExtension(models.Model):
    """One move of a deadline; the first one's `earlier` is the deadline first announced."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="extensions")
    earlier = models.DateTimeField()
    later = models.DateTimeField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at",)
        constraints = [
            models.CheckConstraint(condition=Q(later__gt=F("earlier")), name="extension_is_later"),
            models.CheckConstraint(condition=~Q(reason=""), name="extension_has_a_reason"),
        ]
        triggers = append_only("extension")


class Consultee(models.Model):
    """Somebody on the hearing list: asked by name to respond."""

    hearing = models.ForeignKey(Hearing, models.CASCADE, related_name="consultees")
    name = models.CharField(_("name"), max_length=200)
    email = models.EmailField(_("e-mail"), blank=True)

    class Meta:
        ordering = ("name",)
        constraints = [
            models.UniqueConstraint(fields=("hearing", "name"), name="consultee_once"),
        ]

    def __str__(self) -> str:
        return self.name
