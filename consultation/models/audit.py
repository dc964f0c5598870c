"""Who did what, for ever: staff's acts on a hearing, and on each other's access."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Cast

from accounts.models import User
from consultation.models.hearing import Hearing
from policies.triggers import append_only


class AuditEventQuerySet(models.QuerySet["AuditEvent"]):
    def newest_first(self) -> "AuditEventQuerySet":
        return self.select_related("by").order_by("-id")

    def about_colleague(self, user: User) -> "AuditEventQuerySet":
        """What was done to her access."""
        return self.filter(hearing=None, detail__user=user.pk).newest_first()


class AuditEvent(models.Model):
    class Verb(models.TextChoices):
        SEEN = "seen"
        DECIDED = "decided"
        EXPORTED = "exported"
        ATTACHMENT_PUBLISHED = "attachment_published"
        ATTACHMENT_HIDDEN = "attachment_hidden"
        EXTENDED = "extended"
        RESULT_PUBLISHED = "result_published"
        TRANSLATED = "translated"
        STAFF_ADDED = "staff_added"
        STAFF_CHANGED = "staff_changed"
        STAFF_INVITED = "staff_invited"

    # None for what is about the house and no hearing: who works here.
    hearing = models.ForeignKey(Hearing, models.PROTECT, null=True, related_name="audit_events")
    verb = models.CharField(max_length=30, choices=Verb)
    # Ids and counts, never a citizen's words: this log outlives them.
    detail = models.JSONField(default=dict)
    # None for a command run on the server itself.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[AuditEventQuerySet] = AuditEventQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            # Reading the same comment or file ten times in a day is one line of the log.
            models.UniqueConstraint(
                F("by"),
                Cast(
                    Func("at", template="(%(expressions)s AT TIME ZONE 'UTC')"), models.DateField()
                ),
                KT("detail__comment"),
                KT("detail__attachment"),
                condition=Q(verb="seen"),
                name="audit_seen_once_a_day",
                nulls_distinct=False,
            ),
        ]
        indexes = [
            models.Index(fields=["hearing", "-id"], name="audit_of_hearing"),
            models.Index(F("hearing"), KT("detail__comment"), F("id").desc(), name="audit_comment"),
        ]
        triggers = append_only("audit")

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"

    @classmethod
    def record(
        cls, verb: Verb, hearing: Hearing | None, *, by: Any, at: Any, **detail: Any
    ) -> None:
        """Add an event in the surrounding transaction."""
        cls.objects.create(hearing=hearing, verb=verb, detail=detail, by=by, at=at)

    @classmethod
    def see(cls, hearing: Hearing, *, by: Any, at: datetime, **detail: int) -> None:
        """Somebody read what is not public. One query; the second time that day adds nothing."""
        event = cls(hearing=hearing, verb=cls.Verb.SEEN, detail=detail, by=by, at=at)
        cls.objects.bulk_create([event], ignore_conflicts=True)
