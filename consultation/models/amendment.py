"""What a sender did to her response after she sent it. Nothing here is ever changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consultation.models.attachment import Attachment
from consultation.models.comment import Comment
from consultation.models.response import Response
from policies.triggers import append_only


class Amendment(models.Model):
    """One act of hers. The words are in the comments, all of which are kept."""

    class Kind(models.TextChoices):
        ADDED = "added", _("Comment added")
        CORRECTED = "corrected", _("Comment corrected")
        WITHDRAWN = "withdrawn", _("Comment withdrawn")
        FILE_ADDED = "file_added", _("File attached")
        FILE_WITHDRAWN = "file_withdrawn", _("File withdrawn")
        ALL_WITHDRAWN = "all_withdrawn", _("Response withdrawn")

    response = models.ForeignKey(Response, models.PROTECT, related_name="amendments")
    kind = models.CharField(max_length=20, choices=Kind)
    # The comment or the file that came, or that went; neither when all of it was withdrawn.
    comment = models.ForeignKey(
        Comment,
        models.PROTECT,
        null=True,
        related_name="amendments",
        related_query_name="amendment",
    )
    attachment = models.ForeignKey(Attachment, models.PROTECT, null=True, related_name="+")
    # None when she held the receipt's code and was not signed in.
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=("added", "corrected", "withdrawn"),
                    comment__isnull=False,
                    attachment=None,
                )
                | Q(
                    kind__in=("file_added", "file_withdrawn"),
                    comment=None,
                    attachment__isnull=False,
                )
                | Q(kind="all_withdrawn", comment=None, attachment=None),
                name="amendment_says_of_what",
            ),
        ]
        triggers = append_only("amendment")

    def __str__(self) -> str:
        return f"{self.response}: {self.kind}"
