"""What is kept of readable words: the same ones counted, the letters they stand in, the search."""

from importlib import import_module

import pytest
from django.contrib.postgres.search import SearchQuery
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from consultation.models import Comment, Consideration, Hearing, ResponseTally, WordsTally
from consultation.models.words import ANY
from consultation.moderation.actions import hide_comment
from tests.factories import make_comment, make_response, paragraph

pytestmark = pytest.mark.django_db


def counted(hearing: Hearing, ref: str = "1.1", stance: str = ANY, kind: str = ANY) -> list[int]:
    """How often each wording was said, the most said first."""
    of = WordsTally.objects.filter(hearing=hearing, stance=stance, kind=kind, count__gt=0)
    of = of.filter(paragraph=paragraph(hearing, ref) if ref else None).exclude(fingerprint="")
    return sorted(of.values_list("count", flat=True), reverse=True)


def total(hearing: Hearing, stance: str = ANY, kind: str = ANY) -> int:
    of = WordsTally.objects.filter(hearing=hearing, stance=stance, kind=kind, fingerprint="")
    return sum(of.values_list("count", flat=True))


def test_the_same_words_are_counted_but_for_capitals_and_blanks(
    hearing: Hearing, caseworker: User
) -> None:
    for body in ("Bevar  åen.", "bevar\nÅEN.", " Bevar åen. ", "Bevar åen?"):
        make_comment(hearing, body=body, published_by=caseworker)
    assert counted(hearing) == [3, 1]
    assert counted(hearing, "1.2") == []


def test_a_proposed_wording_is_part_of_the_words(hearing: Hearing, caseworker: User) -> None:
    for proposed in ("", "Alle er medborgere.", "Alle er medborgere."):
        make_comment(hearing, proposed_text=proposed, published_by=caseworker)
    assert counted(hearing) == [2, 1]


def test_only_what_readers_may_read_counts(hearing: Hearing, caseworker: User) -> None:
    make_comment(hearing)
    make_comment(hearing, hidden_by=caseworker)
    assert (counted(hearing), total(hearing)) == ([], 0)
    assert not ResponseTally.objects.filter(count__gt=0).exists()


def test_a_decision_undone_is_counted_down(hearing: Hearing, caseworker: User) -> None:
    comments = [make_comment(hearing, published_by=caseworker) for _n in range(2)]
    assert counted(hearing) == [2]
    standing = comments[0].decisions.get()
    hide_comment(
        comments[0],
        reason="hate",
        acting_user=caseworker,
        at=timezone.now(),
        seen=standing.pk,
    )
    assert (counted(hearing), total(hearing)) == ([1], 1)
    published = ResponseTally.objects.filter(count__gt=0, stance=ANY)
    assert list(published.values_list("number", flat=True)) == [comments[1].response.number]


def test_a_redacted_comment_counts_with_what_is_left_of_it(
    hearing: Hearing, caseworker: User
) -> None:
    make_comment(hearing, body="Ring […]", published_by=caseworker)
    comment = make_comment(hearing, body="Ring 20304050", published_by=caseworker)
    Comment.objects.filter(pk=comment.pk).update(state="redacted", public_body="Ring […]")
    assert counted(hearing) == [2]


def test_each_stance_and_kind_has_its_own_numbers(hearing: Hearing, caseworker: User) -> None:
    for kind, stance in (("board", "oppose"), ("board", ""), ("citizen", "oppose")):
        response = make_response(hearing, respondent_type=kind)
        make_comment(hearing, response=response, stance=stance, published_by=caseworker)
    assert counted(hearing) == [3]
    assert counted(hearing, stance="oppose") == counted(hearing, kind="board") == [2]
    assert counted(hearing, stance="", kind="board") == [1]
    assert counted(hearing, stance="", kind="citizen") == []
    assert total(hearing, stance="oppose", kind="citizen") == 1


