"""What was decided on a comment, by whom and why. Nothing here is ever changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultation.models.comment import Comment, CommentState, Reason
from policies.triggers import append_only


class Decision(models.Model):
    """One decision on one comment. The newest stands; an older one is undone by a newer."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="decisions")
    before = models.CharField(max_length=10, choices=CommentState)
    after = models.CharField(max_length=10, choices=CommentState)
    reason = models.CharField(max_length=20, choices=Reason, blank=True)
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
        ]
        triggers = append_only("decision")

    def __str__(self) -> str:
        return f"{self.comment}: {self.before} → {self.after}"


class Flag(models.Model):
    """A reader's report of a published comment."""

    comment = models.ForeignKey(Comment, models.PROTECT, related_name="flags")
    text = models.TextField()
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="flag_resolved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.comment}: {self.text[:40]}"
