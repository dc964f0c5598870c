"""A draft follows her: into her account, to another device, and from nobody else's computer."""

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from consultation.models import Draft, Hearing, Response
from consultation.models.draft import account_key
from consultation.responses.drafts import COOKIE
from consultation.responses.ownership import adopt_drafts
from consultation.responses.sent import COOKIE as RECEIPTS
from tests.broker import OLE, Broker
from tests.factories import PASSWORD, make_hearing, make_response, paragraph

pytestmark = pytest.mark.django_db


def browser() -> Client:
    return Client(headers={"Origin": "http://testserver"}, enforce_csrf_checks=True)


def sign_in(client: Client, user: User) -> Any:
    asked = {"login": user.email, "password": PASSWORD}
    answer = client.post(reverse("account_login"), asked)
    assert answer.status_code == 302
    return answer


def review(hearing: Hearing) -> str:
    return reverse("responses:review", args=[hearing.slug])


def write(client: Client, hearing: Hearing, ref: str, body: str) -> None:
    client.post(reverse("responses:paragraph", args=[hearing.slug, ref]), {"body": body})


def read(client: Client, hearing: Hearing) -> str:
    return client.get(review(hearing)).content.decode()


def test_what_she_wrote_before_is_hers_on_every_device(hearing: Hearing, stranger: User) -> None:
    phone, desk = browser(), browser()
    write(phone, hearing, "1.1", "Skrevet på telefonen.")
    sign_in(phone, stranger)
    assert "Skrevet på telefonen." in read(phone, hearing)
    sign_in(desk, stranger)
    assert "Skrevet på telefonen." in read(desk, hearing)
    write(desk, hearing, "1.2", "Skrevet derhjemme.")
    assert "Skrevet derhjemme." in read(phone, hearing)
    draft = Draft.objects.get()
    assert draft.owner == stranger


def test_two_drafts_become_one(hearing: Hearing, stranger: User) -> None:
    """Comments united, the same words once; what one draft lacks the other gives."""
    phone, desk = browser(), browser()
    sign_in(desk, stranger)
    for body in ("Ens.", "Kun derhjemme."):
        write(desk, hearing, "1.1", body)
    desk.post(review(hearing), {"do": "save", "general": "Først dette.", "name": "Yasemin"})
    write(phone, hearing, "1.1", "Ens.")
    write(phone, hearing, "1.2", "Kun på telefonen.")
    sent = {"do": "save", "general": "Så dette.", "name": "Y. K.", "on_behalf_of": "Klubben"}
    phone.post(review(hearing), {**sent, "respondent_type": "association"})
    key = Draft.objects.get(owner=None).form_key
    sign_in(phone, stranger)
    draft = Draft.objects.get()
    assert sorted(draft.kept_comments.values_list("body", flat=True)) == [
        "Ens.",
        "Kun derhjemme.",
        "Kun på telefonen.",
    ]
    assert draft.general == "Først dette.\n\nSå dette."
    assert (draft.name, draft.on_behalf_of) == ("Yasemin", "Klubben")
    assert draft.respondent_type == "association"
    assert draft.name_public is False  # the phone's form had left it out
    assert draft.form_key == key


@pytest.mark.parametrize(
    ("ours", "theirs", "both"),
    [
        ("", "Ny.", "Ny."),
        ("Gammel.", "", "Gammel."),
        ("Gammel.", "Gammel. Og ny.", "Gammel. Og ny."),
        ("Gammel. Og ny.", "Gammel.", "Gammel. Og ny."),
        ("Én.", "To.", "Én.\n\nTo."),
        ("مرحبا", "=1+1", "مرحبا\n\n=1+1"),
    ],
)
def test_two_general_comments(
    hearing: Hearing, stranger: User, ours: str, theirs: str, both: str
) -> None:
    Draft.objects.create(hearing=hearing, owner_key=account_key(stranger), general=ours)
    Draft.objects.create(hearing=hearing, owner_key="telefon", general=theirs)
    adopt_drafts(stranger, "telefon", at=timezone.now())
    assert Draft.objects.get().general == both


def test_a_comment_she_took_out_can_still_be_put_back(hearing: Hearing, stranger: User) -> None:
    phone, desk = browser(), browser()
    for client in (phone, desk):
        write(client, hearing, "1.1", "Ens.")
    removed = Draft.objects.first()
    assert removed is not None
    pk = removed.comments.get().pk
    phone.post(reverse("responses:remove", args=[hearing.slug, pk]))
    sign_in(desk, stranger)
    sign_in(phone, stranger)
    draft = Draft.objects.get()
    assert (draft.kept_comments.count(), draft.removed_comments.count()) == (1, 1)


