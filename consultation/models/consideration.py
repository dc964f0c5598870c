"""What the administration answers: one point, the comments it answers, and the outcome."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from consultation.models.comment import Comment
from consultation.models.hearing import Hearing


class Consideration(models.Model):
    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        PARTLY_ACCEPTED = "partly_accepted", _("Partly accepted")
        NOT_ACCEPTED = "not_accepted", _("Not accepted")
        NOTED = "noted", _("Noted")
        ANSWERED = "answered", _("Answered")
        CARRIED_FORWARD = "carried_forward", _("Taken into the further work")
        OUT_OF_SCOPE = "out_of_scope", _("Outside the subject of the hearing")

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="considerations")
    title = models.CharField(max_length=200)
    summary = models.TextField(blank=True)
    reply = models.TextField(blank=True)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    new_text = models.TextField(blank=True)
    comments = models.ManyToManyField(Comment, related_name="considerations", blank=True)

    class Meta:
        verbose_name = _("consideration")
        verbose_name_plural = _("considerations")

    def __str__(self) -> str:
        return self.title
