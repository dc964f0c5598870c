"""What the database itself refuses: the promises of the house, tried with raw SQL."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from accounts.models import User
from consultation.models import (
    Amendment,
    AuditEvent,
    Comment,
    CommentTally,
    Consultee,
    Decision,
    Draft,
    Hearing,
    Response,
)
from consultation.responses.amending import (
    add_comment,
    correct_comment,
    withdraw_comment,
    withdraw_response,
)
from tests.factories import (
    make_attachment,
    make_comment,
    make_hearing,
    make_response,
    make_version,
    paragraph,
)

pytestmark = pytest.mark.django_db


def refused(sql: str, *values: object) -> None:
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def test_decisions_only_grow(hearing: Hearing, caseworker: User) -> None:
    make_comment(hearing, published_by=caseworker)
    assert Decision.objects.count() == 1
    refused("UPDATE consultation_decision SET note = 'andet'")
    refused("DELETE FROM consultation_decision")
    refused("TRUNCATE consultation_decision")


def test_audit_events_only_grow(hearing: Hearing, caseworker: User) -> None:
    make_comment(hearing, published_by=caseworker)
    assert AuditEvent.objects.count() == 1
    refused("UPDATE consultation_auditevent SET verb = 'exported'")
    refused("DELETE FROM consultation_auditevent")
    refused("TRUNCATE consultation_auditevent")


def test_extensions_only_grow(hearing: Hearing, caseworker: User) -> None:
    later = hearing.closes_at + timedelta(days=7)
    hearing.extend(to=later, reason="Vinterferie", by=caseworker, at=timezone.now())
    refused("UPDATE consultation_deadlineextension SET reason = 'andet'")
    refused("DELETE FROM consultation_deadlineextension")


@pytest.mark.parametrize(
    "change",
    [
        "body = 'andet'",
        "proposed_text = 'andet'",
        "stance = 'oppose'",
        "paragraph_id = NULL",
        "replaces_id = id",
    ],
)
@pytest.mark.parametrize("state", ["pending", "published", "replaced", "withdrawn"])
def test_what_a_citizen_wrote_is_never_changed(hearing: Hearing, change: str, state: str) -> None:
    make_comment(hearing, state=state)
    refused(f"UPDATE consultation_comment SET {change}")


@pytest.mark.parametrize("state", ["replaced", "withdrawn"])
@pytest.mark.parametrize("after", ["pending", "published", "replaced", "withdrawn"])
def test_what_was_taken_back_stays_taken_back(hearing: Hearing, state: str, after: str) -> None:
    make_comment(hearing, state=state)
    if after != state:
        refused("UPDATE consultation_comment SET state = %s", after)
    refused("DELETE FROM consultation_comment")


def test_a_withdrawn_response_stays_withdrawn(hearing: Hearing) -> None:
    make_response(hearing, withdrawn_at=timezone.now())
    refused("UPDATE consultation_response SET withdrawn_at = NULL")
    refused("UPDATE consultation_response SET withdrawn_at = now() + interval '1 day'")


def test_a_correction_stands_in_the_place_of_what_it_corrects(hearing: Hearing) -> None:
    earlier = make_comment(hearing, "1.1")
    make_comment(hearing, "1.1", response=earlier.response, replaces=earlier)
    elsewhere = {"response": earlier.response, "replaces": earlier}
    for wrong in (
        {"response": make_response(hearing), "replaces": make_comment(hearing, "1.1")},
        {"response": earlier.response, "replaces": make_comment(hearing, "1.1")},
        # A second correction of the same.
        elsewhere,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_comment(hearing, "1.1", **wrong)
    other = make_comment(hearing, "1.2", response=earlier.response)
    for ref in ("1.1", ""):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_comment(hearing, ref, response=earlier.response, replaces=other)


def test_amendments_only_grow(hearing: Hearing) -> None:
    comment = make_comment(hearing)
    withdraw_comment(comment, by=None, at=timezone.now())
    assert Amendment.objects.count() == 1
    refused("UPDATE consultation_amendment SET kind = 'added'")
    refused("DELETE FROM consultation_amendment")
    refused("TRUNCATE consultation_amendment")
    attachment = make_attachment(comment.response)
    for kind, about in (
        ("added", {}),
        ("all_withdrawn", {"comment": comment}),
        ("corrected", {"comment": comment, "attachment": attachment}),
        ("file_added", {"comment": comment}),
        ("file_withdrawn", {}),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Amendment.objects.create(
                response=comment.response, kind=kind, at=timezone.now(), **about
            )


@pytest.mark.parametrize(
    "change",
    [
        "name = 'andet.pdf'",
        "sha256 = ''",
        "size = 1",
        "file = 'andet'",
        "content_type = 'text/html'",
    ],
)
def test_an_attachment_is_kept_as_it_was_sent(hearing: Hearing, change: str) -> None:
    make_attachment(make_response(hearing))
    refused(f"UPDATE consultation_attachment SET {change}")
    refused("DELETE FROM consultation_attachment")
    refused("TRUNCATE consultation_attachment")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE consultation_attachment SET published_at = now()")


def test_the_same_file_is_attached_once(hearing: Hearing) -> None:
    response = make_response(hearing)
    make_attachment(response)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_attachment(response, name="igen.pdf")


def test_a_withdrawn_file_stays_withdrawn(hearing: Hearing) -> None:
    response = make_response(hearing)
    make_attachment(response, withdrawn_at=timezone.now())
    refused("UPDATE consultation_attachment SET withdrawn_at = NULL")
    refused("DELETE FROM consultation_attachment")
    make_attachment(response, name="igen.pdf")


def test_what_a_citizen_sent_is_never_deleted(hearing: Hearing) -> None:
    make_comment(hearing)
    refused("DELETE FROM consultation_comment")
    refused("DELETE FROM consultation_response")
    refused("TRUNCATE consultation_response CASCADE")
    refused("DELETE FROM consultation_hearing")


@pytest.mark.parametrize(
    "change",
    [
        "number = number + 1",
        "code = 'gaet'",
        "form_key = gen_random_uuid()",
        "received_at = now() - interval '1 year'",
        "late = NOT late",
    ],
)
def test_a_response_keeps_number_receipt_and_arrival(hearing: Hearing, change: str) -> None:
    make_response(hearing)
    refused(f"UPDATE consultation_response SET {change}")


def test_numbers_and_form_keys_are_unique(hearing: Hearing) -> None:
    first = make_response(hearing)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_response(hearing, number=first.number)
    with pytest.raises(IntegrityError), transaction.atomic():
        make_response(hearing, form_key=first.form_key)


def test_a_draft_is_one_for_each_browser_and_hearing(hearing: Hearing) -> None:
    Draft.objects.create(hearing=hearing, owner_key="a")
    with pytest.raises(IntegrityError), transaction.atomic():
        Draft.objects.create(hearing=hearing, owner_key="a")


def test_a_comment_answers_its_own_hearing(hearing: Hearing) -> None:
    other = make_hearing(slug="en-anden", version=make_version(title="En anden politik"))
    with pytest.raises(DatabaseError), transaction.atomic():
        Comment.objects.create(
            response=make_response(hearing),
            hearing=hearing,
            paragraph=paragraph(other, "1.1"),
            body="Forkert sted",
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        Comment.objects.create(response=make_response(hearing), hearing=other, body="Forkert")


def test_a_comment_says_something(hearing: Hearing) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_comment(hearing, body="", proposed_text="")


def test_hiding_takes_a_reason(hearing: Hearing) -> None:
    make_comment(hearing)
    refused("UPDATE consultation_comment SET state = 'hidden'")
    refused("UPDATE consultation_comment SET hidden_reason = 'harassment'")


def test_an_open_hearing_is_never_shortened(hearing: Hearing) -> None:
    refused("UPDATE consultation_hearing SET closes_at = closes_at - interval '1 day'")
    refused("UPDATE consultation_hearing SET opens_at = now() + interval '1 day'")


def test_a_planned_hearing_may_be_shortened() -> None:
    planned = make_hearing(
        opens_at=timezone.now() + timedelta(days=2),
        closes_at=(timezone.now() + timedelta(days=30)).replace(second=0, microsecond=0),
    )
    earlier = planned.closes_at - timedelta(days=1)
    assert Hearing.objects.filter(pk=planned.pk).update(closes_at=earlier) == 1


def test_a_published_hearing_keeps_its_text(hearing: Hearing) -> None:
    other = make_version(title="En anden politik")
    other.publish(at=timezone.now())
    refused("UPDATE consultation_hearing SET version_id = %s", other.pk)
    refused("UPDATE consultation_hearing SET published_at = NULL")


def test_a_hearing_is_published_with_a_frozen_text() -> None:
    hearing = make_hearing(published=False)
    refused("UPDATE consultation_hearing SET published_at = now()")
    hearing.publish(at=timezone.now())
    hearing.version.refresh_from_db()
    assert hearing.version.state == "published"


def test_publishing_again_changes_nothing() -> None:
    hearing = make_hearing(published=False)
    at = timezone.now()
    hearing.publish(at=at)
    again = Hearing.objects.get(pk=hearing.pk)
    again.publish(at=at + timedelta(days=1))
    hearing.refresh_from_db()
    assert hearing.published_at == again.published_at == at


def test_a_deadline_is_a_minute() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_hearing(closes_at=timezone.now().replace(second=30) + timedelta(days=3))
    with pytest.raises(IntegrityError), transaction.atomic():
        make_hearing(closes_at=timezone.now().replace(second=0, microsecond=9) + timedelta(3))


def test_extending_keeps_the_first_deadline(hearing: Hearing, caseworker: User) -> None:
    first = hearing.closes_at
    hearing.extend(
        to=first + timedelta(days=7), reason="Vinterferie", by=caseworker, at=timezone.now()
    )
    hearing.refresh_from_db()
    assert hearing.closes_at == first + timedelta(days=7)
    extension = hearing.extensions.get()
    assert (extension.earlier, extension.reason, extension.by) == (
        first,
        "Vinterferie",
        caseworker,
    )
    with pytest.raises(ValueError, match="only ever extended"):
        hearing.extend(to=first, reason="Nej", by=caseworker, at=timezone.now())
    with pytest.raises(ValueError, match="says why"):
        hearing.extend(
            to=hearing.closes_at + timedelta(days=1), reason=" ", by=caseworker, at=timezone.now()
        )


def test_a_consultee_is_listed_once(hearing: Hearing) -> None:
    Consultee.objects.create(hearing=hearing, name="Seniorrådet")
    with pytest.raises(IntegrityError), transaction.atomic():
        Consultee.objects.create(hearing=hearing, name="Seniorrådet")


def counted(hearing: Hearing) -> dict[tuple[str | None, str], int]:
    tallies = CommentTally.objects.filter(hearing=hearing).exclude(count=0)
    return {(t.paragraph.ref if t.paragraph else None, t.state): t.count for t in tallies}


def test_tallies_follow_every_change(hearing: Hearing, caseworker: User) -> None:
    make_comment(hearing, "1.1")
    make_comment(hearing, "1.1", published_by=caseworker)
    make_comment(hearing, "2.1a", hidden_by=caseworker)
    make_comment(hearing, "")
    assert counted(hearing) == {
        ("1.1", "pending"): 1,
        ("1.1", "published"): 1,
        ("2.1a", "hidden"): 1,
        (None, "pending"): 1,
    }


def test_tallies_follow_what_a_sender_does(hearing: Hearing, caseworker: User) -> None:
    now = timezone.now()
    comment = make_comment(hearing, "1.1", published_by=caseworker)
    correction = correct_comment(comment, {"body": "Efter"}, by=None, at=now)
    assert counted(hearing) == {("1.1", "replaced"): 1, ("1.1", "pending"): 1}
    withdraw_comment(correction, by=None, at=now)
    assert counted(hearing) == {("1.1", "replaced"): 1, ("1.1", "withdrawn"): 1}
    add_comment(comment.response, None, {"body": "Mere"}, by=None, at=now)
    withdraw_response(comment.response, by=None, at=now)
    assert counted(hearing) == {
        ("1.1", "replaced"): 1,
        ("1.1", "withdrawn"): 1,
        (None, "withdrawn"): 1,
    }


def test_tallies_follow_a_bulk(hearing: Hearing) -> None:
    response = make_response(hearing)
    answered = paragraph(hearing, "1.1")
    Comment.objects.bulk_create(
        Comment(response=response, hearing=hearing, paragraph=answered, body=str(n))
        for n in range(250)
    )
    Comment.objects.filter(body__lt="2").update(state="published")
    published = Comment.objects.filter(state="published").count()
    assert 0 < published < 250
    assert counted(hearing) == {
        ("1.1", "pending"): 250 - published,
        ("1.1", "published"): published,
    }


def test_public_names_never_say_too_much(hearing: Hearing) -> None:
    shown = Response(hearing=hearing, name="Birthe", on_behalf_of="Rådet", name_public=True)
    assert (shown.public_name, shown.public_on_behalf_of) == ("Birthe", "Rådet")
    shown.name_public = False
    assert (shown.public_name, shown.public_on_behalf_of) == ("Borger", "Rådet")
    shown.name_public, shown.address_protected = True, True
    shown.respondent_type = "council"
    assert (shown.public_name, shown.public_type, shown.public_on_behalf_of) == ("Borger", "", "")
