"""A section in another language, beside the Danish text that applies."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.access import Request, public_page
from consultation.permissions import announced_hearing, translation_of
from policies.models import Paragraph, Section
from policies.passages import Passage, passages


@dataclass(frozen=True)
class Pair:
    """A paragraph of the section, and its passage when that is translated; or a passage that says
    no paragraph."""

    paragraph: Paragraph | None
    passage: Passage | None


@public_page
@require_safe
def translation(request: Request, slug: str, number: str, language: str) -> HttpResponse:
    """The page shows both; with ?vis=panel the translation alone, as it opens beside the text."""
    hearing = announced_hearing(slug, request.arrived_at)
    shown = translation_of(hearing, number, language)
    part = "_translation" if request.GET.get("vis") == "panel" else "translation"
    context = {
        "hearing": hearing,
        "receives": hearing.receives(request.arrived_at),
        "section": shown.section,
        "language": shown.spoken,
        "translation": shown,
        "pairs": pairs(shown.section, shown.text),
    }
    return render(request, f"consultation/hearings/{part}.html", context)


def pairs(section: Section, text: str) -> list[Pair]:
    """The section's paragraphs in order, each with its passage; the unnumbered where they stand."""
    paragraphs = list(section.paragraphs.select_related("theme"))
    by_paragraph: dict[int, Passage] = {}
    loose: dict[int, list[Passage]] = {}  # by the paragraph they come after, 0 for none
    last = 0
    for passage in passages(text, paragraphs):
        if passage.paragraph is None:
            loose.setdefault(last, []).append(passage)
        else:
            last = passage.paragraph.pk
            known = by_paragraph.get(last)
            words = f"{known.text}\n{passage.text}" if known else passage.text
            by_paragraph[last] = Passage(words, passage.paragraph)
    rows = [Pair(None, passage) for passage in loose.get(0, [])]
    for paragraph in paragraphs:
        rows.append(Pair(paragraph, by_paragraph.get(paragraph.pk)))
        rows += [Pair(None, passage) for passage in loose.get(paragraph.pk, [])]
    return rows
