"""Staff write translations: saved as revisions, two at once are told, and it is on record."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from consultation.models import AuditEvent, Hearing
from consultation.translating.actions import TranslatedMeanwhile, save_translation
from policies.languages import LANGUAGES
from policies.models import SectionTranslation
from tests.factories import make_hearing, make_translation, make_user

pytestmark = pytest.mark.django_db

ARABIC = {"heading": "مقدمة", "text": "1.1 الجميع", "seen": "0", "do": "save"}


def edit(hearing: Hearing, language: str = "ar", number: str = "1") -> str:
    return reverse("translating:edit", args=[hearing.slug, number, language])


def overview(hearing: Hearing) -> str:
    return reverse("translating:overview", args=[hearing.slug])


def public(hearing: Hearing, language: str = "ar") -> str:
    return reverse("hearings:translation", args=[hearing.slug, "1", language])


def test_saving_shows_it_to_everybody_and_is_on_record(
    hearing: Hearing, as_caseworker: Client, citizen: Client, caseworker: User
) -> None:
    answer = as_caseworker.post(edit(hearing), ARABIC)
    assert answer.headers["Location"] == overview(hearing)
    assert "Afsnit 1 er gemt på arabisk." in as_caseworker.get(overview(hearing)).content.decode()
    assert "الجميع" in citizen.get(public(hearing)).content.decode()
    event = AuditEvent.objects.get()
    assert (event.verb, event.by, event.hearing) == ("translated", caseworker, hearing)
    saved = SectionTranslation.objects.get()
    assert event.detail == {
        "section": "1",
        "language": "ar",
        "revision": saved.pk,
        "away": False,
    }


def test_a_new_one_begins_with_the_numbers_and_the_original_beside(
    hearing: Hearing, as_caseworker: Client
) -> None:
    page = as_caseworker.get(edit(hearing)).content.decode()
    assert "Alle borgere i kommunen er medborgere." in page
    assert "1.1 \n\n1.2 " in page
    assert 'lang="ar" dir="rtl"' in page


def test_the_same_words_sent_twice_are_one_revision(
    hearing: Hearing, as_caseworker: Client
) -> None:
    for _twice in range(2):
        assert as_caseworker.post(edit(hearing), ARABIC).status_code == 302
    assert SectionTranslation.objects.count() == AuditEvent.objects.count() == 1


def test_the_second_of_two_is_told_and_loses_nothing(
    hearing: Hearing, as_caseworker: Client, as_administrator: Client
) -> None:
    as_administrator.post(edit(hearing), ARABIC)
    hers = {**ARABIC, "text": "1.1 كل الناس"}
    answer = as_caseworker.post(edit(hearing), hers)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "mette gemte afsnittet den" in page
    assert "كل الناس</textarea>" in page
    assert "الجميع" in page
    assert 'name="seen" value="1"' in page
    assert SectionTranslation.objects.get().text == "1.1 الجميع"
    assert as_caseworker.post(edit(hearing), {**hers, "seen": "1"}).status_code == 302
    assert SectionTranslation.objects.newest().get().text == "1.1 كل الناس"
    assert SectionTranslation.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_ten_at_the_same_moment_one_is_next(hearing: Hearing, caseworker: User) -> None:
    section = hearing.version.sections.get(number="1")

    def save(n: int) -> bool:
        try:
            save_translation(
                hearing,
                section,
                LANGUAGES["en"],
                heading="",
                text=f"1.1 Text {n}",
                seen=0,
                acting_user=caseworker,
                at=timezone.now(),
            )
        except TranslatedMeanwhile:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(10) as threads:
        assert sorted(threads.map(save, range(10))) == [False] * 9 + [True]
    assert section.translations.count() == 1


@pytest.mark.django_db(transaction=True)
def test_when_the_database_fails_the_words_are_in_the_answer(
    hearing: Hearing, as_caseworker: Client
) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE policies_sectiontranslation RENAME TO away")
        answer = as_caseworker.post(edit(hearing), ARABIC)
        cursor.execute("ALTER TABLE away RENAME TO policies_sectiontranslation")
    assert answer.status_code == 503
    page = answer.content.decode()
    assert "1.1 الجميع</textarea>" in page
    assert '<input type="hidden" name="seen" value="0">' in page
    assert as_caseworker.post(edit(hearing), ARABIC).status_code == 302


def test_taking_it_away_keeps_what_stood_there(
    hearing: Hearing, as_caseworker: Client, citizen: Client
) -> None:
    as_caseworker.post(edit(hearing), ARABIC)
    answer = as_caseworker.post(edit(hearing), {"do": "remove", "seen": "1"})
    assert answer.status_code == 302
    assert citizen.get(public(hearing)).status_code == 404
    assert list(SectionTranslation.objects.values_list("text", flat=True)) == ["", "1.1 الجميع"]
    page = as_caseworker.get(edit(hearing)).content.decode()
    assert "fjernet" in page
    assert "Fjern oversættelsen" not in page
    # Written again, it goes on from there.
    assert as_caseworker.post(edit(hearing), {**ARABIC, "seen": "2"}).status_code == 302


def test_nothing_is_taken_away_that_was_not_there(hearing: Hearing, as_caseworker: Client) -> None:
    assert as_caseworker.post(edit(hearing), {"do": "remove", "seen": "0"}).status_code == 302
    assert not SectionTranslation.objects.exists()
    assert not AuditEvent.objects.exists()


def test_a_preview_saves_nothing(hearing: Hearing, as_caseworker: Client) -> None:
    answer = as_caseworker.post(edit(hearing), {**ARABIC, "do": "preview"})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "Sådan kommer det til at se ud." in page
    assert '<p lang="ar" dir="rtl">الجميع</p>' in page
    assert not SectionTranslation.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"text": ""}, "Skriv oversættelsen af mindst ét punkt."),
        ({"text": "1.1 \n\n1.2"}, "Skriv oversættelsen af mindst ét punkt."),
        ({"text": "x" * 30_001}, "Din tekst er på 30.001 tegn."),
        ({"heading": "x" * 301}, "300"),
        ({"seen": "x"}, ""),
        ({"seen": "99999999999999999999"}, ""),
    ],
)
def test_what_is_refused_stands_in_the_form(
    hearing: Hearing, as_caseworker: Client, wrong: dict[str, str], said: str
) -> None:
    answer = as_caseworker.post(edit(hearing), {**ARABIC, **wrong})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not SectionTranslation.objects.exists()


@pytest.mark.parametrize(
    "text", ["1.1 NUL\x00 her", "1.1 =1+1", "1.1 \u202eomvendt", "1.1 <b>x</b>"]
)
def test_odd_text_is_kept_as_text(hearing: Hearing, as_caseworker: Client, text: str) -> None:
    assert as_caseworker.post(edit(hearing), {**ARABIC, "text": text}).status_code == 302
    assert SectionTranslation.objects.get().text == text.replace("\x00", "")


def test_easy_danish_shows_how_hard_it_is_to_read(hearing: Hearing, as_caseworker: Client) -> None:
    make_translation(hearing, language="da-let", heading="", text="1.1 Du kan være med.")
    assert "LIX 4" in as_caseworker.get(overview(hearing)).content.decode()
    assert "LIX 4." in as_caseworker.get(edit(hearing, "da-let")).content.decode()
    assert "LIX" not in as_caseworker.get(edit(hearing, "en")).content.decode()


def test_the_table_shows_the_languages_in_use_and_the_one_asked_for(
    hearing: Hearing, as_caseworker: Client
) -> None:
    make_translation(hearing)
    page = as_caseworker.get(f"{overview(hearing)}?sprog=pl").content.decode()
    for shown in ("Let dansk", "Engelsk", "Arabisk", "Polsk"):
        assert f'<th scope="col">{shown}</th>' in page
    assert '<option value="tr">Tyrkisk</option>' in page
    assert '<th scope="col">Tyrkisk' not in page
    assert as_caseworker.get(f"{overview(hearing)}?sprog=%00").status_code == 200


@pytest.mark.parametrize(
    ("number", "language"), [("9", "ar"), ("1", "xx"), ("1", "da"), ("%00", "ar")]
)
def test_what_is_not_there(
    hearing: Hearing, as_caseworker: Client, number: str, language: str
) -> None:
    path = f"{overview(hearing)}{number}/{language}/"
    assert as_caseworker.get(path).status_code == 404


@pytest.mark.parametrize("role", [Role.CITIZEN, Role.COUNCIL_MEMBER])
def test_others_write_nothing(hearing: Hearing, citizen: Client, role: Role) -> None:
    citizen.force_login(
        make_user("andre@post.example", role),
        backend="allauth.account.auth_backends.AuthenticationBackend",
    )
    expected = 404 if role == Role.CITIZEN else 403
    assert citizen.post(edit(hearing), ARABIC).status_code == expected
    assert not SectionTranslation.objects.exists()


def test_a_hearing_may_be_translated_before_it_is_announced(
    as_caseworker: Client, citizen: Client
) -> None:
    hearing: Any = make_hearing(published=False)
    assert as_caseworker.post(edit(hearing), ARABIC).status_code == 302
    assert citizen.get(public(hearing)).status_code == 404
    hearing.publish(at=hearing.opens_at)
    assert "الجميع" in citizen.get(public(hearing)).content.decode()
