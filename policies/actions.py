"""An outline becomes a version in the database."""

import hashlib

from django.db import transaction
from django.utils.text import slugify

from policies.importers.outline import Outline
from policies.models import Paragraph, Policy, Section, Theme, Version


@transaction.atomic
def create_version(
    outline: Outline, *, source: bytes, source_name: str, title: str, slug: str = ""
) -> Version:
    """A draft version with the outline's sections, themes and paragraphs; all of it or nothing.

    The policy is the one with `slug` (by default made from `title`); it is created when new,
    and otherwise gets its next version.
    """
    policy, _created = Policy.objects.select_for_update().get_or_create(
        slug=slug or danish_slug(title), defaults={"title": title}
    )
    previous = policy.versions.order_by("-number").first()
    version = Version.objects.create(
        policy=policy,
        number=previous.number + 1 if previous else 1,
        previous=previous,
        label=outline.label,
        source=source,
        source_name=source_name,
        source_sha256=hashlib.sha256(source).hexdigest(),
    )
    _write_sections(version, outline, _themes_by_name(policy, outline))
    return version


def danish_slug(title: str) -> str:
    """An address of plain letters: æ, ø and å as Danes write them without those keys."""
    for letter, plain in (("æ", "ae"), ("ø", "oe"), ("å", "aa")):
        title = title.replace(letter, plain).replace(letter.upper(), plain)
    return slugify(title)[:80]


def _themes_by_name(policy: Policy, outline: Outline) -> dict[str, Theme]:
    themes = {theme.name: theme for theme in policy.themes.all()}
    for theme in outline.themes:
        if theme.name not in themes:
            position = len(themes) + 1
            themes[theme.name] = Theme.objects.create(
                policy=policy,
                position=position,
                name=theme.name,
                slug=danish_slug(theme.name),
                colour=(position - 1) % 8 + 1,
            )
    return themes


def _write_sections(version: Version, outline: Outline, themes: dict[str, Theme]) -> None:
    paragraphs: list[Paragraph] = []
    for position, part in enumerate(outline.sections, start=1):
        section = Section.objects.create(
            version=version, position=position, number=part.number, heading=part.heading
        )
        for block in part.blocks:
            paragraphs.append(
                Paragraph(
                    version=version,
                    section=section,
                    position=len(paragraphs) + 1,
                    ref=block.ref,
                    kind=block.kind,
                    level=block.level,
                    text=block.text,
                    theme=themes.get(block.theme),
                )
            )
    Paragraph.objects.bulk_create(paragraphs)
