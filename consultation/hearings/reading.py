"""The policy as it is read: sections, blocks and the items that hang on them, with counts."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q

from consultation.models import Comment, CommentTally, Hearing
from policies.languages import LANGUAGES, Language
from policies.models import Paragraph, Section, SectionTranslation, Theme


@dataclass
class Place:
    """A paragraph, how many published comments it has, and the items under it."""

    paragraph: Paragraph
    published: int
    items: list["Place"] = field(default_factory=list)

    @property
    def theme(self) -> Theme | None:
        return self.paragraph.theme

    @property
    def published_with_items(self) -> int:
        return self.published + sum(item.published_with_items for item in self.items)


@dataclass
class Chapter:
    """A section with its places in reading order, and the languages it is translated into."""

    section: Section
    places: list[Place] = field(default_factory=list)
    languages: list[Language] = field(default_factory=list)

    @property
    def published(self) -> int:
        return sum(place.published_with_items for place in self.places)

    @property
    def themes(self) -> list[Place]:
        """The places that open a theme; they stand in the contents."""
        heading = Paragraph.Kind.HEADING
        return [p for p in self.places if p.theme and p.paragraph.kind == heading]


def read(hearing: Hearing, published: Counter[int | None]) -> list[Chapter]:
    """The whole hearing version in three queries, with the counts of published_counts()."""
    sections = hearing.version.sections.all()
    chapters = {section.pk: Chapter(section) for section in sections}
    paragraphs = hearing.version.paragraphs.select_related("theme")
    _hang(chapters, (Place(p, published[p.pk]) for p in paragraphs))
    for section_id, languages in translated(hearing).items():
        chapters[section_id].languages = languages
    return list(chapters.values())


def translated(hearing: Hearing) -> dict[int, list[Language]]:
    """The languages each section may be read in beside the Danish, by the section's id."""
    newest = SectionTranslation.objects.filter(section__version=hearing.version_id).newest()
    # Not the texts themselves: they are fetched one at a time.
    found = newest.annotate(away=Q(text="")).values_list("section", "language", "away")
    languages: dict[int, set[str]] = {}
    for section_id, code, away in found:
        if not away:
            languages.setdefault(section_id, set()).add(code)
    return {
        section_id: [language for code, language in LANGUAGES.items() if code in codes]
        for section_id, codes in languages.items()
    }


def published_counts(hearing: Hearing) -> Counter[int | None]:
    """Published comments by paragraph id (None: general comments), from the kept tallies."""
    counts: Counter[int | None] = Counter()
    visible = (Comment.State.PUBLISHED, Comment.State.REDACTED)
    tallies = CommentTally.objects.filter(hearing=hearing, state__in=visible)
    for paragraph_id, count in tallies.values_list("paragraph_id", "count"):
        counts[paragraph_id] += count
    return counts


def _hang(chapters: dict[int, Chapter], places: Iterable[Place]) -> None:
    """Put each place in its section, and each item under the block or item it hangs on."""
    above: list[Place] = []
    for place in places:
        level = place.paragraph.level
        chapter = chapters[place.paragraph.section_id]
        same_section = above and above[0].paragraph.section_id == chapter.section.pk
        above = above[:level] if same_section else []
        (above[-1].items if above else chapter.places).append(place)
        above.append(place)
