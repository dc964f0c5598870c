"""What the administration answers: one point, the comments it answers, and the outcome."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultation.models.comment import Comment
from consultation.models.hearing import Hearing


class ConsiderationQuerySet(models.QuerySet["Consideration"]):
    def published(self, at: datetime) -> "ConsiderationQuerySet":
        """Those everybody may read at this moment."""
        return self.filter(published_at__lte=at)


class Consideration(models.Model):
    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        PARTLY_ACCEPTED = "partly_accepted", _("Partly accepted")
        NOT_ACCEPTED = "not_accepted", _("Not accepted")
        NOTED = "noted", _("Noted")
        ANSWERED = "answered", _("Answered")
        CARRIED_FORWARD = "carried_forward", _("Carried into the work ahead")
        OUT_OF_SCOPE = "out_of_scope", _("Outside the subject of the hearing")

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="considerations")
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    reply = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    new_text = models.TextField(blank=True)
    comments = models.ManyToManyField(Comment, related_name="considerations", blank=True)
    # Until then it is being written, and no reader meets it.
    published_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[ConsiderationQuerySet] = ConsiderationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("consideration")
        verbose_name_plural = _("considerations")
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at=None) | (~Q(reply="") & ~Q(outcome="")),
                name="consideration_answers_when_published",
            ),
        ]

    def __str__(self) -> str:
        return self.title
