"""Translations at the desk: which sections have which, and the page where one is written."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import Request, signed_in_page
from consultation.hearings.translations import pairs
from consultation.models import Hearing
from consultation.permissions import hearing_to_moderate, moderator, section_of
from consultation.readability import EASY, lix
from consultation.translating.actions import TranslatedMeanwhile, save_translation
from consultation.translating.forms import TranslationForm
from policies.languages import EASY_DANISH, LANGUAGES, Language
from policies.models import Section, SectionTranslation
from policies.passages import numbered, passages

# Shown also when nothing is translated yet.
_FIRST = (EASY_DANISH, "en")


@dataclass(frozen=True)
class Cell:
    """A section in a language: the standing translation, None when there is none."""

    language: Language
    standing: SectionTranslation | None

    @property
    def lix(self) -> int | None:
        """How hard it is to read, of easy Danish only."""
        if self.standing is None or self.language.code != EASY_DANISH:
            return None
        return _lix(self.standing.text, self.standing.section)


@signed_in_page
@require_safe
def overview(request: Request, slug: str) -> HttpResponse:
    hearing = hearing_to_moderate(request, slug)
    sections = list(hearing.version.sections.prefetch_related("paragraphs"))
    found = _standing(sections)
    used = {*_FIRST, request.GET.get("sprog", ""), *(code for _section, code in found)}
    shown = [language for code, language in LANGUAGES.items() if code in used]
    context = {
        "hearing": hearing,
        "languages_shown": shown,
        "others": [language for language in LANGUAGES.values() if language not in shown],
        "rows": [(s, [Cell(la, found.get((s.pk, la.code))) for la in shown]) for s in sections],
    }
    return render(request, "consultation/translating/overview.html", context)


def _standing(sections: list[Section]) -> dict[tuple[int, str], SectionTranslation]:
    """Every translation that is read now, by its section's id and its language."""
    by_id = {section.pk: section for section in sections}
    found = {}
    for translation in SectionTranslation.objects.filter(section__in=by_id).newest():
        if translation.text:
            translation.section = by_id[translation.section_id]
            found[translation.section_id, translation.language] = translation
    return found


@signed_in_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, slug: str, number: str, language: str) -> HttpResponse:
    """One section in one language, the original beside it. POST: save, preview or take away."""
    hearing = hearing_to_moderate(request, slug)
    section = section_of(hearing, number)
    if language not in LANGUAGES:
        raise Http404
    spoken = LANGUAGES[language]
    if request.method == "POST":
        return _act(request, hearing, section, spoken)
    paragraphs = list(section.paragraphs.all())
    standing = section.translations.filter(language=language).order_by("-number").first()
    initial = {"heading": "", "text": numbered(paragraphs), "seen": 0}
    if standing is not None:
        initial["seen"] = standing.number
    if standing is not None and standing.text:
        initial |= {"heading": standing.heading, "text": standing.text}
    form = TranslationForm(language=spoken, paragraphs=paragraphs, initial=initial)
    return _page(request, hearing, section, spoken, form)


def _act(request: Request, hearing: Hearing, section: Section, language: Language) -> HttpResponse:
    paragraphs = list(section.paragraphs.all())
    form = TranslationForm(request.POST, language=language, paragraphs=paragraphs)
    removes = request.POST.get("do") == "remove"
    if not form.is_valid() and not (removes and "seen" in form.cleaned_data):
        return _page(request, hearing, section, language, form, status=422)
    if request.POST.get("do") == "preview":
        return _page(request, hearing, section, language, form, preview=True)
    written = {"heading": "", "text": ""} if removes else form.cleaned_data
    try:
        save_translation(
            hearing,
            section,
            language,
            heading=written["heading"],
            text=written["text"],
            seen=form.cleaned_data["seen"],
            acting_user=moderator(request),
            at=request.arrived_at,
        )
    except TranslatedMeanwhile as meanwhile:
        # Her words stay in the form; saved once more they come after the other's.
        form.data = request.POST.copy()
        form.data["seen"] = str(meanwhile.standing.number)
        return _page(request, hearing, section, language, form, meanwhile.standing, status=409)
    told = {"number": section.number, "language": language.name}
    if removes:
        said = _("Section %(number)s is no longer shown in %(language)s.")
    else:
        said = _("Section %(number)s is saved in %(language)s.")
    messages.success(request, said % told)
    return redirect("translating:overview", slug=hearing.slug)


def _page(
    request: Request,
    hearing: Hearing,
    section: Section,
    language: Language,
    form: TranslationForm,
    meanwhile: SectionTranslation | None = None,
    preview: bool = False,
    status: int = 200,
) -> HttpResponse:
    text = str(form["text"].value() or "")
    context = {
        "hearing": hearing,
        "section": section,
        "paragraphs": form.paragraphs,
        "language": language,
        "form": form,
        "preview": pairs(section, text) if preview else None,
        "lix": _lix(text, section) if language.code == EASY_DANISH else None,
        "easy": EASY,
        "meanwhile": meanwhile,
        "history": section.translations.filter(language=language.code).select_related("by"),
    }
    return render(request, "consultation/translating/edit.html", context, status=status)


def _lix(text: str, section: Section) -> int:
    """Of the words, without the paragraphs' numbers."""
    return lix(p.text for p in passages(text, list(section.paragraphs.all())))
