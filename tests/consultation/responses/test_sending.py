"""Sending: one response and one receipt, whatever happens; the words as they were written."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.models import Comment, Draft, DraftComment, Hearing, Response
from consultation.responses.actions import send_response
from consultation.responses.drafts import COOKIE
from tests.factories import make_hearing

SENDER = {
    "respondent_type": "association",
    "on_behalf_of": "Ishøj Roklub",
    "name": "Amina Yusuf",
    "email": "amina@post.example",
    "name_public": "on",
    "general": "",
}
FIELDS = {**SENDER, "name_public": True, "address_protected": False}


def review(hearing: Hearing) -> str:
    return reverse("responses:review", args=[hearing.slug])


def write(citizen: Client, hearing: Hearing, ref: str = "1.1", body: str = "Det er godt.") -> None:
    citizen.post(reverse("responses:paragraph", args=[hearing.slug, ref]), {"body": body})


def form_key(citizen: Client, hearing: Hearing) -> str:
    page = citizen.get(review(hearing)).content.decode()
    found = re.search(r'name="form_key" value="([^"]+)"', page)
    assert found
    return found[1]


def send(citizen: Client, hearing: Hearing, **overrides: str):  # type: ignore[no-untyped-def]
    fields = {"form_key": form_key(citizen, hearing), **SENDER, "do": "send", **overrides}
    return citizen.post(review(hearing), fields)


@pytest.mark.django_db
class TestOneSender:
    def test_the_response_holds_everything(self, hearing: Hearing, citizen: Client) -> None:
        write(citizen, hearing, "2.1b", "Giv os lokaler.")
        write(citizen, hearing, "1.1", "Enig.")
        answer = send(citizen, hearing, general="Tak for et godt forslag.\n\nHilsen os")
        response = Response.objects.get()
        assert answer.headers["Location"] == f"/kvittering/{response.code}/"
        assert (response.number, response.late, response.channel) == (1, False, "web")
        assert (response.name, response.on_behalf_of) == ("Amina Yusuf", "Ishøj Roklub")
        comments = Comment.objects.order_by("id")
        assert [(c.paragraph and c.paragraph.ref, c.body, c.state) for c in comments] == [
            ("1.1", "Enig.", "pending"),
            ("2.1b", "Giv os lokaler.", "pending"),
            (None, "Tak for et godt forslag.\n\nHilsen os", "pending"),
        ]
        assert not Draft.objects.exists()

    def test_pressed_twice_it_is_one_response_and_one_receipt(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        write(citizen, hearing)
        key = form_key(citizen, hearing)
        answers = [send(citizen, hearing, form_key=key) for _press in range(3)]
        assert Response.objects.count() == 1
        assert len({answer.headers["Location"] for answer in answers}) == 1

    def test_a_later_letter_is_another_response(self, hearing: Hearing, citizen: Client) -> None:
        write(citizen, hearing)
        old_form = form_key(citizen, hearing)
        send(citizen, hearing)
        write(citizen, hearing, "1.2", "Og en ting til.")
        assert form_key(citizen, hearing) != old_form
        send(citizen, hearing)
        assert list(Response.objects.order_by("number").values_list("number", flat=True)) == [1, 2]
        assert Comment.objects.filter(response__number=2).get().body == "Og en ting til."

    def test_an_old_page_with_new_words_loses_nothing(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        """The form was sent from one tab; in another she wrote more and presses Send there."""
        write(citizen, hearing)
        key = form_key(citizen, hearing)
        send(citizen, hearing, form_key=key)
        send(citizen, hearing, form_key=key, general="Jeg glemte at sige tak.")
        assert Comment.objects.filter(body="Jeg glemte at sige tak.").count() == 1

    def test_without_a_draft_a_general_comment_is_enough(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        key = form_key(citizen, hearing)
        for _press in range(2):
            send(citizen, hearing, form_key=key, general="Godt arbejde.")
        assert Response.objects.count() == 1
        assert not Draft.objects.exists()

    def test_nothing_written_is_said_and_the_sender_is_kept(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        answer = send(citizen, hearing)
        assert answer.status_code == 422
        assert "Du har ikke skrevet noget endnu." in answer.content.decode()
        assert Draft.objects.get().name == "Amina Yusuf"
        assert not Response.objects.exists()

    @pytest.mark.parametrize(
        ("wrong", "said"),
        [
            ({"name": ""}, "Skriv dit navn."),
            ({"email": ""}, "Skriv din e-mail, så vi kan sende din kvittering."),
            ({"email": "amina(at)post"}, "Det ligner ikke en e-mailadresse."),
            ({"name": "x" * 201}, "200"),
            ({"name": "Am\x00ina"}, "Null-tegn"),
            ({"respondent_type": "kejser"}, "kejser"),
            ({"general": "x" * 30_001}, "30.001 tegn"),
        ],
    )
    def test_what_is_wrong_is_said_and_the_rest_kept(
        self, hearing: Hearing, citizen: Client, wrong: dict[str, str], said: str
    ) -> None:
        write(citizen, hearing)
        answer = send(citizen, hearing, **wrong)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert said in page
        assert "Ishøj Roklub" in page
        assert "Det er godt." in page
        assert not Response.objects.exists()
        assert Draft.objects.get().on_behalf_of == "Ishøj Roklub"

    def test_saving_asks_for_nothing(self, hearing: Hearing, citizen: Client) -> None:
        write(citizen, hearing)
        answer = send(citizen, hearing, do="save", name="", email="", general="Halvfærdig")
        assert answer.status_code == 302
        draft = Draft.objects.get()
        assert (draft.general, draft.on_behalf_of) == ("Halvfærdig", "Ishøj Roklub")
        assert "Halvfærdig" in citizen.get(review(hearing)).content.decode()
        send(citizen, hearing, do="save", name="Amina", email="a@post.example")
        send(citizen, hearing, do="save", name="", email="")
        draft.refresh_from_db()
        assert (draft.name, draft.email) == ("", "")

    def test_a_wrong_address_is_said_also_when_saving(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        answer = send(citizen, hearing, do="save", email="amina(at)post")
        assert answer.status_code == 422
        assert "amina(at)post" in answer.content.decode()

    def test_an_old_pages_button_shows_what_is_not_sent(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        write(citizen, hearing)
        key = form_key(citizen, hearing)
        send(citizen, hearing, form_key=key)
        write(citizen, hearing, "1.2", "Og en ting til.")
        answer = send(citizen, hearing, form_key=key)
        assert answer.headers["Location"] == review(hearing)
        assert Response.objects.count() == 1

    def test_a_form_key_from_another_browser_is_only_a_key(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        theirs = Draft.objects.create(hearing=hearing, name="En anden", general="Deres")
        citizen.cookies[COOKIE] = "hendes-egen"
        answer = send(citizen, hearing, form_key=str(theirs.form_key), general="Mit")
        assert answer.status_code == 302
        assert Comment.objects.get().body == "Mit"
        theirs.refresh_from_db()
        assert theirs.general == "Deres"

    def test_an_e_mail_is_optional_where_only_a_name_is_asked(self, citizen: Client) -> None:
        hearing = make_hearing(identity="none")
        write(citizen, hearing)
        assert send(citizen, hearing, email="").status_code == 302
        assert not Response.objects.get().awaits_confirmation

    def test_a_protected_sender_is_never_shown(self, hearing: Hearing, citizen: Client) -> None:
        write(citizen, hearing)
        send(citizen, hearing, address_protected="on")
        response = Response.objects.get()
        shown = (response.public_name, response.public_type, response.public_on_behalf_of)
        assert shown == ("Borger", "", "")
        assert response.name == "Amina Yusuf"

    def test_nobody_sets_number_state_or_time(self, hearing: Hearing, citizen: Client) -> None:
        write(citizen, hearing)
        send(
            citizen,
            hearing,
            number="999",
            state="published",
            late="",
            received_at="2020-01-01",
            code="gaet",
        )
        response = Response.objects.get()
        assert response.number == 1
        assert response.code != "gaet"
        assert timezone.now() - response.received_at < timedelta(minutes=1)
        assert Comment.objects.get().state == "pending"

    def test_published_at_once_but_not_what_holds_personal_data(self, citizen: Client) -> None:
        hearing = make_hearing(publication="at_once")
        write(citizen, hearing, "1.1", "Helt enig.")
        write(citizen, hearing, "1.2", "Ring på 20 30 40 50.")
        send(citizen, hearing)
        states = dict(Comment.objects.values_list("paragraph__ref", "state"))
        assert states == {"1.1": "published", "1.2": "pending"}
        assert Comment.objects.get(state="published").decisions.get().by is None

    def test_personal_data_is_pointed_out_and_never_blocks(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        write(citizen, hearing, "1.1", "Mit nummer er 010190-1234, skriv til amina@post.example")
        page = citizen.get(review(hearing)).content.decode()
        assert "Muligt CPR-nummer" in page
        assert "»010190-1234«" in page
        assert "»amina@post.example«" in page
        assert send(citizen, hearing).status_code == 302


@pytest.mark.django_db
class TestTheDeadline:
    @pytest.mark.parametrize(
        ("after_deadline", "late"),
        [
            (timedelta(seconds=59, microseconds=999_999), False),
            (timedelta(seconds=60), True),
            (timedelta(days=3), True),
        ],
    )
    def test_arrival_decides(self, hearing: Hearing, after_deadline: timedelta, late: bool) -> None:
        """closes_at is the start of the last minute."""
        arrived = hearing.closes_at + after_deadline
        sent = {**FIELDS, "general": "I sidste øjeblik"}
        response = send_response("", hearing, uuid.uuid4(), sent, arrived_at=arrived)
        assert (response.late, response.received_at) == (late, arrived)

    def test_an_extension_while_she_waits_counts(self, hearing: Hearing) -> None:
        """The row she loaded is old; the deadline is read again under the lock."""
        arrived = hearing.closes_at + timedelta(days=1)
        later = hearing.closes_at + timedelta(days=7)
        Hearing.objects.filter(pk=hearing.pk).update(closes_at=later)
        sent = {**FIELDS, "general": "Hej"}
        response = send_response("", hearing, uuid.uuid4(), sent, arrived_at=arrived)
        assert not response.late

    def test_a_late_response_is_stored_and_told(self, citizen: Client) -> None:
        now = timezone.now()
        hearing = make_hearing(
            opens_at=now - timedelta(days=30),
            closes_at=(now - timedelta(days=1)).replace(second=0, microsecond=0),
        )
        write(citizen, hearing)
        page = citizen.get(review(hearing)).content.decode()
        assert "for sent indkommet" in page
        answer = send(citizen, hearing)
        receipt = citizen.get(answer.headers["Location"]).content.decode()
        assert "Det var efter fristen." in receipt
        assert Response.objects.get().late

    def test_after_the_decision_the_words_are_kept_but_not_sent(self, citizen: Client) -> None:
        now = timezone.now()
        hearing = make_hearing(opens_at=now - timedelta(days=30))
        write(citizen, hearing)
        Hearing.objects.filter(pk=hearing.pk).update(adopted_at=now - timedelta(minutes=1))
        answer = send(citizen, hearing)
        page = answer.content.decode()
        assert "Høringen tager ikke imod svar nu." in page
        assert "Det er godt." in page
        assert not Response.objects.exists()


@pytest.mark.django_db(transaction=True)
class TestManyAtOnce:
    """Real threads, real transactions, real locks."""

    def _post(self, hearing: Hearing, citizen: Client, fields: dict[str, str]) -> str:
        client = Client(headers={"Origin": "http://testserver"})
        client.cookies.update(citizen.cookies)
        try:
            return client.post(review(hearing), fields).headers.get("Location", "")
        finally:
            connection.close()

    @pytest.mark.parametrize("general", ["", "Og tak."])
    def test_fifty_presses_are_one_response(
        self, hearing: Hearing, citizen: Client, general: str
    ) -> None:
        write(citizen, hearing)
        key = form_key(citizen, hearing)
        fields = {"form_key": key, **SENDER, "general": general, "do": "send"}
        with ThreadPoolExecutor(16) as pool:
            places = list(pool.map(lambda _n: self._post(hearing, citizen, fields), range(50)))
        response = Response.objects.get()
        assert set(places) == {f"/kvittering/{response.code}/"}
        assert Comment.objects.count() == (2 if general else 1)
        assert not Draft.objects.exists()

    def test_fifty_presses_without_a_cookie_are_one_response(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        fields = {"form_key": str(uuid.uuid4()), **SENDER, "general": "Hej", "do": "send"}
        with ThreadPoolExecutor(16) as pool:
            places = list(pool.map(lambda _n: self._post(hearing, citizen, fields), range(50)))
        assert len(set(places)) == 1
        assert Response.objects.count() == 1

    def test_a_correction_while_it_is_sent_is_in_it_or_in_a_new_draft(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        write(citizen, hearing, body="Før")
        comment = DraftComment.objects.get()
        key, owner = form_key(citizen, hearing), citizen.cookies[COOKIE].value
        edit = reverse("responses:edit", args=[hearing.slug, comment.pk])
        fields = {"form_key": key, **SENDER, "do": "send"}

        def correct(_n: int) -> int:
            client = Client(headers={"Origin": "http://testserver"})
            client.cookies[COOKIE] = owner
            try:
                return client.post(edit, {"ref": "1.1", "body": "Efter"}).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            corrected = pool.submit(correct, 0)
            self._post(hearing, citizen, fields)
            assert corrected.result() == 302
        sent = set(Comment.objects.values_list("body", flat=True))
        kept = set(DraftComment.objects.values_list("body", flat=True))
        assert "Efter" in sent | kept

    def test_forty_senders_get_numbers_without_gaps(self, hearing: Hearing) -> None:
        def one(n: int) -> int:
            try:
                sent = {**FIELDS, "general": f"Svar {n}"}
                key = uuid.uuid4()
                return send_response("", hearing, key, sent, arrived_at=timezone.now()).number
            finally:
                connection.close()

        with ThreadPoolExecutor(16) as pool:
            numbers = list(pool.map(one, range(40)))
        assert sorted(numbers) == list(range(1, 41))

    def test_a_send_that_fails_leaves_the_draft_and_no_trace(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        """The database refuses in the middle of the transaction."""
        write(citizen, hearing, body="Min lange tekst")
        key = form_key(citizen, hearing)
        with connection.cursor() as cursor:
            cursor.execute(
                "ALTER TABLE consultation_comment ADD CONSTRAINT no CHECK (body = '') NOT VALID"
            )
        try:
            answer = send(citizen, hearing, form_key=key, general="Og en hilsen")
        finally:
            with connection.cursor() as cursor:
                cursor.execute("ALTER TABLE consultation_comment DROP CONSTRAINT no")
        page = answer.content.decode()
        assert answer.status_code == 503
        assert "Vi kan ikke gemme lige nu." in page
        assert "Og en hilsen" in page
        assert f'name="form_key" value="{key}"' in page
        assert not Response.objects.exists()
        assert Draft.objects.get().comments.get().body == "Min lange tekst"
        assert "modtaget" not in page.lower()

        call_command("worker", batch=True, startup_delay=False, verbosity=0)
        assert mail.outbox == []

        again = send(citizen, hearing, form_key=key, general="Og en hilsen")
        assert again.status_code == 302
        assert Response.objects.get().number == 1
