"""What is consulted on: a policy, its versions, and every paragraph with its own number.

A version is written while it is a draft. From publication on, it and its rows are frozen by
triggers in the database (policies/triggers.py): what citizens answered stays what they answered.
"""

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from policies import triggers
from policies.languages import LANGUAGES, Language


class Policy(models.Model):
    class Kind(models.TextChoices):
        MAIN_POLICY = "main_policy", _("Main policy")
        POLICY = "policy", _("Policy")
        STRATEGY = "strategy", _("Strategy")
        FOCUS_AREA = "focus_area", _("Focus area")
        PROJECT = "project", _("Project")

    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.POLICY)
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    # A strategy hangs under a policy, a policy under a main policy.
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children"
    )

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        constraints = [
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=models.F("id")),
                name="policy_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Theme(models.Model):
    """A theme of a policy; its colour is one of eight that are told apart by everybody."""

    policy = models.ForeignKey(Policy, models.CASCADE, related_name="themes")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=120)
    slug = models.SlugField(max_length=80)
    colour = models.PositiveSmallIntegerField(_("colour"))

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=("policy", "position"), name="theme_position_once"),
            models.UniqueConstraint(fields=("policy", "slug"), name="theme_slug_once"),
            models.CheckConstraint(
                condition=Q(colour__gte=1, colour__lte=8), name="theme_colour_known"
            ),
        ]
        triggers = [triggers.theme_named_in_published_version, triggers.never_truncate("theme")]

    def __str__(self) -> str:
        return self.name


class Version(models.Model):
    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        PUBLISHED = "published", _("Published")
        ADOPTED = "adopted", _("Adopted")

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("number"))
    label = models.CharField(_("label"), max_length=80, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    previous = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="successors"
    )
    # The file as it was received; the outline can be made again from it.
    source = models.BinaryField()
    source_name = models.CharField(max_length=200, blank=True)
    source_sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField(null=True, blank=True)
    adopted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(fields=("policy", "number"), name="version_number_once"),
            models.CheckConstraint(
                condition=Q(state="draft", published_at=None, adopted_at=None)
                | Q(state="published", published_at__isnull=False, adopted_at=None)
                | Q(state="adopted", published_at__isnull=False, adopted_at__isnull=False),
                name="version_state_has_its_dates",
            ),
        ]
        triggers = [triggers.version_frozen_when_published, triggers.never_truncate("version")]

    def __str__(self) -> str:
        return f"{self.policy} {self.number}"

    @transaction.atomic
    def publish(self, *, at: datetime) -> None:
        """Freeze the text. There is no way back; a correction is a new version."""
        self.state = self.State.PUBLISHED
        self.published_at = at
        self.save(update_fields=["state", "published_at"])


class Section(models.Model):
    version = models.ForeignKey(Version, models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    number = models.CharField(max_length=10)
    heading = models.TextField()

    class Meta:
        ordering = ("position",)
        constraints = [
            models.UniqueConstraint(fields=("version", "position"), name="section_position_once"),
            models.UniqueConstraint(fields=("version", "number"), name="section_number_once"),
        ]
        triggers = [triggers.frozen_with_its_version("section"), triggers.never_truncate("section")]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}"

    @property
    def anchor(self) -> str:
        return f"afsnit-{self.number}"


class SectionTranslationQuerySet(models.QuerySet["SectionTranslation"]):
    def newest(self) -> "SectionTranslationQuerySet":
        """The standing revision of each section in each language, those without words too."""
        keys = ("section_id", "language")
        return self.order_by(*keys, "-number").distinct(*keys)


