"""The policy as a PDF: everybody's, the same each time, every paragraph with its number."""

import io
from collections.abc import Iterator
from datetime import timedelta

import pypdf
import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.demo.build import build
from consultation.hearings import paper
from consultation.models import Hearing
from policies.importers.outline import Block, SectionOutline, with_refs
from tests.factories import make_hearing, make_outline, make_version
from tests.pdf import assert_for_everybody_and_for_ever, assert_in_order, read

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def address(hearing: Hearing) -> str:
    return reverse("hearings:paper", args=[hearing.slug])


def pdf_of(hearing: Hearing, citizen: Client, prefix: str = "") -> bytes:
    answer = citizen.get(prefix + address(hearing))
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/pdf"
    return answer.content


def test_the_demo_policy_is_all_in_it(citizen: Client) -> None:
    hearing = build(timezone.now())
    pdf = pdf_of(hearing, citizen)
    assert_for_everybody_and_for_ever(pdf)
    paragraphs = list(hearing.version.paragraphs.select_related("theme"))
    assert len(paragraphs) > 40
    told: list[str] = []
    for paragraph in paragraphs:
        told += [paragraph.ref_shown, " ".join(paragraph.text.split())]
    assert_in_order(read(pdf), *told)


def test_the_first_page_says_what_it_is_and_where_to_answer(
    hearing: Hearing, citizen: Client
) -> None:
    first = pypdf.PdfReader(io.BytesIO(pdf_of(hearing, citizen))).pages[0].extract_text()
    for told in (
        "Ishøj Kommune",
        "Høringsversion",
        "En politik",
        "Høringsfrist",
        "http://127.0.0.1:8000/hoeringer/en-hoering/",
        "Side 1 af ",
    ):
        assert told in first


def test_it_has_a_title_a_language_and_bookmarks(hearing: Hearing, citizen: Client) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf_of(hearing, citizen)))
    assert reader.metadata is not None
    assert reader.metadata.title == "En politik · Høringsversion"
    assert reader.trailer["/Root"]["/Lang"] == "da"
    marks = [mark.title for mark in reader.outline if not isinstance(mark, list)]
    assert marks == ["1 Indledning", "2 Temaer"]
    (themes,) = (mark for mark in reader.outline if isinstance(mark, list))
    assert [mark.title for mark in themes] == ["Fællesskab Alle er med i et fællesskab"]
    made = hearing.version.published_at
    assert made is not None
    assert reader.metadata.creation_date == made.replace(microsecond=0)


def test_in_english_the_labels_are_english_and_the_policy_is_not(
    hearing: Hearing, citizen: Client
) -> None:
    pdf = pdf_of(hearing, citizen, "/en")
    assert_for_everybody_and_for_ever(pdf)
    assert_in_order(read(pdf), "Deadline for responses", "Alle borgere i kommunen", "Page ")
    assert "Høringsfrist" not in read(pdf)


def test_it_is_the_same_bytes_when_it_is_made_again(hearing: Hearing, citizen: Client) -> None:
    first = pdf_of(hearing, citizen)
    cache.clear()
    assert pdf_of(hearing, citizen) == first


def test_it_is_made_once(
    hearing: Hearing, citizen: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = pdf_of(hearing, citizen)

    def never(*args: object, **kwargs: object) -> bytes:
        raise AssertionError("it is made a second time")

    monkeypatch.setattr(paper, "typeset", never)
    assert pdf_of(hearing, citizen) == first


def test_a_browser_that_has_it_is_told_so(hearing: Hearing, citizen: Client) -> None:
    etag = citizen.get(address(hearing)).headers["ETag"]
    again = citizen.get(address(hearing), headers={"If-None-Match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_another_deadline_is_another_paper(
    hearing: Hearing, citizen: Client, caseworker: object
) -> None:
    before = citizen.get(address(hearing)).headers["ETag"]
    later = hearing.closes_at + timedelta(days=7)
    hearing.extend(to=later, reason="Ferie", by=caseworker, at=timezone.now())  # type: ignore[arg-type]
    assert citizen.get(address(hearing)).headers["ETag"] != before


def test_kinds_of_paragraphs_and_nested_items(citizen: Client) -> None:
    hostile = '#panic("x") $ * 😀 \u202eabc ' + "ø" * 300
    sections = (
        SectionOutline(
            "1",
            "Det hele " + hostile,
            (
                Block("text", hostile),
                Block("item", "Et punkt", level=1),
                Block("item", "Et underpunkt", level=2),
                Block("item", "Et til", level=1),
                Block("callout", "Alle kan noget"),
                Block("figure", "Medborgerskabets cirkel"),
            ),
        ),
    )
    version = make_version(outline=make_outline(sections=with_refs(sections), themes=()))
    pdf = pdf_of(make_hearing(version=version), citizen)
    assert_for_everybody_and_for_ever(pdf)
    assert_in_order(
        read(pdf),
        "1.1",
        '#panic("x") $ * [U+1F600]',
        "1.1 a Et punkt",
        "1.1 a1 Et underpunkt",
        "1.1 b Et til",
        "1.2 Alle kan noget",
        "1.3 Figur i det oprindelige dokument Medborgerskabets cirkel",
    )


def test_the_reading_room_leads_to_it(hearing: Hearing, citizen: Client) -> None:
    page = citizen.get(hearing.get_absolute_url()).content.decode()
    assert f'href="{address(hearing)}"' in page
    assert "Hent som PDF" in page


def test_a_hearing_that_is_not_announced_has_none(citizen: Client) -> None:
    assert citizen.get(address(make_hearing(published=False))).status_code == 404
    assert citizen.get(reverse("hearings:paper", args=["findes-ikke"])).status_code == 404
