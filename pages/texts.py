"""What a page says: the text staff saved last, or else the one that came with the site."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from pages.models import PageName, Revision

_FOLDER = Path(__file__).parent / "texts"
_DANISH: str = settings.LANGUAGE_CODE


@dataclass(frozen=True)
class PageText:
    """The Markdown of a page in one language, and the revision it comes from (0: the first)."""

    page: PageName
    language: str
    source: str
    number: int = 0
    revision: Revision | None = None


def first_text(page: PageName, language: str) -> PageText:
    """The text that came with the site, "" when it is not written in this language."""
    return PageText(page, language, _file(page, language))


@cache
def _file(page: str, language: str) -> str:
    file = _FOLDER / f"{page}.{language}.md"
    return file.read_text().strip() if file.is_file() else ""


def standing_text(page: PageName, language: str) -> PageText:
    """The text that stands in this language, also when it is empty; one query."""
    revision = Revision.objects.filter(page=page, language=language).first()
    return _text(page, language, revision)


def shown_text(page: PageName, language: str) -> PageText:
    """What readers in this language see: the Danish text where theirs is empty; one query."""
    found = Revision.objects.filter(page=page, language__in={language, _DANISH}).standing()
    newest = {revision.language: revision for revision in found}
    text = _text(page, language, newest.get(language))
    return text if text.source.strip() else _text(page, _DANISH, newest.get(_DANISH))


def all_texts() -> list[PageText]:
    """Each page in each language, as it stands; one query."""
    found = Revision.objects.standing().select_related("by")
    newest = {(revision.page, revision.language): revision for revision in found}
    return [
        _text(page, language, newest.get((page.value, language)))
        for page in PageName
        for language, _name in settings.LANGUAGES
    ]


def _text(page: PageName, language: str, revision: Revision | None) -> PageText:
    if revision is None:
        return first_text(page, language)
    return PageText(page, language, revision.after, revision.number, revision)
