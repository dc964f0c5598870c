"""After sending: add, correct and withdraw, by whoever holds the receipt, until the deadline."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from consultation import emails
from consultation.models import (
    Amendment,
    Comment,
    Decision,
    Draft,
    Hearing,
    Response,
)
from consultation.responses import amending
from tests import mail as mails
from tests.consultation.responses.test_sending import form_key, review, send, write
from tests.factories import make_comment, make_hearing, make_response, paragraph

pytestmark = pytest.mark.django_db


def at(name: str, thing: Response | Comment, *arguments: object) -> str:
    """The address of a page about the response, or about a comment of it."""
    if isinstance(thing, Comment):
        return reverse(f"responses:{name}", args=[thing.response.code, thing.pk])
    return reverse(f"responses:{name}", args=[thing.code, *arguments])


def correct(citizen: Client, comment: Comment, body: str, **fields: str):  # type: ignore[no-untyped-def]
    return citizen.post(at("correct", comment), {"stance": "support", "body": body, **fields})


def close(hearing: Hearing) -> None:
    """The deadline was a while ago. A published hearing is never shortened, so by a back door that
    only a test has."""
    passed = timezone.now().replace(second=0, microsecond=0) - timedelta(minutes=5)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute("UPDATE consultation_hearing SET closes_at = %s", [passed])
        cursor.execute("SET LOCAL session_replication_role = origin")


def states() -> list[tuple[str, str]]:
    return list(Comment.objects.order_by("id").values_list("body", "state"))


def read(citizen: Client, hearing: Hearing, ref: str = "1.1") -> str:
    return citizen.get(reverse("responses:paragraph", args=[hearing.slug, ref])).content.decode()


class TestCorrecting:
    def test_the_earlier_words_are_kept_and_the_number_stays(
        self, hearing: Hearing, citizen: Client, caseworker: User
    ) -> None:
        comment = make_comment(hearing, body="Det var en fejl", published_by=caseworker)
        assert "Det var en fejl" in read(citizen, hearing)
        answer = correct(citizen, comment, "Det er rigtigt")
        assert answer.headers["Location"] == f"{comment.response.get_absolute_url()}?gemt=1"
        assert states() == [("Det var en fejl", "replaced"), ("Det er rigtigt", "pending")]
        correction = Comment.objects.get(state="pending")
        assert (correction.replaces, correction.response) == (comment, comment.response)
        assert Response.objects.get().number == 1
        assert "Det var en fejl" not in read(citizen, hearing)
        act = Amendment.objects.get()
        assert (act.kind, act.comment, act.by) == ("corrected", correction, None)
        receipt = citizen.get(answer.headers["Location"]).content.decode()
        assert "Det er gemt." in receipt
        assert receipt.index("Det er rigtigt") < receipt.index("Det var en fejl")

    def test_the_language_of_the_new_words_is_recognised(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        comment = make_comment(hearing, body="Det var en fejl")
        correct(citizen, comment, "The playground by the station is far too dark in winter.")
        mails.deliver()
        assert Comment.objects.get(state="pending").language == "en"

    def test_the_form_starts_from_her_words(self, hearing: Hearing, citizen: Client) -> None:
        comment = make_comment(hearing, body="Før", proposed_text="Alle er naboer.")
        page = citizen.get(at("correct", comment)).content.decode()
        assert "Før</textarea>" in page
        assert "Alle er naboer.</textarea>" in page
        assert 'value="support" id="1.1-stance_0" checked' in page
        general = make_comment(hearing, "", body="Helheden", stance="")
        assert "Helheden</textarea>" in citizen.get(at("correct", general)).content.decode()

    def test_a_general_comment_is_corrected_too(self, hearing: Hearing, citizen: Client) -> None:
        comment = make_comment(hearing, "", body="Før", stance="oppose")
        assert citizen.post(at("correct", comment), {"body": "Efter"}).status_code == 302
        correction = Comment.objects.get(state="pending")
        assert (correction.body, correction.paragraph, correction.stance) == (
            "Efter",
            None,
            "oppose",
        )

    def test_twice_the_same_is_once(self, hearing: Hearing, citizen: Client) -> None:
        comment = make_comment(hearing, body="Før")
        for _press in range(3):
            assert correct(citizen, comment, "Efter").status_code == 302
        assert states() == [("Før", "replaced"), ("Efter", "pending")]
        assert Amendment.objects.count() == 1

    def test_no_difference_is_no_correction(
        self, hearing: Hearing, citizen: Client, caseworker: User
    ) -> None:
        comment = make_comment(hearing, body="Som før", published_by=caseworker)
        assert correct(citizen, comment, "Som før").status_code == 302
        assert states() == [("Som før", "published")]
        assert not Amendment.objects.exists()

    def test_corrected_again_and_again(self, hearing: Hearing, citizen: Client) -> None:
        comment = make_comment(hearing, body="1")
        for body in ("2", "3"):
            correct(citizen, Comment.objects.get(state="pending"), body)
        assert states() == [("1", "replaced"), ("2", "replaced"), ("3", "pending")]
        answer = citizen.get(at("correct", comment))
        assert answer.headers["Location"] == at("correct", Comment.objects.get(state="pending"))
        receipt = citizen.get(comment.response.get_absolute_url()).content.decode()
        assert receipt.count("Det skrev du før") == 2

    def test_the_second_window_is_told_and_keeps_its_text(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        comment = make_comment(hearing, body="Før")
        correct(citizen, comment, "Fra det første vindue")
        answer = correct(citizen, comment, "Fra det andet vindue")
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Du har rettet bemærkningen i et andet vindue." in page
        assert "Fra det første vindue" in page
        assert "Fra det andet vindue</textarea>" in page
        standing = Comment.objects.get(state="pending")
        assert f'action="{at("correct", standing)}"' in page
        correct(citizen, standing, "Fra det andet vindue")
        assert Comment.objects.get(state="pending").body == "Fra det andet vindue"

    def test_withdrawn_in_another_window_the_text_can_become_a_new_comment(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        comment = make_comment(hearing, body="Før")
        citizen.post(at("withdraw", comment))
        answer = correct(citizen, comment, "Efter")
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Efter</textarea>" in page
        again = at("add", comment.response, "1.1")
        assert f'action="{again}"' in page
        citizen.post(again, {"body": "Efter"})
        assert states() == [("Før", "withdrawn"), ("Efter", "pending")]

    def test_a_hidden_comment_may_be_made_better(
        self, hearing: Hearing, citizen: Client, caseworker: User
    ) -> None:
        comment = make_comment(hearing, body="Mit navn er 010190-1234", hidden_by=caseworker)
        correct(citizen, comment, "Mit navn er mit eget")
        assert states()[1] == ("Mit navn er mit eget", "pending")
        assert Decision.objects.get().reason == "harassment"
        assert "Skjult bemærkning" not in read(citizen, hearing)

    @pytest.mark.parametrize(
        ("body", "state"), [("Helt enig.", "published"), ("20 30 40 50", "pending")]
    )
    def test_published_at_once_but_not_what_holds_personal_data(
        self, citizen: Client, body: str, state: str
    ) -> None:
        comment = make_comment(make_hearing(publication="at_once"), body="Før")
        correct(citizen, comment, body, warned="1")
        assert states()[1] == (body, state)

    def test_personal_data_is_pointed_out_once_and_never_blocks(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        comment = make_comment(hearing, body="Før")
        answer = correct(citizen, comment, "Ring på 20 30 40 50.")
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "»20 30 40 50«" in page
        assert "Ring på 20 30 40 50.</textarea>" in page
        assert states() == [("Før", "pending")]
        assert correct(citizen, comment, "Ring på 20 30 40 50.", warned="1").status_code == 302

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"body": ""}, "Skriv, hvad du vil sige, eller foreslå en ny ordlyd."),
            ({"body": "x" * 30_001}, "30.001 tegn"),
            ({"body": "Ja", "stance": "nej"}, "nej"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_changed(
        self, hearing: Hearing, citizen: Client, fields: dict[str, str], said: str
    ) -> None:
        comment = make_comment(hearing, body="Før")
        answer = citizen.post(at("correct", comment), fields)
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert states() == [("Før", "pending")]

    @pytest.mark.parametrize(
        "body", ["=1+1", "\u202eמה שלומך\nابتهاج", '<b>fed</b> & "citat"', "linje\r\n\r\nlinje"]
    )
    def test_any_words_are_kept_as_they_were_written(
        self, hearing: Hearing, citizen: Client, body: str
    ) -> None:
        correct(citizen, make_comment(hearing), body)
        kept = Comment.objects.get(state="pending").body
        assert kept == body.replace("\r\n", "\n")
        assert (
            "<b>fed" not in citizen.get(Response.objects.get().get_absolute_url()).content.decode()
        )

    def test_nul_is_dropped(self, hearing: Hearing, citizen: Client) -> None:
        correct(citizen, make_comment(hearing), "før\x00efter")
        assert Comment.objects.get(state="pending").body == "førefter"


class TestAdding:
    def test_from_the_list_of_paragraphs(self, hearing: Hearing, citizen: Client) -> None:
        response = make_comment(hearing).response
        page = citizen.get(at("choose", response)).content.decode()
        assert "Vi har et stærkt foreningsliv" in page
        assert at("add", response, "2.1b") in page
        answer = citizen.post(at("add", response, "2.1b"), {"body": "Og giv os lokaler."})
        assert answer.status_code == 302
        added = Comment.objects.get(body="Og giv os lokaler.")
        assert (added.response, added.paragraph, added.state) == (
            response,
            paragraph(hearing, "2.1b"),
            "pending",
        )
        assert Amendment.objects.get().kind == "added"
        assert "Tilføjet" in citizen.get(response.get_absolute_url()).content.decode()

    def test_a_general_comment(self, hearing: Hearing, citizen: Client) -> None:
        response = make_comment(hearing).response
        citizen.post(at("add-general", response), {"body": "Tak."})
        assert Comment.objects.get(paragraph=None).body == "Tak."
        answer = citizen.post(at("add-general", response), {"body": " "})
        assert answer.status_code == 422
        assert "Skriv, hvad du vil sige." in answer.content.decode()

    def test_twice_the_same_is_once(self, hearing: Hearing, citizen: Client) -> None:
        response = make_comment(hearing).response
        for _press in range(3):
            citizen.post(at("add", response, "1.2"), {"body": "Igen"})
            citizen.post(at("add-general", response), {"body": "Tak."})
        assert Comment.objects.count() == 3
        assert Amendment.objects.count() == 2

    def test_the_sent_form_pressed_again_is_still_the_same_letter(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        """Also when its general comment is corrected and another has come."""
        key = form_key(citizen, hearing)
        send(citizen, hearing, form_key=key, general="Godt arbejde.")
        response = Response.objects.get()
        citizen.post(at("correct", Comment.objects.get()), {"body": "Rigtig godt arbejde."})
        citizen.post(at("add-general", response), {"body": "Tak."})
        answer = send(citizen, hearing, form_key=key, general="Godt arbejde.")
        assert answer.headers["Location"] == response.get_absolute_url()
        assert Response.objects.count() == 1

    def test_a_paragraph_that_is_none(self, hearing: Hearing, citizen: Client) -> None:
        response = make_comment(hearing).response
        assert citizen.get(at("add", response, "99.9")).status_code == 404
        assert citizen.post(at("add", response, "99.9"), {"body": "Hej"}).status_code == 404


class TestWithdrawing:
    def test_one_comment(self, hearing: Hearing, citizen: Client, caseworker: User) -> None:
        comment = make_comment(hearing, body="Fortrudt", published_by=caseworker)
        make_comment(hearing, response=comment.response, body="Bliver", published_by=caseworker)
        page = citizen.get(at("withdraw", comment)).content.decode()
        assert "Fortrudt" in page
        assert states()[0] == ("Fortrudt", "published"), "opening the page withdraws nothing"
        for _press in range(2):
            answer = citizen.post(at("withdraw", comment))
            assert answer.status_code == 302
        assert states() == [("Fortrudt", "withdrawn"), ("Bliver", "published")]
        assert [a.kind for a in Amendment.objects.all()] == ["withdrawn"]
        shown = read(citizen, hearing)
        assert "Fortrudt" not in shown
        assert "Bliver" in shown
        assert "Trukket tilbage" not in shown
        receipt = citizen.get(comment.response.get_absolute_url()).content.decode()
        assert "Trukket tilbage" in receipt
        assert "Fortrudt" in receipt

    def test_all_of_it(self, hearing: Hearing, citizen: Client, caseworker: User) -> None:
        response = make_response(hearing)
        make_comment(hearing, response=response, body="Ét", published_by=caseworker)
        make_comment(hearing, response=response, body="To", hidden_by=caseworker)
        make_comment(hearing, "", response=response, body="Tre")
        before = citizen.get(at("withdraw-all", response)).content.decode()
        assert "Ja, træk mit høringssvar tilbage" in before
        for _press in range(2):
            assert citizen.post(at("withdraw-all", response)).status_code == 302
        response.refresh_from_db()
        assert response.withdrawn_at is not None
        assert {state for _body, state in states()} == {"withdrawn"}
        assert Amendment.objects.get().kind == "all_withdrawn"
        assert "Ét" not in read(citizen, hearing)
        receipt = citizen.get(response.get_absolute_url()).content.decode()
        assert "Du har trukket høringssvar nr. 1 tilbage" in receipt
        assert "Ét" in receipt
        assert "Ret<" not in receipt

    def test_the_number_is_never_given_again(self, hearing: Hearing, citizen: Client) -> None:
        write(citizen, hearing)
        send(citizen, hearing)
        citizen.post(at("withdraw-all", Response.objects.get()))
        write(citizen, hearing)
        send(citizen, hearing)
        assert list(Response.objects.values_list("number", flat=True).order_by("number")) == [1, 2]

    def test_nothing_is_changed_in_what_is_withdrawn(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        comment = make_comment(hearing, body="Før")
        citizen.post(at("withdraw-all", comment.response))
        added = citizen.post(at("add", comment.response, "1.2"), {"body": "Mere"})
        page = added.content.decode()
        assert added.status_code == 403
        assert "Du har trukket svaret tilbage." in page
        assert "Mere</textarea>" in page
        assert states() == [("Før", "withdrawn")]

    def test_one_corrected_in_another_window_is_shown_first(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        comment = make_comment(hearing, body="Før")
        correct(citizen, comment, "Efter")
        answer = citizen.post(at("withdraw", comment))
        page = answer.content.decode()
        assert answer.status_code == 409
        assert "Efter" in page
        assert f'action="{at("withdraw", Comment.objects.get(state="pending"))}"' in page
        assert Comment.objects.get(state="pending").body == "Efter"


class TestTheDeadline:
    def test_its_last_second_counts(self, hearing: Hearing) -> None:
        comment = make_comment(hearing, body="Før")
        last = hearing.closes_at + timedelta(seconds=59, microseconds=999_999)
        amending.correct_comment(comment, {"body": "Efter"}, by=None, at=last)
        assert Amendment.objects.get().at == last
        first_too_late = hearing.closes_at + timedelta(seconds=60)
        standing = Comment.objects.get(state="pending")
        for act in (
            lambda: amending.correct_comment(standing, {"body": "x"}, by=None, at=first_too_late),
            lambda: amending.withdraw_comment(standing, by=None, at=first_too_late),
            lambda: amending.withdraw_response(comment.response, by=None, at=first_too_late),
            lambda: amending.add_comment(
                comment.response, None, {"body": "x"}, by=None, at=first_too_late
            ),
        ):
            with pytest.raises(amending.NotNow):
                act()
        assert states() == [("Før", "replaced"), ("Efter", "pending")]

    def test_what_was_saved_in_time_may_be_pressed_again_too_late(self, hearing: Hearing) -> None:
        comment = make_comment(hearing, body="Før")
        last = hearing.closes_at + timedelta(seconds=59)
        for moment in (last, last + timedelta(seconds=5)):
            saved = amending.correct_comment(comment, {"body": "Efter"}, by=None, at=moment)
            assert saved.body == "Efter"

    def test_an_extension_while_she_waits_counts(self, hearing: Hearing) -> None:
        comment = make_comment(hearing, body="Før")
        late = hearing.closes_at + timedelta(days=1)
        Hearing.objects.update(closes_at=hearing.closes_at + timedelta(days=7))
        amending.correct_comment(comment, {"body": "Efter"}, by=None, at=late)
        assert states()[1] == ("Efter", "pending")

    def test_the_words_become_a_new_letter_in_one_press(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        response = make_response(hearing, on_behalf_of="Seniorrådet", respondent_type="council")
        comment = make_comment(hearing, response=response, body="Før")
        close(hearing)
        answer = correct(citizen, comment, "Efter fristen")
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "Ikke gemt: Høringsfristen er udløbet" in page
        assert "Efter fristen</textarea>" in page
        assert f'action="{at("write-again", response)}"' in page
        assert states() == [("Før", "pending")]
        fields = {"ref": "1.1", "stance": "support", "body": "Efter fristen"}
        for _press in range(2):
            answer = citizen.post(at("write-again", response), fields)
            assert answer.headers["Location"].startswith(review(hearing))
        draft = Draft.objects.get()
        assert (draft.name, draft.on_behalf_of, draft.respondent_type) == (
            "Birthe Mølgaard",
            "Seniorrådet",
            "council",
        )
        assert draft.kept_comments.get().body == "Efter fristen"
        letter = citizen.get(review(hearing)).content.decode()
        assert "Efter fristen" in letter
        assert "for sent indkommet" in letter

    def test_a_general_comment_joins_what_is_in_the_draft(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        response = make_response(hearing)
        send(citizen, hearing, do="save", name="Ida", email="", general="Kladde")
        for _press in range(2):
            citizen.post(at("write-again", response), {"body": "Efter fristen"})
        draft = Draft.objects.get()
        assert (draft.general, draft.name) == ("Kladde\n\nEfter fristen", "Ida")

    def test_when_nothing_is_received_the_words_can_be_copied(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        comment = make_comment(hearing, body="Før")
        Hearing.objects.update(adopted_at=timezone.now())
        answer = correct(citizen, comment, "Efter")
        page = answer.content.decode()
        assert answer.status_code == 403
        assert "Kopiér den, hvis du vil beholde den." in page
        assert "Efter</textarea>" in page
        again = citizen.post(at("write-again", comment.response), {"ref": "1.1", "body": "Efter"})
        assert again.status_code == 403
        assert "Efter</textarea>" in again.content.decode()
        assert not Draft.objects.exists()

    def test_the_receipt_offers_nothing_that_is_refused(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        comment = make_comment(hearing)
        receipt = comment.response.get_absolute_url()
        assert "Vil du ændre noget?" in citizen.get(receipt).content.decode()
        close(hearing)
        page = citizen.get(receipt).content.decode()
        assert "Vil du ændre noget?" not in page
        assert at("correct", comment) not in page
        for name in ("correct", "withdraw"):
            shown = citizen.get(at(name, comment)).content.decode()
            assert "så dit svar kan ikke ændres mere" in shown
            assert "<textarea" not in shown
            assert "Ja, træk" not in shown


class TestWhoMay:
    def test_a_wrong_code_opens_nothing(self, hearing: Hearing, citizen: Client) -> None:
        mine, theirs = make_comment(hearing, body="Mit"), make_comment(hearing, body="Deres")
        for code in (theirs.response.code, mine.response.code[:-1] + "x", "1"):
            for name in ("correct", "withdraw"):
                address = reverse(f"responses:{name}", args=[code, mine.pk])
                assert citizen.get(address).status_code == 404
                assert citizen.post(address, {"body": "Ondt"}).status_code == 404
        for name in ("choose", "add-general", "withdraw-all", "write-again"):
            assert citizen.post(reverse(f"responses:{name}", args=["gaet"])).status_code in (
                404,
                405,
            )
        assert states() == [("Mit", "pending"), ("Deres", "pending")]

    def test_another_site_withdraws_nothing(self, hearing: Hearing) -> None:
        comment = make_comment(hearing, body="Mit")
        elsewhere = Client(headers={"Origin": "https://ond.example"}, enforce_csrf_checks=True)
        assert elsewhere.post(at("withdraw-all", comment.response)).status_code == 403
        assert states() == [("Mit", "pending")]

    def test_who_was_signed_in_is_on_record(
        self, hearing: Hearing, as_stranger: Client, stranger: User
    ) -> None:
        comment = make_comment(hearing)
        correct(as_stranger, comment, "Efter")
        assert Amendment.objects.get().by == stranger


class TestMails:
    @pytest.mark.parametrize(
        ("kind", "subject"),
        [
            ("added", "Kvittering: Du har føjet til dit høringssvar nr. 1"),
            ("corrected", "Kvittering: Du har rettet dit høringssvar nr. 1"),
            (
                "withdrawn",
                "Kvittering: Du har trukket en bemærkning tilbage i dit høringssvar nr. 1",
            ),
            ("all_withdrawn", "Kvittering: Du har trukket dit høringssvar nr. 1 tilbage"),
        ],
    )
    def test_one_for_each_act(self, hearing: Hearing, kind: str, subject: str) -> None:
        comment = make_comment(hearing, body="Noget meget privat")
        about = None if kind == "all_withdrawn" else comment
        act = Amendment.objects.create(
            response=comment.response, kind=kind, comment=about, at=timezone.now()
        )
        for _try in range(2):
            emails.send_amended.call(act.pk)
        first, second = mail.outbox
        assert first.subject == subject
        assert first.extra_headers["Message-ID"] == second.extra_headers["Message-ID"]
        assert first.to == ["birthe@post.example"]
        for body in (str(first.body), str(first.alternatives[0][0])):
            assert comment.response.get_absolute_url() in body
            assert "privat" not in body
            assert ("punkt 1.1" in body) == (about is not None)
        assert comment.response.code not in str(first.message().items())

    def test_in_the_language_she_used(self, hearing: Hearing) -> None:
        comment = make_comment(hearing, response=make_response(hearing, language="en"))
        act = Amendment.objects.create(
            response=comment.response, kind="corrected", comment=comment, at=timezone.now()
        )
        emails.send_amended.call(act.pk)
        assert mail.outbox[0].subject == "Receipt: You have corrected your response no. 1"
        assert "/en/kvittering/" in str(mail.outbox[0].body)

    def test_without_an_address_there_is_none(self, hearing: Hearing, citizen: Client) -> None:
        comment = make_comment(hearing, response=make_response(hearing, email=""))
        assert correct(citizen, comment, "Efter").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_each_act_is_mailed_once(hearing: Hearing, citizen: Client) -> None:
    comment = make_comment(hearing, body="Før")
    for _press in range(2):
        correct(citizen, comment, "Efter")
    call_command("worker", batch=True, startup_delay=False, verbosity=0)
    assert [sent.subject for sent in mail.outbox] == [
        "Kvittering: Du har rettet dit høringssvar nr. 1"
    ]
