"""Translations are beside the frozen text, and only ever grow."""

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import User
from policies.languages import EASY_DANISH, LANGUAGES
from policies.models import Section, SectionTranslation
from tests.factories import make_version

pytestmark = pytest.mark.django_db


@pytest.fixture
def section() -> Section:
    version = make_version()
    version.publish(at=timezone.now())
    return version.sections.get(number="1")


def revise(section: Section, by: User, **overrides: Any) -> SectionTranslation:
    fields = {"language": "ar", "number": 1, "heading": "مقدمة", "text": "1.1 الجميع"}
    return section.translations.create(**{**fields, **overrides}, by=by, at=timezone.now())


def test_a_published_section_gets_one(section: Section, caseworker: User) -> None:
    revise(section, caseworker)
    newest = revise(section, caseworker, number=2, text="1.1 كل المواطنين")
    english = revise(section, caseworker, language="en", text="1.1 Everybody")
    assert list(SectionTranslation.objects.newest()) == [newest, english]


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE policies_sectiontranslation SET text = 'andet' WHERE section_id = %s",
        "DELETE FROM policies_sectiontranslation WHERE section_id = %s",
        "TRUNCATE policies_sectiontranslation",
    ],
)
def test_raw_sql_cannot_change_one(section: Section, caseworker: User, attack: str) -> None:
    revise(section, caseworker)
    values = [section.pk] if "%s" in attack else []
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(attack, values)
    assert section.translations.get().text == "1.1 الجميع"


@pytest.mark.parametrize(
    "wrong",
    [
        {"number": 1},
        {"number": 2, "language": "klingon"},
        {"number": 2, "text": "", "heading": "uden tekst"},
    ],
)
def test_what_the_database_refuses(
    section: Section, caseworker: User, wrong: dict[str, Any]
) -> None:
    revise(section, caseworker)
    with pytest.raises(DatabaseError), transaction.atomic():
        revise(section, caseworker, **wrong)


def test_every_language_says_its_name_and_which_text_applies() -> None:
    assert len(LANGUAGES) >= 12
    for code, language in LANGUAGES.items():
        assert language.code == code
        assert language.own_name
        assert len(language.note) > 20
    assert {code for code, language in LANGUAGES.items() if language.rtl} == {"ar", "ur", "fa"}
    assert LANGUAGES[EASY_DANISH].lang == "da"
