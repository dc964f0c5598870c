"""The log of a hearing: what is in it, for ever, and how it is searched and taken home."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import User
from consultation.models import AuditEvent, Comment, Hearing
from consultation.moderation.actions import hide_comment, publish_comment
from consultation.records.wording import VERBS, about
from tests.factories import make_attachment, make_comment, make_hearing

Verb = AuditEvent.Verb


@pytest.fixture
def comment(hearing: Hearing) -> Comment:
    return make_comment(hearing)


def address(hearing: Hearing, query: str = "") -> str:
    return reverse("records:log", args=[hearing.slug]) + query


def shown(client: Client, hearing: Hearing, query: str = "") -> str:
    answer = client.get(address(hearing, query))
    assert answer.status_code == 200
    return answer.content.decode()


def test_who_decided_what_and_when(
    comment: Comment, caseworker: User, administrator: User, as_caseworker: Client
) -> None:
    at = timezone.now()
    first = publish_comment(comment, acting_user=caseworker, at=at)
    hide_comment(comment, reason="threat", acting_user=administrator, at=at, seen=first.pk)
    page = shown(as_caseworker, comment.hearing)
    assert page.index(f"bemærkning {comment.pk}, skjult") < page.index(
        f"bemærkning {comment.pk}, offentliggjort"
    )
    assert caseworker.name in page
    assert administrator.name in page
    assert reverse("desk:comment", args=[comment.hearing.slug, comment.pk]) in page


def test_reading_is_logged_once_a_day_for_each_person(
    comment: Comment, as_caseworker: Client, as_administrator: Client
) -> None:
    here = reverse("desk:comment", args=[comment.hearing.slug, comment.pk])
    for client in (as_caseworker, as_caseworker, as_administrator):
        client.get(here)
    seen = AuditEvent.objects.filter(verb=Verb.SEEN)
    assert sorted(e.by.name for e in seen) == ["lone", "mette"]  # type: ignore[union-attr]
    assert {e.detail["comment"] for e in seen} == {comment.pk}


def test_asking_without_reading_is_not_reading(comment: Comment, as_caseworker: Client) -> None:
    attachment = make_attachment(comment.response)
    slug = comment.hearing.slug
    for here in (
        reverse("desk:queue", args=[slug]),
        reverse("desk:comment", args=[slug, comment.pk]),
        reverse("desk:attachment", args=[slug, attachment.pk]),
    ):
        assert as_caseworker.head(here).status_code == 200
    assert not AuditEvent.objects.exists()


def test_reading_tomorrow_is_a_line_of_its_own(comment: Comment, caseworker: User) -> None:
    at = timezone.now()
    for days in (0, 0, 1):
        later = at + timedelta(days=days)
        AuditEvent.see(comment.hearing, by=caseworker, at=later, comment=comment.pk)
    assert AuditEvent.objects.filter(verb=Verb.SEEN).count() == 2


def test_opening_a_file_is_logged(comment: Comment, as_caseworker: Client) -> None:
    attachment = make_attachment(comment.response)
    here = reverse("desk:attachment", args=[comment.hearing.slug, attachment.pk])
    as_caseworker.get(here)
    assert AuditEvent.objects.get(verb=Verb.SEEN).detail == {"attachment": attachment.pk}
    assert f"bilag {attachment.pk}" in shown(as_caseworker, comment.hearing)


@pytest.fixture
def eventful(hearing: Hearing, caseworker: User, administrator: User) -> Hearing:
    """One decision of each of two people, on two days; one export."""
    at = timezone.now()
    AuditEvent.record(Verb.DECIDED, hearing, by=caseworker, at=at, comment=1)
    earlier = at - timedelta(days=3)
    AuditEvent.record(Verb.DECIDED, hearing, by=administrator, at=earlier, comment=22)
    AuditEvent.record(Verb.EXPORTED, hearing, by=administrator, at=at, format="xlsx")
    return hearing


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 3),
        ("?hvad=exported", 1),
        ("?hvad=decided", 2),
        ("?bemaerkning=22", 1),
        ("?bemaerkning=2", 0),
        ("?hvad=exported&bemaerkning=22", 0),
    ],
)
def test_search(eventful: Hearing, as_caseworker: Client, query: str, found: int) -> None:
    page = shown(as_caseworker, eventful, query)
    assert page.count('<th scope="row">') == found


def test_search_by_person_and_day(
    eventful: Hearing, administrator: User, as_caseworker: Client
) -> None:
    today = timezone.localdate()
    before = today - timedelta(days=3)
    for query, found in (
        (f"?hvem={administrator.pk}", 2),
        (f"?fra={today}", 2),
        (f"?til={before}", 1),
        (f"?fra={before}&til={before}", 1),
        (f"?fra={before}&til={today}&hvem={administrator.pk}", 2),
    ):
        page = shown(as_caseworker, eventful, query)
        assert page.count('<th scope="row">') == found, query


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?bemaerkning=ti", "Skriv bemærkningens nummer med tal."),
        ("?bemaerkning=99999999999999999999", "Der er ingen bemærkning med så højt et nummer."),
        ("?fra=i+går", "Skriv en dato"),
        ("?fra=2026-12-02&til=2026-12-01", "Den sidste dag kan ikke ligge før den første."),
        ("?hvem=999", "Marker en gyldig valgmulighed"),
        ("?hvad=%00", "Marker en gyldig valgmulighed"),
    ],
)
def test_a_bad_question_is_told(
    hearing: Hearing, as_caseworker: Client, query: str, sentence: str
) -> None:
    answer = as_caseworker.get(address(hearing, query))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_the_last_day_there_is(hearing: Hearing, as_caseworker: Client) -> None:
    assert "Intet i loggen" in shown(as_caseworker, hearing, "?til=9999-12-31")


def test_older_lines_are_on_the_next_page(
    hearing: Hearing, caseworker: User, as_caseworker: Client
) -> None:
    at = timezone.now()
    AuditEvent.objects.bulk_create(
        AuditEvent(hearing=hearing, verb=Verb.DECIDED, by=caseworker, at=at, detail={"comment": n})
        for n in range(1, 151)
    )
    page = shown(as_caseworker, hearing, "?hvad=decided")
    assert page.count('<th scope="row">') == 100
    assert "bemærkning 150" in page
    link = page.split('">Ældre')[0].rpartition('href="')[2].replace("&amp;", "&")
    older = shown(as_caseworker, hearing, link)
    assert older.count('<th scope="row">') == 50
    assert "hvad=decided" in link
    assert "Ældre" not in older


def test_the_chosen_part_as_a_file(
    eventful: Hearing, administrator: User, as_caseworker: Client
) -> None:
    administrator.name = "=1+1"
    administrator.save(update_fields=["name"])
    answer: Any = as_caseworker.post(address(eventful, "?hvad=exported"))
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert text.splitlines()[0] == "Hvornår;Hvem;Hvad;Om"
    # Taking it stands in it.
    assert [line.split(";", 1)[1] for line in text.splitlines()[1:]] == [
        "lone;Hentede;denne log",
        "'=1+1;Hentede;XLSX",
    ]


def test_another_hearings_events_are_not_here(eventful: Hearing, as_caseworker: Client) -> None:
    other = make_hearing(slug="en-anden", version=eventful.version)
    assert "Her er ikke sket noget endnu." in shown(as_caseworker, other)


def test_the_database_refuses_to_forget(comment: Comment, caseworker: User) -> None:
    AuditEvent.see(comment.hearing, by=caseworker, at=timezone.now(), comment=comment.pk)
    with connection.cursor() as cursor:
        # What is still to be checked would refuse TRUNCATE for a reason of its own.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for statement in (
        "UPDATE consultation_auditevent SET verb = 'exported'",
        "DELETE FROM consultation_auditevent",
        "TRUNCATE consultation_auditevent",
    ):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert AuditEvent.objects.count() == 1


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_verb_and_phrase_has_words(language: str) -> None:
    assert set(VERBS) == set(Verb.values)
    detail = {
        "comment": 7,
        "attachment": 8,
        "after": "hidden",
        "format": "csv",
        "count": 1,
        "section": "2",
        "language": "ar",
        "role": "caseworker",
        "active": False,
        "revision": 9,
    }
    with override(language):
        said = about(AuditEvent(verb=Verb.DECIDED, detail=detail))
        labels = {str(label) for label in VERBS.values()}
    assert len(labels) == len(VERBS)
    assert said.count(", ") == 8
    assert ("bemærkning 7, bilag 8, skjult" in said) is (language == "da")