def test_files_come_along_as_many_as_there_is_room_for(hearing: Hearing, stranger: User) -> None:
    """The same file once; what there is no room for can be put back."""
    hers = Draft.objects.create(hearing=hearing, owner_key=account_key(stranger))
    other = Draft.objects.create(hearing=hearing, owner_key="telefon")
    for draft, files in ((hers, "abcd"), (other, "dexy")):
        for file in files:
            draft.attachments.create(
                name=f"{file}.pdf", content_type="application/pdf", size=1, sha256=file, file=file
            )
    other.attachments.filter(sha256="y").update(removed_at=timezone.now())
    adopt_drafts(stranger, "telefon", at=timezone.now())
    kept = hers.kept_attachments.values_list("sha256", flat=True)
    assert list(kept) == ["a", "b", "c", "d", "e"]
    removed = hers.attachments.exclude(removed_at=None).values_list("sha256", flat=True)
    assert list(removed) == ["x", "y"]


def test_each_hearing_has_its_own(hearing: Hearing, stranger: User) -> None:
    other = make_hearing(slug="en-anden", version=hearing.version)
    client = browser()
    for heard in (hearing, other):
        write(client, heard, "1.1", f"Til {heard.slug}.")
    sign_in(client, stranger)
    assert "Til en-anden." in read(client, other)
    assert "Til en-anden." not in read(client, hearing)


def test_adopting_twice_changes_nothing(hearing: Hearing, stranger: User) -> None:
    draft = Draft.objects.create(hearing=hearing, owner_key="telefon", general="Ja.")
    for key in ("telefon", "telefon", "", account_key(stranger)):
        adopt_drafts(stranger, key, at=timezone.now())
    draft.refresh_from_db()
    assert (draft.owner, draft.general) == (stranger, "Ja.")


class TestASharedComputer:
    def test_the_next_person_finds_nothing(
        self, hearing: Hearing, stranger: User, caseworker: User
    ) -> None:
        client = browser()
        write(client, hearing, "1.1", "Før login.")
        answer = sign_in(client, stranger)
        assert answer.cookies[COOKIE].value == ""
        write(client, hearing, "1.2", "Efter login.")
        assert client.cookies[COOKIE].value == ""
        out = client.post(reverse("account_logout"))
        assert (out.cookies[COOKIE].value, out.cookies[RECEIPTS].value) == ("", "")
        assert out.headers["Clear-Site-Data"] == '"storage"'
        page = read(client, hearing)
        assert "login." not in page
        sign_in(client, caseworker)
        assert "login." not in read(client, hearing)
        assert "Før login." in read(in_with(stranger), hearing)

    def test_a_key_she_had_before_opens_nothing(self, hearing: Hearing, stranger: User) -> None:
        client = browser()
        write(client, hearing, "1.1", "Hendes.")
        key = client.cookies[COOKIE].value
        sign_in(client, stranger)
        thief = browser()
        thief.cookies[COOKIE] = key
        assert "Hendes." not in read(thief, hearing)

    @pytest.mark.parametrize("forged", ["@{pk}", "%40{pk}", '"@{pk}"', "@", "x" * 41])
    def test_no_cookie_opens_an_account(
        self, hearing: Hearing, stranger: User, forged: str
    ) -> None:
        write(in_with(stranger), hearing, "1.1", "Hendes.")
        thief = browser()
        thief.cookies[COOKIE] = forged.format(pk=stranger.pk)
        assert "Hendes." not in read(thief, hearing)
        write(thief, hearing, "1.1", "En andens.")
        assert Draft.objects.get(owner=stranger).comments.count() == 1


def in_with(user: User) -> Client:
    client = browser()
    sign_in(client, user)
    return client


def test_when_her_session_has_ended_both_parts_are_found_again(
    hearing: Hearing, stranger: User
) -> None:
    client = in_with(stranger)
    write(client, hearing, "1.1", "Mens jeg var logget ind.")
    client.session.flush()
    write(client, hearing, "1.2", "Uden at vide det.")
    page = read(client, hearing)
    assert "Uden at vide det." in page
    assert "har du skrevet noget, mens du var logget ind?" in page
    sign_in(client, stranger)
    page = read(client, hearing)
    assert "Mens jeg var logget ind." in page
    assert "Uden at vide det." in page


def test_in_the_middle_of_writing(hearing: Hearing, stranger: User, citizen: Client) -> None:
    """The button saves what stands in the form, and leads to the sign-in and back."""
    written = {"do": "sign_in", "general": "Halvvejs", "respondent_type": "citizen"}
    answer = citizen.post(review(hearing), {**written, "form_key": str(uuid.uuid4())})
    back = quote(review(hearing), safe="")
    assert answer.headers["Location"] == f"/konto/log-ind/?next={back}"
    sign_in(citizen, stranger)
    assert "Halvvejs" in read(citizen, hearing)