class SectionTranslation(models.Model):
    """A section in another language: a help that stands beside the text and is no part of it.

    Each row is a revision, and the newest one is read; one without words takes the translation
    away. So it can be added to a text that is frozen, and what stood there can always be shown.
    """

    section = models.ForeignKey(Section, models.PROTECT, related_name="translations")
    language = models.CharField(max_length=10)
    # 1, 2, 3 … in this section and language: two people who write at once cannot both be next.
    number = models.PositiveIntegerField()
    heading = models.TextField(blank=True)
    text = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects: ClassVar[SectionTranslationQuerySet] = SectionTranslationQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ("section", "language", "-number")
        constraints = [
            models.UniqueConstraint(
                fields=("section", "language", "number"), name="translation_revision_once"
            ),
            models.CheckConstraint(
                condition=Q(language__in=list(LANGUAGES)), name="translation_language_known"
            ),
            models.CheckConstraint(
                condition=~Q(text="") | Q(heading=""), name="translation_has_words_or_is_away"
            ),
        ]
        triggers = triggers.append_only("translation")

    def __str__(self) -> str:
        return f"{self.section.number} {self.language} {self.number}"

    @property
    def spoken(self) -> Language:
        return LANGUAGES[self.language]


class Paragraph(models.Model):
    """One citable piece of the text: what a comment answers."""

    class Kind(models.TextChoices):
        TEXT = "text", _("Text")
        HEADING = "heading", _("Heading")
        ITEM = "item", _("List item")
        CALLOUT = "callout", _("Call-out")
        FIGURE = "figure", _("Figure")

    version = models.ForeignKey(Version, models.CASCADE, related_name="paragraphs")
    section = models.ForeignKey(Section, models.CASCADE, related_name="paragraphs")
    # Reading order through the whole version, from 1.
    position = models.PositiveIntegerField()
    # How people cite it: "4.2", "4.2a", nested "4.2a1".
    ref = models.CharField(max_length=20)
    kind = models.CharField(max_length=10, choices=Kind)
    # How deep a list item hangs: 1 under its block, 2 under another item; 0 for the rest.
    level = models.PositiveSmallIntegerField(default=0)
    text = models.TextField()
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="paragraphs"
    )

    class Meta:
        ordering = ("position",)
        verbose_name = _("paragraph")
        verbose_name_plural = _("paragraphs")
        constraints = [
            models.UniqueConstraint(fields=("version", "ref"), name="paragraph_ref_once"),
            models.UniqueConstraint(fields=("version", "position"), name="paragraph_position_once"),
            models.CheckConstraint(
                condition=Q(kind="item", level__gte=1) | (~Q(kind="item") & Q(level=0)),
                name="paragraph_level_of_items_only",
            ),
        ]
        triggers = [
            triggers.paragraph_in_section_of_its_version,
            triggers.frozen_with_its_version("paragraph"),
            triggers.never_truncate("paragraph"),
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def anchor(self) -> str:
        return f"punkt-{self.ref}"

    @property
    def ref_shown(self) -> str:
        """The reference as it is printed: "4.2 a" for "4.2a"."""
        for index, character in enumerate(self.ref):
            if character.isalpha():
                return f"{self.ref[:index]} {self.ref[index:]}"
        return self.ref

    @property
    def ref_in_margin(self) -> str:
        """What stands in the margin: of an item only the letter; the block above has the rest."""
        return self.ref_shown.rpartition(" ")[2] if self.kind == self.Kind.ITEM else self.ref


class Lineage(models.Model):
    """How a paragraph of one version became a paragraph of the next."""

    class Change(models.TextChoices):
        UNCHANGED = "unchanged", _("Unchanged")
        EDITED = "edited", _("Edited")
        MOVED = "moved", _("Moved")
        SPLIT = "split", _("Split")
        MERGED = "merged", _("Merged")

    earlier = models.ForeignKey(Paragraph, models.PROTECT, related_name="later_lineage")
    later = models.ForeignKey(Paragraph, models.CASCADE, related_name="earlier_lineage")
    change = models.CharField(max_length=10, choices=Change)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=("earlier", "later"), name="lineage_once"),
            models.CheckConstraint(
                condition=~Q(earlier=models.F("later")), name="lineage_between_two"
            ),
        ]
        triggers = [triggers.lineage_frozen_with_later_version, triggers.never_truncate("lineage")]

    def __str__(self) -> str:
        return f"{self.earlier} → {self.later}"
