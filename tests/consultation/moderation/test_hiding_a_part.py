"""Hiding a part at the desk: what readers see, what is kept, and what the author is told."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from consultation import emails
from consultation.models import Comment, Decision, Hearing
from consultation.moderation.actions import hide_comment, publish_comment, redact_comment
from tests.factories import make_comment, make_response

BODY = "Ring til min nabo på 26 14 88 90 om <stien> & bænken."
MARKED = "Ring til min nabo på [[26 14 88 90]] om <stien> & bænken."
LEFT = "Ring til min nabo på […] om &lt;stien&gt; &amp; bænken."


@pytest.fixture
def comment(hearing: Hearing) -> Comment:
    return make_comment(hearing, "1.1", body=BODY)


def desk(comment: Comment) -> str:
    return reverse("desk:comment", args=[comment.hearing.slug, comment.pk])


def decide(client: Client, comment: Comment, **fields: str) -> Any:
    written = {"decision": "redact", "marked": MARKED, "reason": "third_party", "seen": "0"}
    return client.post(desk(comment), {**written, **fields})


def test_readers_see_a_gap_and_the_words_are_kept(
    comment: Comment, caseworker: User, as_caseworker: Client, citizen: Client
) -> None:
    assert decide(as_caseworker, comment, note="Naboens nummer").status_code == 302
    comment.refresh_from_db()
    assert (comment.state, comment.hidden_reason, comment.body) == (
        "redacted",
        "third_party",
        BODY,
    )
    (decision,) = comment.decisions.all()
    assert (decision.before, decision.after, decision.by) == ("pending", "redacted", caseworker)
    assert (decision.cuts, decision.note) == ([[21, 32]], "Naboens nummer")
    here = reverse("responses:paragraph", args=[comment.hearing.slug, "1.1"])
    page = citizen.get(here).content.decode()
    assert LEFT in page
    assert "en del af denne bemærkning. Begrundelse: Oplysninger om andre personer." in page
    assert "26 14 88 90" not in page
    feed = citizen.get(reverse("hearings:feed", args=[comment.hearing.slug])).content.decode()
    assert "[…]" in feed
    assert "Oplysninger om andre personer" in feed
    assert "26 14 88 90" not in feed
    found = reverse("hearings:responses", args=[comment.hearing.slug])
    assert "26 14" not in citizen.get(f"{found}?soeg=nabo").content.decode()


def test_what_was_found_is_marked_from_the_start(comment: Comment, as_caseworker: Client) -> None:
    page = as_caseworker.get(desk(comment)).content.decode()
    assert "på [[26 14 88 90]] om &lt;stien&gt;" in page


def test_the_list_warns_of_what_readers_can_read(comment: Comment, as_caseworker: Client) -> None:
    assert "Muligt telefonnummer</span>" in as_caseworker.get(desk(comment)).content.decode()
    decide(as_caseworker, comment)
    assert "Muligt telefonnummer</span>" not in as_caseworker.get(desk(comment)).content.decode()


def test_what_is_hidden_now_is_marked_when_it_is_opened_again(
    comment: Comment, as_caseworker: Client
) -> None:
    decide(as_caseworker, comment, marked=BODY.replace("min nabo", "[[min nabo]]"))
    page = as_caseworker.get(desk(comment)).content.decode()
    assert "Ring til [[min nabo]] på 26 14 88 90 om" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"reason": ""}, "Vælg, hvorfor bemærkningen skal skjules."),
        ({"marked": BODY}, "Markér det, læserne ikke må se."),
        ({"marked": MARKED.replace("nabo", "ven")}, "Kun mærkerne må ændres. Se ved »Ring til min"),
        ({"marked": MARKED.replace("]]", "")}, "Hver [[ skal have en ]] efter sig"),
        ({"marked": f"[[{BODY}]]"}, "Skjul hele bemærkningen i stedet."),
        ({"marked": MARKED + "\u202e"}, "Kun mærkerne må ændres."),
        ({"marked": MARKED + "\x00"}, "Null-tegn er ikke tilladte."),
        ({"marked": MARKED + "x" * 100_000}, "Kun mærkerne må ændres."),
    ],
)
def test_what_is_wrong_is_told_and_the_marks_kept(
    comment: Comment, as_caseworker: Client, fields: dict[str, str], sentence: str
) -> None:
    answer = decide(as_caseworker, comment, **{"note": "Min note", **fields})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Min note" in page
    assert fields.get("marked", MARKED)[:40].replace("<", "&lt;") in page
    assert not Decision.objects.exists()


def test_the_proposed_wording_goes_too(
    hearing: Hearing, as_caseworker: Client, citizen: Client
) -> None:
    proposed = "Spørg Bo Hansen på 26 14 88 90."
    comment = make_comment(hearing, "1.1", body="Hellere sådan.", proposed_text=proposed)
    page = as_caseworker.get(desk(comment)).content.decode()
    assert "Ændringsforslaget vises ikke." in page
    # There is nothing to mark: hiding the proposal is hiding a part.
    assert decide(as_caseworker, comment, marked="Hellere sådan.").status_code == 302
    here = reverse("responses:paragraph", args=[hearing.slug, "1.1"])
    shown = citizen.get(here).content.decode()
    assert "Hellere sådan." in shown
    assert "Bo Hansen" not in shown


def test_a_bare_proposal_has_no_part_to_hide(hearing: Hearing, as_caseworker: Client) -> None:
    comment = make_comment(hearing, "1.1", body="", proposed_text="Nye ord.")
    assert 'value="redact"' not in as_caseworker.get(desk(comment)).content.decode()
    # Nor for a form that was not ours: nothing is never published.
    assert decide(as_caseworker, comment, marked="").status_code == 422
    comment.refresh_from_db()
    assert comment.state == "pending"


def test_it_is_undone_by_a_new_decision(
    comment: Comment, as_caseworker: Client, citizen: Client
) -> None:
    decide(as_caseworker, comment)
    first = comment.decisions.get()
    decide(as_caseworker, comment, decision="publish", seen=str(first.pk))
    comment.refresh_from_db()
    assert (comment.state, comment.public_body, comment.hidden_reason) == ("published", "", "")
    here = reverse("responses:paragraph", args=[comment.hearing.slug, "1.1"])
    assert "26 14 88 90" in citizen.get(here).content.decode()
    assert [d.cuts for d in comment.decisions.all()] == [[], [[21, 32]]]
    # What readers could read meanwhile stays in the history.
    assert LEFT in as_caseworker.get(desk(comment)).content.decode()


def test_pressed_twice_it_is_one_decision_and_other_marks_are_another(
    comment: Comment, as_caseworker: Client, as_administrator: Client
) -> None:
    for _ in range(2):
        assert decide(as_caseworker, comment).status_code == 302
    assert comment.decisions.count() == 1
    mine = BODY.replace("min nabo", "[[min nabo]]")
    answer = decide(as_administrator, comment, marked=mine, note="Også naboen")
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "lone traf en afgørelse" in page
    assert "[[min nabo]]" in page
    assert "Også naboen" in page
    assert comment.decisions.count() == 1


def test_the_database_keeps_the_rules(comment: Comment, caseworker: User) -> None:
    insert = (
        "INSERT INTO consultation_decision (comment_id, before, after, reason, cuts, note, at)"
        " VALUES (%s, 'pending', %s, %s, %s, '', now())"
    )
    for after, reason, cuts in (("redacted", "", "[[0, 4]]"), ("published", "", "[[0, 4]]")):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(insert, [comment.pk, after, reason, cuts])
    with connection.cursor() as cursor:
        cursor.execute(insert, [comment.pk, "redacted", "threat", "[[0, 4]]"])


class TestTheAuthorIsTold:
    """After a while, when the decision stands, and only at an address that is hers."""

    @pytest.fixture
    def confirmed(self, hearing: Hearing) -> Comment:
        response = make_response(hearing, email_confirmed_at=timezone.now())
        return make_comment(hearing, "1.1", response=response, body=BODY)

    def redact(self, comment: Comment, by: User) -> Decision:
        at, reason = timezone.now(), "third_party"
        return redact_comment(comment, cuts=[(21, 32)], reason=reason, acting_user=by, at=at)

    def test_a_quarter_of_an_hour_later(self, confirmed: Comment, caseworker: User) -> None:
        decision = self.redact(confirmed, caseworker)
        (task,) = DBTaskResult.objects.filter(task_path="consultation.emails.send_decision")
        assert task.run_after == decision.at + timedelta(minutes=15)
        emails.send_decision.call(decision.pk)
        (sent,) = mail.outbox
        assert sent.to == ["birthe@post.example"]
        assert sent.subject == "Vi har skjult en del af dit høringssvar"
        text = str(sent.body)
        assert "punkt 1.1" in text
        assert "Begrundelse: Oplysninger om andre personer." in text
        assert confirmed.response.get_absolute_url() in text
        # Neither what she wrote nor what was hidden travels by mail.
        assert "nabo" not in text

    def test_without_a_contact_she_is_told_where_to_object(
        self, confirmed: Comment, caseworker: User, citizen: Client
    ) -> None:
        assert not confirmed.hearing.contact_email
        emails.send_decision.call(self.redact(confirmed, caseworker).pk)
        assert "/kontakt/" in str(mail.outbox[0].body)
        page = citizen.get(confirmed.response.get_absolute_url()).content.decode()
        assert "Er du uenig, så skriv til kommunen" in page

    def test_not_about_what_was_undone(self, confirmed: Comment, caseworker: User) -> None:
        decision = self.redact(confirmed, caseworker)
        at = timezone.now()
        publish_comment(confirmed, acting_user=caseworker, at=at, seen=decision.pk)
        emails.send_decision.call(decision.pk)
        assert mail.outbox == []

    def test_of_two_decisions_only_about_the_one_that_stands(
        self, confirmed: Comment, caseworker: User
    ) -> None:
        first = self.redact(confirmed, caseworker)
        at = timezone.now()
        second = hide_comment(
            confirmed, reason="threat", acting_user=caseworker, at=at, seen=first.pk
        )
        for decision in (first, second):
            emails.send_decision.call(decision.pk)
        assert [m.subject for m in mail.outbox] == ["Vi har skjult en bemærkning i dit høringssvar"]

    @pytest.mark.parametrize(
        ("fields", "told"),
        [
            ({}, False),
            ({"email_confirmed_at": timezone.now()}, True),
            ({"channel": "paper"}, True),
            ({"channel": "paper", "email": ""}, False),
            ({"email_confirmed_at": timezone.now(), "withdrawn_at": timezone.now()}, False),
        ],
    )
    def test_who_is_told(
        self, hearing: Hearing, caseworker: User, fields: dict[str, Any], told: bool
    ) -> None:
        comment = make_comment(hearing, response=make_response(hearing, **fields), body=BODY)
        emails.send_decision.call(self.redact(comment, caseworker).pk)
        assert bool(mail.outbox) is told

    def test_nobody_is_mailed_about_a_published_comment(
        self, confirmed: Comment, caseworker: User
    ) -> None:
        publish_comment(confirmed, acting_user=caseworker, at=timezone.now())
        assert not DBTaskResult.objects.filter(task_path="consultation.emails.send_decision")

    def test_her_receipt_shows_what_readers_see(
        self, confirmed: Comment, caseworker: User, citizen: Client
    ) -> None:
        self.redact(confirmed, caseworker)
        page = citizen.get(confirmed.response.get_absolute_url()).content.decode()
        assert "Læserne ser:" in page
        assert LEFT in page
        assert "Oplysninger om andre personer" in page
        # Her own words are still there, for her.
        assert "26 14 88 90" in page
