"""A section in another language: beside the Danish text, which applies."""

import pytest
from django.test import Client
from django.urls import reverse

from consultation.models import Hearing
from tests.factories import make_hearing, make_translation


def address(hearing: Hearing, language: str = "ar", number: str = "1") -> str:
    return reverse("hearings:translation", args=[hearing.slug, number, language])


def room(hearing: Hearing) -> str:
    return reverse("hearings:room", args=[hearing.slug])


def test_both_stand_side_by_side(hearing: Hearing, citizen: Client) -> None:
    make_translation(hearing)
    page = citizen.get(address(hearing)).content.decode()
    assert "Alle borgere i kommunen er medborgere." in page
    assert '<p lang="ar" dir="rtl">جميع سكان البلدية مواطنون.</p>' in page
    assert "Oversættelsen er en hjælp. Det er den danske tekst, der gælder." in page
    assert '<p lang="ar" dir="rtl">هذه الترجمة للمساعدة فقط.' in page
    # 1.2 has none, and every paragraph is answered in its own place.
    assert page.count("Ikke oversat") == 1
    for ref in ("1.1", "1.2"):
        paragraph = reverse("responses:paragraph", args=[hearing.slug, ref])
        assert f'href="{paragraph}#skriv"' in page


def test_easy_danish_is_danish(hearing: Hearing, citizen: Client) -> None:
    make_translation(hearing, language="da-let", heading="", text="1.1 Alle er med.")
    page = citizen.get(address(hearing, "da-let")).content.decode()
    assert '<p lang="da" dir="ltr">Alle er med.</p>' in page
    assert "Teksten på let dansk er en hjælp. Det er den fulde tekst, der gælder." in page
    english = citizen.get(f"/en{address(hearing, 'da-let')}").content.decode()
    assert "Easy Danish is there to help you." in english
    assert '<td lang="da">Alle borgere i kommunen er medborgere.</td>' in english


def test_the_heading_offers_it(hearing: Hearing, citizen: Client) -> None:
    assert "sprog-1" not in citizen.get(room(hearing)).content.decode()
    make_translation(hearing)
    make_translation(hearing, language="da-let")
    make_translation(hearing, "2", "tr", text="2.1 Herkes")
    page = citizen.get(room(hearing)).content.decode()
    link = f'<a href="{address(hearing)}" lang="ar" hreflang="ar" data-panel="read">العربية<'
    assert link in page
    assert page.index("Let dansk") < page.index("العربية") < page.index("Türkçe")
    assert page.count("tongues") == 2


def test_the_part_beside_the_text(hearing: Hearing, citizen: Client) -> None:
    make_translation(hearing)
    part = citizen.get(f"{address(hearing)}?vis=panel").content.decode()
    assert "<html" not in part
    assert "جميع سكان البلدية مواطنون." in part
    assert f'href="{room(hearing)}#punkt-1.1"' in part


def test_the_newest_revision_is_read_and_an_empty_one_takes_it_away(
    hearing: Hearing, citizen: Client
) -> None:
    make_translation(hearing, text="1.1 قديم")
    make_translation(hearing, text="1.1 جديد")
    page = citizen.get(address(hearing)).content.decode()
    assert "جديد" in page
    assert "قديم" not in page
    make_translation(hearing, heading="", text="")
    assert citizen.get(address(hearing)).status_code == 404
    assert "tongues" not in citizen.get(room(hearing)).content.decode()


def test_what_is_written_is_shown_as_words(hearing: Hearing, citizen: Client) -> None:
    make_translation(hearing, language="en", text="1.1 <script>alert(1)</script>\nTwo", heading="")
    page = citizen.get(address(hearing, "en")).content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>Two" in page


@pytest.mark.parametrize(
    ("number", "language"), [("1", "en"), ("9", "ar"), ("1", "xx"), ("%00", "ar"), ("1", "da")]
)
def test_what_is_not_there(hearing: Hearing, citizen: Client, number: str, language: str) -> None:
    make_translation(hearing)
    path = f"{room(hearing)}afsnit/{number}/{language}/"
    assert citizen.get(path).status_code == 404


def test_a_hearing_that_is_not_announced(citizen: Client, db: None) -> None:
    hearing = make_hearing(published=False)
    make_translation(hearing)
    assert citizen.get(address(hearing)).status_code == 404


def test_it_takes_no_post(hearing: Hearing, citizen: Client) -> None:
    make_translation(hearing)
    assert citizen.post(address(hearing)).status_code == 405
