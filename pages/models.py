"""The pages about the site that staff write themselves. Every text they ever saved is kept."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from policies.triggers import append_only


class PageName(models.TextChoices):
    """What pages there are. The value is the name of the file with the first text."""

    HOW = "how", _("How a hearing works")
    PRIVACY = "privacy", _("Privacy")
    ACCESSIBILITY = "accessibility", _("Accessibility statement")
    CONTACT = "contact", _("Contact")


class RevisionQuerySet(models.QuerySet["Revision"]):
    def standing(self) -> "RevisionQuerySet":
        """The newest of each page and language."""
        return self.order_by("page", "language", "-number").distinct("page", "language")


class Revision(models.Model):
    """One saved text of a page in a language. The newest stands; no row is ever changed."""

    page = models.CharField(max_length=20, choices=PageName)
    language = models.CharField(max_length=10)
    # From 1, without gaps; before 1 stands the text that came with the site.
    number = models.PositiveIntegerField()
    before = models.TextField(blank=True)
    # Markdown. "" when the page is not written in this language.
    after = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[RevisionQuerySet] = RevisionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("-number",)
        constraints = [
            # Of two who save at once, one is refused.
            models.UniqueConstraint(
                fields=("page", "language", "number"), name="revision_number_once"
            ),
            models.CheckConstraint(
                condition=models.Q(number__gte=1), name="revision_number_from_1"
            ),
            models.CheckConstraint(
                condition=models.Q(page__in=PageName.values), name="revision_page_known"
            ),
        ]
        triggers = append_only("revision")

    def __str__(self) -> str:
        return f"{self.page} {self.language} {self.number}"