def test_from_a_code_to_the_broker_the_draft_comes_along(
    hearing: Hearing, stranger: User, broker: Broker
) -> None:
    """A hearing asks for MitID, and she finds out when she has written."""
    client = in_with(stranger)
    write(client, hearing, "1.1", "Før MitID.")
    off_to = client.post(reverse("openid_connect_login")).headers["Location"]
    client.get(broker.back(off_to, OLE))
    assert "Før MitID." in read(client, hearing)
    assert Draft.objects.get().owner.name == "Ole Vang"  # type: ignore[union-attr]


def test_the_form_knows_her(hearing: Hearing, stranger: User) -> None:
    client = in_with(stranger)
    page = read(client, hearing)
    assert 'value="fremmed"' in page
    assert 'value="fremmed@post.example"' in page
    client.post(review(hearing), {"do": "save", "name": "En anden", "general": "Ja."})
    page = read(client, hearing)
    assert 'value="En anden"' in page
    assert 'value="fremmed"' not in page


class TestSending:
    FIELDS = {"do": "send", "general": "Ja.", "name": "Yasemin Kaya", "name_public": "on"}

    def send(self, client: Client, hearing: Hearing, **fields: str) -> Response:
        client.post(review(hearing), {**self.FIELDS, "respondent_type": "citizen", **fields})
        return Response.objects.get()

    def test_it_is_tied_to_her_and_needs_no_confirmation(
        self, hearing: Hearing, stranger: User
    ) -> None:
        stranger.emailaddress_set.create(email=stranger.email, verified=True)
        response = self.send(in_with(stranger), hearing, email="Fremmed@post.example")
        assert response.sender == stranger
        assert response.email_confirmed_at == response.received_at
        assert not response.awaits_confirmation

    @pytest.mark.parametrize("email", ["en-anden@post.example", "fremmed@post.example"])
    def test_an_address_she_has_not_confirmed_does(
        self, hearing: Hearing, stranger: User, email: str
    ) -> None:
        """Her own, too, when she has only ever used a password."""
        response = self.send(in_with(stranger), hearing, email=email)
        assert response.sender == stranger
        assert response.awaits_confirmation

    def test_not_signed_in_it_is_nobodys(self, hearing: Hearing, citizen: Client) -> None:
        response = self.send(citizen, hearing, email="amina@post.example")
        assert (response.sender, response.email_confirmed_at) == (None, None)

    def test_her_first_response_gives_the_account_a_name(
        self, hearing: Hearing, stranger: User
    ) -> None:
        User.objects.update(name="")
        self.send(in_with(stranger), hearing, email="fremmed@post.example")
        stranger.refresh_from_db()
        assert stranger.name == "Yasemin Kaya"

    def test_pressed_twice_on_an_old_page_it_is_one(self, hearing: Hearing, stranger: User) -> None:
        """The page was open before she signed in in another tab and the drafts became one."""
        Draft.objects.create(hearing=hearing, owner_key=account_key(stranger), general="Ja.")
        client = browser()
        write(client, hearing, "1.1", "Ja.")
        key = str(Draft.objects.get(owner=None).form_key)
        sign_in(client, stranger)
        for _press in range(2):
            self.send(client, hearing, email="fremmed@post.example", form_key=key)
        assert not Draft.objects.exists()


class TestTheDatabase:
    @pytest.fixture
    def refused(self) -> Callable[..., None]:
        def refused(sql: str, *values: object) -> None:
            with (
                pytest.raises(IntegrityError),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(sql, values)

        return refused

    def test_a_draft_belongs_to_whom_its_key_says(
        self, hearing: Hearing, stranger: User, caseworker: User, refused: Callable[..., None]
    ) -> None:
        Draft.objects.create(hearing=hearing, owner_key=account_key(stranger))
        Draft.objects.create(hearing=hearing, owner_key="telefon")
        to = "UPDATE consultation_draft SET owner_id = %s WHERE owner_key = %s"
        refused(to, caseworker.pk, account_key(stranger))
        refused(to, None, account_key(stranger))
        refused(to, stranger.pk, "telefon")

    def test_unsent_words_go_with_the_account_and_sent_ones_stay(
        self, hearing: Hearing, stranger: User
    ) -> None:
        draft = Draft.objects.create(hearing=hearing, owner_key=account_key(stranger))
        draft.comments.create(paragraph=paragraph(hearing, "1.1"), body="Ja.")
        response = make_response(hearing, sender=stranger)
        stranger.delete()
        response.refresh_from_db()
        assert response.sender is None
        assert not Draft.objects.exists()

    def test_a_response_keeps_its_sender(
        self,
        hearing: Hearing,
        stranger: User,
        caseworker: User,
        refused: Callable[..., None],
    ) -> None:
        hers, nobodys = make_response(hearing, sender=stranger), make_response(hearing)
        to = "UPDATE consultation_response SET sender_id = %s WHERE id = %s"
        refused(to, caseworker.pk, hers.pk)
        refused(to, caseworker.pk, nobodys.pk)
