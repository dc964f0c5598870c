"""What was decided on a comment, by whom and why. Nothing here is ever changed."""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import MD5
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from consultation.models.comment import Comment, CommentState, Reason
from consultation.redaction import without
from policies.triggers import append_only


class Decision(models.Model):
    """One decision on one comment. The newest stands; an older one is undone by a newer."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="decisions")
    before = models.CharField(max_length=10, choices=CommentState)
    after = models.CharField(max_length=10, choices=CommentState)
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
    # The parts of the body that it hides, each [start, end] in characters, in order.
    cuts = models.JSONField(default=list, db_default=Value([], models.JSONField()))
    # For the case file; not shown to the public.
    note = models.TextField(blank=True)
    # None when the hearing publishes at once and nobody decided.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ("-id",)
        constraints = [
            models.CheckConstraint(
                condition=~Q(after="hidden") | ~Q(reason=""), name="decision_hides_for_a_reason"
            ),
            models.CheckConstraint(
                condition=~Q(after="redacted") | ~Q(reason=""), name="decision_redacts_for_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(after="redacted") | Q(cuts=[]), name="decision_cuts_when_it_redacts"
            ),
        ]
        triggers = append_only("decision")

    def __str__(self) -> str:
        return f"{self.comment}: {self.before} → {self.after}"

    @property
    def public_text(self) -> str:
        """What it left of the body for readers when it hid a part; "" for all or nothing."""
        if self.after != CommentState.REDACTED:
            return ""
        return without(self.comment.body, self.cuts)


class FlagReason(models.TextChoices):
    """Why a reader reports a comment: the reasons there are for hiding one, in her words."""

    CPR_NUMBER = Reason.CPR_NUMBER.value, _("It shows a CPR number")
    SENSITIVE = Reason.SENSITIVE.value, _("It tells of illness or other private matters")
    THIRD_PARTY = Reason.THIRD_PARTY.value, _("It tells things about other people")
    THREAT = Reason.THREAT.value, _("It threatens somebody")
    HATE = Reason.HATE.value, _("It incites hatred of a group of people")
    DEFAMATION = Reason.DEFAMATION.value, _("It says untrue and damaging things about somebody")
    HARASSMENT = Reason.HARASSMENT.value, _("It harasses somebody")
    IMPERSONATION = Reason.IMPERSONATION.value, _("It is sent in another person's name")
    ADVERTISING = Reason.ADVERTISING.value, _("It is advertising or spam")
    COPYRIGHT = Reason.COPYRIGHT.value, _("It is copied without permission")
    OFF_TOPIC = Reason.OFF_TOPIC.value, _("It is about something else than the hearing")
    OTHER = "other", _("Something else")


class FlagQuerySet(models.QuerySet["Flag"]):
    def waiting(self) -> "FlagQuerySet":
        """Those nobody has looked at."""
        return self.filter(resolved_at=None)

    def resolve(self, outcome: str, *, by: User | None, at: datetime) -> None:
        """Somebody has looked at them, and this came of it."""
        self.update(outcome=outcome, resolved_by=by, resolved_at=at)


class Flag(models.Model):
    """A reader's report of a published comment. The same words again are the same report."""

    class Outcome(models.TextChoices):
        UPHELD = "upheld", _("The comment was hidden")
        DISMISSED = "dismissed", _("The comment stays")

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="flags")
    reason = models.CharField(max_length=20, choices=FlagReason, default=FlagReason.OTHER)
    text = models.TextField(blank=True)
    # Where she wants an answer, in which language; never shown to the public.
    email = models.EmailField(blank=True)
    language = models.CharField(max_length=10, default="da")
    at = models.DateTimeField()
    # How often the same report came before somebody looked at it.
    times = models.PositiveIntegerField(default=1)
    # Looks like a machine's, or came with a flood of others: read last, never thrown away.
    doubtful = models.BooleanField(default=False)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects: ClassVar[FlagQuerySet] = FlagQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None, outcome="")
                | (Q(resolved_at__isnull=False, resolved_by__isnull=False) & ~Q(outcome="")),
                name="flag_resolved_by_somebody",
            ),
            models.CheckConstraint(condition=Q(times__gte=1), name="flag_came_once_or_more"),
            models.CheckConstraint(
                condition=~Q(reason="other") | ~Q(text=""), name="flag_says_what_else"
            ),
            # By a digest: a text may be longer than an index holds.
            models.UniqueConstraint(
                "comment",
                "reason",
                "email",
                MD5("text"),
                condition=Q(resolved_at=None),
                name="flag_same_report_once",
            ),
        ]
        indexes = [
            models.Index(fields=["comment"], condition=Q(resolved_at=None), name="flag_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.comment}: {self.reason}"
