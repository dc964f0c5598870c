"""Who follows a hearing by e-mail, what they are told, and which mail went to whom."""

import secrets
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consultation.models.hearing import Hearing
from consultation.models.response import Response
from policies.triggers import append_only

# How long a mail with a confirmation link waits for an answer before the address is forgotten.
UNCONFIRMED_FOR = timedelta(days=7)
# How long we remember that somebody left, so that the link in her old mails still answers.
LEFT_FOR = timedelta(days=30)
# The pause between two confirmation mails to one address doubles from the first to the second.
SHORTEST_PAUSE, LONGEST_PAUSE = timedelta(minutes=5), timedelta(days=1)


class HearingEvent(models.TextChoices):
    """What happens to a hearing and is worth a mail."""

    OPENED = "opened", _("The hearing opens")
    ENDS_SOON = "ends_soon", _("Three days are left")
    EXTENDED = "extended", _("The deadline is extended")
    RESULT = "result", _("The result is published")


# Those who have written are told these without having asked for it.
TOLD_TO_RESPONDENTS = (HearingEvent.EXTENDED, HearingEvent.RESULT)


def new_token() -> str:
    """192 random bits: whoever holds the token may confirm and leave, and nothing else."""
    return secrets.token_urlsafe(24)


class SubscriptionQuerySet(models.QuerySet["Subscription"]):
    def told(self, notice: "Notice") -> "SubscriptionQuerySet":
        """Who gets a mail about it: followers, and for some events those who have written."""
        here = self.filter(hearing=notice.hearing_id, left_at=None)
        follows = Q(confirmed_at__isnull=False)
        if notice.event == HearingEvent.OPENED:
            # Whoever came after the opening has seen that it is open.
            return here.filter(follows, confirmed_at__lte=notice.about)
        if notice.event in TOLD_TO_RESPONDENTS:
            return here.filter(follows | Q(responded=True))
        return here.filter(follows)

    def outlived(self, at: datetime) -> "SubscriptionQuerySet":
        """Those whose address we have no more use for."""
        theirs = Response.objects.filter(
            hearing=OuterRef("hearing"), email_confirmed_at__isnull=False, withdrawn_at=None
        ).annotate(address=Lower("email"))
        writes = Exists(theirs.filter(address=OuterRef("email")))
        never_confirmed = Q(
            confirmed_at=None,
            left_at=None,
            responded=False,
            created_at__lt=at - UNCONFIRMED_FOR,
            asked_at__lt=at - UNCONFIRMED_FOR,
        )
        # Who has written and left is remembered: the result would be mailed to her otherwise.
        gone = Q(left_at__lt=at - LEFT_FOR) & ~writes
        return self.filter(never_confirmed | gone | Q(hearing__archived_at__lt=at - LEFT_FOR))


class Subscription(models.Model):
    """One address that is told about one hearing."""

    hearing = models.ForeignKey(Hearing, models.CASCADE, related_name="subscriptions")
    # In lower case.
    email = models.EmailField()
    # In which language she asked, and so is written to.
    language = models.CharField(max_length=10, default="da")
    token = models.CharField(max_length=40, unique=True, default=new_token)
    created_at = models.DateTimeField()
    # The newest mail with a confirmation link, and how many since she last confirmed.
    asked_at = models.DateTimeField(null=True, blank=True)
    asked = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    # Has written a response, and is told of an extension and the result also without following.
    responded = models.BooleanField(default=False)

    objects: ClassVar[SubscriptionQuerySet] = SubscriptionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.UniqueConstraint("hearing", Lower("email"), name="subscription_once"),
        ]

    def __str__(self) -> str:
        return f"{self.hearing} {self.pk}"

    @property
    def follows(self) -> bool:
        """She has confirmed, and has not left."""
        return self.confirmed_at is not None and self.left_at is None

    @property
    def leave_path(self) -> str:
        return reverse("following:leave", args=[self.token])

    @property
    def confirmation_path(self) -> str:
        return reverse("following:confirm", args=[self.token])

    def may_be_asked(self, at: datetime) -> bool:
        """True when another confirmation mail is no nuisance to whoever holds the address."""
        if self.asked_at is None or self.asked == 0:
            return True
        pause = min(SHORTEST_PAUSE * (1 << min(self.asked - 1, 10)), LONGEST_PAUSE)
        return at >= self.asked_at + pause

    def confirm(self, *, at: datetime) -> None:
        """She wants the mails. Confirming again changes nothing."""
        Subscription.objects.filter(pk=self.pk).exclude(
            confirmed_at__isnull=False, left_at=None
        ).update(confirmed_at=at, left_at=None, asked=0)

    def leave(self, *, at: datetime) -> None:
        """No more mails about this hearing. Leaving again changes nothing."""
        Subscription.objects.filter(pk=self.pk, left_at=None).update(left_at=at)


class Notice(models.Model):
    """That something happened to a hearing has been announced. Its row makes it once."""

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="notices")
    event = models.CharField(max_length=10, choices=HearingEvent)
    # The moment that makes it this event and no other: the opening, the deadline that is near,
    # the new deadline, the publishing of the result.
    about = models.DateTimeField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("hearing", "event", "about"), name="notice_once"),
        ]
        triggers = append_only("notice")

    def __str__(self) -> str:
        return f"{self.hearing}: {self.event}"

    def is_still_news(self, at: datetime) -> bool:
        """False when the mail would come too late to be true: the deadline has passed, or has
        been moved once more."""
        if self.event == HearingEvent.RESULT:
            return True
        if self.event != HearingEvent.OPENED and self.about != self.hearing.closes_at:
            return False
        return self.hearing.accepts(at)


class NoticeMail(models.Model):
    """One mail to one subscriber about one event."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="mails")
    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="mails")
    # The task that sends it is in the queue.
    queued = models.BooleanField(default=False)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("notice", "subscription"), name="notice_mail_once"),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(queued=False), name="notice_mail_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.notice} {self.subscription_id}"
