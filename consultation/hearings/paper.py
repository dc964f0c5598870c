"""The policy of a hearing as a PDF: the text that is heard, each paragraph with its number."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consultation.hearings import reading
from consultation.hearings.reading import Place
from consultation.models import Hearing
from consultation.papers.typeset import fingerprint, typeset
from consultation.templatetags.ordet import moment

_TEMPLATE = "policy"
# Seconds. It is made again when it is asked for after that, to the same bytes.
_KEPT = 30 * 24 * 60 * 60


@dataclass(frozen=True)
class PolicyPaper:
    """What is printed, and the key of the PDF that holds exactly that."""

    hearing: Hearing
    data: dict[str, Any]
    key: str

    def pdf(self) -> bytes:
        """Made once and kept: everybody may ask for it."""
        name = f"policy-paper:{self.key}"
        made: bytes | None = cache.get(name)
        if made is None:
            at = self.hearing.version.published_at or self.hearing.opens_at
            made = typeset(_TEMPLATE, self.data, at=at)
            cache.set(name, made, _KEPT)
        return made


def policy_paper(hearing: Hearing) -> PolicyPaper:
    """The paper of an announced hearing, labelled in the language of the page; three queries."""
    data = _data(hearing)
    return PolicyPaper(hearing, data, fingerprint(_TEMPLATE, data))


def _data(hearing: Hearing) -> dict[str, Any]:
    version = hearing.version
    return {
        "title": version.policy.title,
        "label": version.label,
        "municipality": settings.MUNICIPALITY,
        "language": get_language(),
        "facts": _facts(hearing),
        "footer": f"{version.policy.title} · {version.label}".rstrip(" ·"),
        "sections": [
            {
                "number": chapter.section.number,
                "heading": chapter.section.heading,
                "places": [_place(place) for place in chapter.places],
            }
            for chapter in reading.read(hearing, Counter())
        ],
        "words": {
            "page": _("Page {page} of {pages}"),
            "figure": _("Figure in the original document"),
            "numbers": _(
                "Characters that this paper's letters lack are written as their number in "
                "Unicode, for example [U+1F600]."
            ),
        },
    }


def _facts(hearing: Hearing) -> list[dict[str, str]]:
    address = settings.BASE_URL + hearing.get_absolute_url()
    facts = [
        {"name": _("Hearing"), "value": hearing.title},
        {"name": _("Deadline for responses"), "value": moment(hearing.closes_at)},
        {"name": _("Read and respond at"), "link": address},
    ]
    if hearing.case_number:
        facts.append({"name": _("Case number"), "value": hearing.case_number})
    return facts


def _place(place: Place) -> dict[str, Any]:
    paragraph, theme = place.paragraph, place.theme
    return {
        "ref": paragraph.ref_shown,
        "kind": paragraph.kind,
        "text": paragraph.text,
        "theme": theme.name if theme else "",
        "colour": theme.colour if theme else 0,
        "items": [_place(item) for item in place.items],
    }
