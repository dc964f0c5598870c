"""Who did what, for ever: staff's acts on a hearing."""

from typing import Any

from django.conf import settings
from django.db import models

from consultation.models.hearing import Hearing
from policies.triggers import append_only


class AuditEvent(models.Model):
    class Verb(models.TextChoices):
        DECIDED = "decided"
        EXPORTED = "exported"
        ATTACHMENT_PUBLISHED = "attachment_published"
        ATTACHMENT_HIDDEN = "attachment_hidden"
        EXTENDED = "extended"
        RESULT_PUBLISHED = "result_published"
        TRANSLATED = "translated"

    hearing = models.ForeignKey(Hearing, models.PROTECT, related_name="audit_events")
    verb = models.CharField(max_length=30, choices=Verb)
    # Ids and counts, never a citizen's words: this log outlives them.
    detail = models.JSONField(default=dict)
    # None for a command run on the server itself.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        triggers = append_only("audit")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"

    @classmethod
    def record(cls, verb: Verb, hearing: Hearing, *, by: Any, at: Any, **detail: Any) -> None:
        """Add an event in the surrounding transaction."""
        cls.objects.create(hearing=hearing, verb=verb, detail=detail, by=by, at=at)