def test_of_a_protected_sender_the_kind_is_never_told(hearing: Hearing, caseworker: User) -> None:
    response = make_response(hearing, respondent_type="council", address_protected=True)
    comment = make_comment(hearing, response=response, published_by=caseworker)
    assert comment.sender_kind == "citizen"
    assert counted(hearing, kind="council") == []
    assert ResponseTally.objects.get(stance=ANY).kind == "citizen"


def test_a_kind_that_is_corrected_is_corrected_everywhere(
    hearing: Hearing, caseworker: User
) -> None:
    comment = make_comment(hearing, published_by=caseworker)
    make_comment(hearing, response=comment.response)
    comment.response.respondent_type = "association"
    comment.response.save(update_fields=["respondent_type"])
    comment.refresh_from_db()
    assert comment.sender_kind == "association"
    assert (counted(hearing, kind="association"), counted(hearing, kind="citizen")) == ([1], [])
    letter = ResponseTally.objects.get(stance=ANY)
    assert (letter.kind, letter.count) == ("association", 1)


def test_no_program_says_another_kind_than_the_response(hearing: Hearing) -> None:
    comment = make_comment(hearing, sender_kind="board")
    assert comment.sender_kind == "citizen"
    with connection.cursor() as cursor:
        cursor.execute("UPDATE consultation_comment SET sender_kind = 'company'")
    comment.refresh_from_db()
    assert comment.sender_kind == "citizen"


def test_general_comments_are_counted_together(hearing: Hearing, caseworker: User) -> None:
    for _n in range(3):
        make_comment(hearing, "", published_by=caseworker)
    assert counted(hearing, "") == [3]


def test_the_migration_counts_what_was_there_before(hearing: Hearing, caseworker: User) -> None:
    response = make_response(hearing, respondent_type="board")
    for ref in ("1.1", "1.1", "1.2", ""):
        make_comment(hearing, ref, response=response, published_by=caseworker)
    make_comment(hearing, hidden_by=caseworker)

    def kept() -> list[object]:
        words = WordsTally.objects.filter(count__gt=0)
        responses = ResponseTally.objects.filter(count__gt=0)
        columns = ("paragraph", "stance", "kind", "fingerprint", "count")
        return [
            sorted(map(str, words.values_list(*columns))),
            sorted(
                map(str, responses.values_list("response", "number", "kind", "stance", "count"))
            ),
        ]

    by_triggers = kept()
    WordsTally.objects.all().delete()
    ResponseTally.objects.all().delete()
    migration = import_module("consultation.migrations.0004_count_words")
    with connection.cursor() as cursor:
        for sql in (migration.KINDS, migration.WORDS, migration.RESPONSES):
            cursor.execute(sql)
    assert kept() == by_triggers


def found(text: str) -> list[str]:
    query = SearchQuery(text, config="danish", search_type="websearch")
    return list(Comment.objects.filter(searchable=query).values_list("body", flat=True))


def test_the_search_knows_danish(hearing: Hearing, caseworker: User) -> None:
    make_comment(hearing, body="En borger <uden bil>", published_by=caseworker)
    assert found("borgerne") == found("bil") == ["En borger <uden bil>"]
    assert found("cykler") == []


def test_the_search_finds_only_what_readers_may_read(hearing: Hearing, caseworker: User) -> None:
    make_comment(hearing, body="Afventer hestevogn")
    make_comment(hearing, body="Skjult hestevogn", hidden_by=caseworker)
    redacted = make_comment(hearing, body="Hestevogn", published_by=caseworker)
    Comment.objects.filter(pk=redacted.pk).update(state="redacted", public_body="Ros […]")
    assert found("hestevogn") == []
    assert found("ros") == ["Hestevogn"]


@pytest.mark.parametrize("missing", ["reply", "outcome"])
def test_a_published_consideration_answers(hearing: Hearing, missing: str) -> None:
    fields = {"reply": "Ja.", "outcome": "noted"} | {missing: ""}
    with pytest.raises(IntegrityError), transaction.atomic():
        Consideration.objects.create(
            hearing=hearing, title="Et punkt", published_at=timezone.now(), **fields
        )
    Consideration.objects.create(hearing=hearing, title="Et punkt", **fields)
