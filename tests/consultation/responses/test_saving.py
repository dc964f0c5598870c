"""Words that save themselves: one comment, the newer text, and never a word lost."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.models import Comment, Draft, DraftComment, Hearing, Response
from consultation.responses.drafts import COOKIE
from consultation.responses.forms import LONGEST_COMMENT
from tests.factories import make_hearing, paragraph

pytestmark = pytest.mark.django_db


class Window:
    """An open form in a browser, as static/js/autosave.js keeps it."""

    def __init__(self, client: Client, hearing: Hearing, ref: str = "1.1") -> None:
        self.client, self.hearing, self.ref = client, hearing, ref
        self.tab = uuid.uuid4()
        self.key, self.step, self.base = str(self.tab), 0, ""

    def open(self) -> dict[str, Any]:
        """What the form is filled with; the window goes on with that comment."""
        held: dict[str, Any] = self.client.get(self.address("words")).json()
        self.key, self.base = held.get("key", self.key), held.get("version", "")
        return held

    def address(self, name: str) -> str:
        return reverse(f"responses:{name}", args=[self.hearing.slug, self.ref])

    def fields(self, body: str, **more: str) -> dict[str, Any]:
        self.step += 1
        marked = {"key": self.key, "tab": self.tab, "step": self.step, "base": self.base}
        return {"body": body, **more, **marked}

    def type(self, body: str, **more: str) -> Any:
        """Type, and let it be saved."""
        answer = self.client.post(self.address("words"), self.fields(body, **more))
        said = answer.json()
        if answer.status_code == 200:
            self.key, self.base = said.get("key", self.key), said.get("version", "")
        return answer

    def add(self, body: str, **more: str) -> Any:
        return self.client.post(self.address("paragraph"), self.fields(body, **more))


@pytest.fixture
def window(hearing: Hearing, citizen: Client) -> Window:
    return Window(citizen, hearing)


def kept() -> list[tuple[str, bool]]:
    return list(DraftComment.objects.order_by("id").values_list("body", "finished"))


def review(hearing: Hearing) -> str:
    return reverse("responses:review", args=[hearing.slug])


class TestOneComment:
    def test_what_she_types_is_saved_and_told(self, window: Window) -> None:
        answer = window.type("Vi vil")
        clock = timezone.localtime().strftime("%H.%M")
        assert answer.json()["said"] in (f"Gemt kl. {clock}", f"Gemt kl. {clock[:-1]}")
        assert answer.cookies[COOKIE]["httponly"]
        assert "no-store" in answer.headers["Cache-Control"]
        window.type("Vi vil gerne", stance="oppose", proposed_text="Alle er med")
        comment = DraftComment.objects.get()
        assert (comment.body, comment.stance, comment.finished) == ("Vi vil gerne", "oppose", False)
        assert comment.proposed_text == "Alle er med"

    def test_typed_and_then_added_is_one_comment(self, window: Window) -> None:
        window.type("Vi vil")
        window.add("Vi vil gerne være med")
        assert kept() == [("Vi vil gerne være med", True)]

    def test_added_before_it_was_saved_and_pressed_twice_is_one_comment(
        self, window: Window
    ) -> None:
        for _press in range(2):
            window.add("Vi vil gerne være med")
        assert kept() == [("Vi vil gerne være med", True)]

    def test_a_save_that_comes_after_she_added_changes_nothing(self, window: Window) -> None:
        late = window.fields("Vi vil")
        window.add("Vi vil gerne være med")
        window.client.post(window.address("words"), late)
        assert kept() == [("Vi vil gerne være med", True)]

    def test_a_save_overtaken_on_the_network_changes_nothing(self, window: Window) -> None:
        late = window.fields("Ældre")
        window.type("Nyere")
        answer = window.client.post(window.address("words"), late)
        assert answer.json()["version"] == window.base
        assert kept() == [("Nyere", False)]

    def test_a_lost_answer_and_more_typing_is_one_comment(self, window: Window) -> None:
        window.type("Første")
        known = window.base
        window.type("Andet")
        window.base = known  # the answer never came
        window.type("Tredje")
        assert kept() == [("Tredje", False)]

    def test_without_a_cookie_the_form_itself_is_known(self, window: Window) -> None:
        for body in ("Første", "Andet"):
            window.client.cookies.clear()
            window.type(body)
        assert kept() == [("Andet", False)]

    def test_emptied_it_is_gone_and_she_may_begin_again(self, window: Window) -> None:
        window.type("Nej")
        assert window.type("  ").json() == {"said": ""}
        assert kept() == []
        window.type("Jo")
        assert kept() == [("Jo", False)]

    def test_the_same_words_added_in_two_windows_are_one_comment(self, window: Window) -> None:
        other = Window(window.client, window.hearing)
        window.add("Det samme")
        other.type("Det")
        other.add("Det samme")
        assert kept() == [("Det samme", True)]

    def test_a_key_is_used_once_in_a_draft(self, window: Window) -> None:
        window.type("Min")
        comment = DraftComment.objects.get()
        with pytest.raises(IntegrityError), transaction.atomic():
            DraftComment.objects.create(
                draft=comment.draft, key=comment.key, paragraph=comment.paragraph
            )


class TestTwoWindows:
    def test_both_began_on_their_own(self, window: Window) -> None:
        other = Window(window.client, window.hearing)
        window.type("Fra den ene")
        other.type("Fra den anden")
        assert kept() == [("Fra den ene", False), ("Fra den anden", False)]

    def test_an_older_window_does_not_replace_newer_words(self, window: Window) -> None:
        window.type("Fælles begyndelse")
        other = Window(window.client, window.hearing)
        assert other.open()["body"] == "Fælles begyndelse"
        other.type("Nyere, fra telefonen")
        answer = window.type("Ældre, fra computeren")
        assert "Begge tekster er gemt" in answer.json()["said"]
        both = [("Nyere, fra telefonen", False), ("Ældre, fra computeren", False)]
        assert kept() == both
        # It goes on with a comment of its own, also when the answer is lost and sent again.
        window.type("Ældre, og rettet")
        assert kept() == [both[0], ("Ældre, og rettet", False)]

    def test_the_fork_is_made_once_when_its_answer_is_lost(self, window: Window) -> None:
        window.type("Begyndelse")
        other = Window(window.client, window.hearing)
        other.open()
        other.type("Nyere")
        key, base = window.key, window.base
        window.type("Ældre")
        window.key, window.base = key, base
        window.type("Ældre, rettet")
        assert kept() == [("Nyere", False), ("Ældre, rettet", False)]

    def test_added_in_an_older_window(self, window: Window) -> None:
        window.type("Begyndelse")
        other = Window(window.client, window.hearing)
        other.open()
        other.add("Nyere og færdig")
        window.add("Ældre og færdig")
        assert kept() == [("Nyere og færdig", True), ("Ældre og færdig", True)]

    def test_an_older_window_that_is_emptied_takes_nothing_away(self, window: Window) -> None:
        window.type("Begyndelse")
        other = Window(window.client, window.hearing)
        other.open()
        other.type("Nyere")
        window.type("")
        assert kept() == [("Nyere", False)]

    def test_a_correction_from_an_older_page_without_scripts(self, window: Window) -> None:
        window.add("Først")
        comment = DraftComment.objects.get()
        edit = reverse("responses:edit", args=[window.hearing.slug, comment.pk])
        seen = {"ref": "1.1", "base": comment.version}
        window.client.post(edit, {**seen, "body": "Rettet i det ene"})
        window.client.post(edit, {**seen, "body": "Rettet i det andet"})
        assert kept() == [("Rettet i det ene", True), ("Rettet i det andet", True)]

    @pytest.mark.django_db(transaction=True)
    def test_twenty_saves_at_once_are_one_comment(self, window: Window) -> None:
        window.type("Begyndelse")
        cookies = window.client.cookies
        posts = [window.fields(f"Trin {n}") for n in range(20)]

        def post(fields: dict[str, Any]) -> int:
            client = Client(headers={"Origin": "http://testserver"})
            client.cookies.update(cookies)
            try:
                return client.post(window.address("words"), fields).status_code
            finally:
                connection.close()

        with ThreadPoolExecutor(8) as pool:
            assert set(pool.map(post, posts)) == {200}
        assert kept() == [("Trin 19", False)]


class TestComingBack:
    def test_the_form_is_filled_with_what_she_wrote_last(self, window: Window) -> None:
        assert window.open() == {}
        window.type("Halvt", stance="support")
        held = Window(window.client, window.hearing).open()
        assert (held["body"], held["stance"]) == ("Halvt", "support")
        assert "Her er det, du skrev sidst." in held["said"]
        assert Window(window.client, window.hearing, "1.2").open() == {}
        assert Window(Client(), window.hearing).open() == {}

    def test_what_is_added_is_not_in_the_form_again(self, window: Window) -> None:
        window.add("Færdig")
        assert window.open() == {}

    def test_the_cookie_alone_brings_it_back(self, window: Window) -> None:
        """A new process, a session that is gone: the draft is hers. What signing in and out do to
        it is in test_ownership.py."""
        window.type("Min kladde")
        client = Client()
        client.cookies[COOKIE] = window.client.cookies[COOKIE].value
        assert Window(client, window.hearing).open()["body"] == "Min kladde"

    def test_the_page_itself_says_where(self, window: Window) -> None:
        window.type("Min kladde")
        page = window.client.get(window.address("paragraph")).content.decode()
        assert "Min kladde" not in page
        assert f'Det gemmes i <a href="{review(window.hearing)}">dit høringssvar</a>.' in page

    def test_the_bar_tells_where_she_has_written(self, window: Window) -> None:
        bar = reverse("responses:bar", args=[window.hearing.slug])
        window.type("Halvt")
        page = window.client.get(bar).content.decode()
        assert "1 ikke færdig" in page
        assert 'data-written="1.1"' in page
        window.add("Helt")
        Window(window.client, window.hearing, "2.1b").type("Og her")
        page = window.client.get(bar).content.decode()
        assert "1 bemærkning, 1 ikke færdig" in page


class TestRefusals:
    @pytest.mark.parametrize(
        "wrong", [{"tab": "x"}, {"step": "-1"}, {"step": "1e9"}, {"key": "\x00"}]
    )
    def test_a_form_we_did_not_make(self, window: Window, wrong: dict[str, str]) -> None:
        fields = {**window.fields("Hej"), **wrong}
        assert window.client.post(window.address("words"), fields).status_code == 422
        assert kept() == []

    @pytest.mark.parametrize("text", ["\u202eמה\u202c أهلا", "=1+1", "<b>x</b>", "a\x00b"])
    def test_any_text_is_kept(self, window: Window, text: str) -> None:
        assert window.type(text).status_code == 200
        assert kept() == [(text.replace("\x00", ""), False)]

    def test_100_kb_is_refused_in_words(self, window: Window) -> None:
        answer = window.type("x" * 100_000)
        assert answer.status_code == 422
        assert "100.000 tegn" in answer.json()["said"]
        assert window.type("x" * LONGEST_COMMENT).status_code == 200

    def test_a_comment_she_added_is_not_emptied_by_typing(self, window: Window) -> None:
        window.add("Færdig")
        comment = DraftComment.objects.get()
        window.key, window.base = str(comment.key), comment.version
        assert window.type("").status_code == 422
        assert kept() == [("Færdig", True)]

    def test_another_paragraphs_comment_is_left_alone(self, window: Window) -> None:
        window.type("Til 1.1")
        other = Window(window.client, window.hearing, "1.2")
        other.key, other.base = window.key, window.base
        other.type("Til 1.2")
        refs = dict(DraftComment.objects.values_list("body", "paragraph__ref"))
        assert refs == {"Til 1.1": "1.1", "Til 1.2": "1.2"}

    def test_a_stranger_has_a_draft_of_her_own(self, window: Window) -> None:
        window.type("Min")
        other = Window(Client(headers={"Origin": "http://testserver"}), window.hearing)
        other.key, other.base, other.tab = window.key, window.base, window.tab
        other.client.cookies[COOKIE] = "en-andens"
        other.type("Hendes")
        assert sorted(kept()) == [("Hendes", False), ("Min", False)]
        mine = DraftComment.objects.get(body="Min")
        finish = reverse("responses:finish", args=[window.hearing.slug, mine.pk])
        assert other.client.post(finish).status_code == 404

    def test_the_deadlines_last_second_and_the_first_after_it(
        self, window: Window, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for moment, late in (
            (window.hearing.late_from - timedelta(microseconds=1), False),
            (window.hearing.late_from, True),
        ):
            monkeypatch.setattr("config.middleware.timezone.now", lambda moment=moment: moment)
            assert window.type("Hej").json()["late"] is late


class TestReviewAndSend:
    SENDER = {"name": "Amina Yusuf", "email": "amina@post.example", "name_public": "on"}

    def send(self, window: Window, **fields: str) -> Any:
        page = window.client.get(review(window.hearing)).context
        seen = {
            "form_key": str(page["form_key"]),
            "base": page["draft"].version if page["draft"] else "",
            "read": page["read"],
            "respondent_type": "citizen",
            "general": page["general"],
        }
        sent = {**seen, **self.SENDER, "do": "send", **fields}
        return window.client.post(review(window.hearing), sent)

    def test_the_unfinished_is_shown_and_waits(self, window: Window) -> None:
        window.add("Færdig")
        Window(window.client, window.hearing, "1.2").type("Halvt")
        page = window.client.get(review(window.hearing)).content.decode()
        assert "Ikke færdig – bliver ikke sendt" in page
        answer = self.send(window)
        assert list(Comment.objects.values_list("body", flat=True)) == ["Færdig"]
        assert kept() == [("Halvt", False)]
        draft = Draft.objects.get()
        assert (draft.name, draft.email, draft.general) == ("", "", "")
        assert not Response.objects.filter(form_key=draft.form_key).exists()
        receipt = window.client.get(answer.headers["Location"]).content.decode()
        assert "Du har skrevet noget, der ikke er med i svaret." in receipt

    def test_added_in_the_letter_it_is_sent(self, window: Window) -> None:
        window.type("Halvt")
        mine = [window.hearing.slug, DraftComment.objects.get().pk]
        assert self.send(window).status_code == 422
        window.client.post(reverse("responses:finish", args=mine))
        self.send(window)
        assert Comment.objects.get().body == "Halvt"
        assert not Draft.objects.exists()

    def test_taken_out_it_is_gone_with_the_letter(self, window: Window) -> None:
        window.add("Færdig")
        other = Window(window.client, window.hearing, "1.2")
        other.type("Halvt")
        unfinished = DraftComment.objects.get(finished=False)
        mine = [window.hearing.slug, unfinished.pk]
        window.client.post(reverse("responses:remove", args=mine))
        assert "er fjernet" in window.client.get(review(window.hearing)).content.decode()
        self.send(window)
        assert not Draft.objects.exists()

    def test_nothing_is_sent_that_she_did_not_see(self, window: Window) -> None:
        """The letter lies open in one window; in another she writes more."""
        window.add("Læst")
        read = window.client.get(review(window.hearing)).context["read"]
        Window(window.client, window.hearing, "1.2").add("Ikke læst")
        answer = self.send(window, read=read)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert "Ikke sendt: Dit svar er ændret i et andet vindue." in page
        assert "Ikke læst" in page
        assert not Response.objects.exists()
        assert self.send(window).status_code == 302
        assert Comment.objects.count() == 2

    def test_the_letter_looks_as_it_will(self, window: Window) -> None:
        window.add("Færdig")
        page = window.client.get(review(window.hearing)).content.decode()
        assert "Sådan bliver det vist" in page
        for fields, name, kind in (
            ({"respondent_type": "association"}, "Amina Yusuf", "Forening"),
            ({"respondent_type": "association", "name_public": ""}, "Forening", ""),
            ({"address_protected": "on", "on_behalf_of": "Roklubben"}, "Borger", ""),
        ):
            self.send(window, do="save", **fields)
            shown = window.client.get(review(window.hearing)).context["shown"]
            assert (shown.public_name, shown.public_type) == (name, kind)
            assert shown.public_on_behalf_of == ""

    def test_back_from_the_receipt_the_way_to_it_is_shown(self, window: Window) -> None:
        window.add("Færdig")
        answer = self.send(window)
        cookie = answer.cookies["kvittering"]
        assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 3600)
        page = window.client.get(review(window.hearing)).content.decode()
        assert "Du har sendt svar nr. 1." in page
        assert answer.headers["Location"] in page
        bar = reverse("responses:bar", args=[window.hearing.slug])
        assert "Du har sendt svar nr. 1" in window.client.get(bar).content.decode()
        other = make_hearing(slug="en-anden", version=window.hearing.version)
        assert "Du har sendt" not in window.client.get(review(other)).content.decode()

        window.client.post(reverse("responses:forget", args=[window.hearing.slug]))
        for address in (review(window.hearing), bar):
            assert "Du har sendt" not in window.client.get(address).content.decode()

    @pytest.mark.parametrize("cookie", ["", "x" * 5000, "æ.b", "../..", "a" * 24])
    def test_a_receipt_cookie_we_never_gave_shows_nothing(
        self, window: Window, cookie: str
    ) -> None:
        window.client.cookies["kvittering"] = cookie
        page = window.client.get(review(window.hearing))
        assert page.status_code == 200
        assert "Du har sendt" not in page.content.decode()


class TestTheGeneralComment:
    def fields(self, base: str, tab: uuid.UUID, step: int, **more: str) -> dict[str, Any]:
        return {"base": base, "tab": tab, "step": step, "respondent_type": "citizen", **more}

    def save(self, client: Client, hearing: Hearing, **fields: Any) -> Any:
        address = reverse("responses:save", args=[hearing.slug])
        return client.post(address, self.fields(**fields))

    def test_it_saves_itself_as_far_as_it_is_valid(self, hearing: Hearing, citizen: Client) -> None:
        tab = uuid.uuid4()
        answer = self.save(
            citizen, hearing, base="", tab=tab, step=1, general="Hej", name="Am", email="am@"
        )
        assert answer.json()["version"] == f"{tab}.1"
        draft = Draft.objects.get()
        assert (draft.general, draft.name, draft.email) == ("Hej", "Am", "")
        self.save(citizen, hearing, base="", tab=tab, step=2, general="Hej med jer", name="Am")
        late = self.save(citizen, hearing, base="", tab=tab, step=1, general="Hej")
        assert late.json()["version"] == f"{tab}.2"
        draft.refresh_from_db()
        assert draft.general == "Hej med jer"

    def test_without_a_cookie_it_is_the_same_draft(self, hearing: Hearing, citizen: Client) -> None:
        key, tab = str(uuid.uuid4()), uuid.uuid4()
        for step, text in ((1, "Hej"), (2, "Hej igen")):
            citizen.cookies.clear()
            self.save(citizen, hearing, base="", tab=tab, step=step, general=text, form_key=key)
        assert Draft.objects.get().general == "Hej igen"

    def test_too_long_is_told_and_not_kept(self, hearing: Hearing, citizen: Client) -> None:
        answer = self.save(
            citizen, hearing, base="", tab=uuid.uuid4(), step=1, general="x" * 30_001
        )
        assert answer.status_code == 422
        assert "30.001 tegn" in answer.json()["said"]
        assert not Draft.objects.exists()

    def test_two_windows_keep_both(self, hearing: Hearing, citizen: Client) -> None:
        """The newer stands while the older only types; pressing a button sets the newer aside."""
        newer, older = uuid.uuid4(), uuid.uuid4()
        base = self.save(citizen, hearing, base="", tab=newer, step=1, general="Først").json()[
            "version"
        ]
        self.save(citizen, hearing, base=base, tab=newer, step=2, general="Nyere")
        answer = self.save(citizen, hearing, base=base, tab=older, step=1, general="Ældre")
        assert answer.status_code == 409
        assert "Gem kladde" in answer.json()["said"]
        assert Draft.objects.get().general == "Nyere"

        pressed = self.fields(base=base, tab=older, step=2, general="Ældre")
        citizen.post(review(hearing), {**pressed, "do": "save"})
        draft = Draft.objects.get()
        assert (draft.general, draft.set_aside) == ("Ældre", "Nyere")
        assert "Fra et andet vindue" in citizen.get(review(hearing)).content.decode()
        citizen.post(reverse("responses:settle", args=[hearing.slug]), {"do": "insert"})
        draft.refresh_from_db()
        assert (draft.general, draft.set_aside) == ("Ældre\n\nNyere", "")

    def test_sending_from_an_older_page_shows_the_newer_words_first(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        base = self.save(
            citizen, hearing, base="", tab=uuid.uuid4(), step=1, general="Først"
        ).json()["version"]
        self.save(citizen, hearing, base=base, tab=uuid.uuid4(), step=1, general="Nyere")
        sender = {"name": "Am", "email": "am@post.example", "respondent_type": "citizen"}
        old = {"general": "Først", "base": base, "do": "send", **sender}
        answer = citizen.post(review(hearing), old)
        assert answer.status_code == 422
        assert "Nyere" in answer.content.decode()
        assert not Response.objects.exists()

        page = citizen.get(review(hearing)).context
        again = {**old, "base": page["draft"].version, "read": page["read"]}
        citizen.post(review(hearing), again)
        assert Comment.objects.get().body == "Først"
        assert Draft.objects.get().set_aside == "Nyere"
        citizen.post(reverse("responses:settle", args=[hearing.slug]), {"do": "drop"})
        assert Draft.objects.get().set_aside == ""

    def test_a_save_that_comes_after_the_letter_is_sent_begins_nothing(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        Window(citizen, hearing).add("Færdig")
        Window(citizen, hearing, "1.2").type("Halvt")
        page = citizen.get(review(hearing)).context
        key, tab = str(page["form_key"]), uuid.uuid4()
        sender = {"name": "Am", "email": "am@post.example", "respondent_type": "citizen"}
        sent = {"general": "Tak", "form_key": key, "read": page["read"], "do": "send", **sender}
        assert citizen.post(review(hearing), sent).status_code == 302
        late = {"general": "Tak", "name": "Am", "form_key": key}
        assert self.save(citizen, hearing, base="", tab=tab, step=1, **late).status_code == 409
        draft = Draft.objects.get()
        assert (draft.general, draft.name) == ("", "")
        citizen.cookies.clear()
        assert self.save(citizen, hearing, base="", tab=tab, step=1, **late).status_code == 409
        assert Draft.objects.count() == 1

    def test_who_has_no_draft_has_nothing_to_settle(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        Draft.objects.create(hearing=hearing, set_aside="En andens")
        settle = reverse("responses:settle", args=[hearing.slug])
        for do in ("insert", "drop"):
            assert citizen.post(settle, {"do": do}).status_code == 404
        assert Draft.objects.get().set_aside == "En andens"

    def test_a_draft_begun_at_a_paragraph_meanwhile_is_no_conflict(
        self, hearing: Hearing, citizen: Client
    ) -> None:
        Window(citizen, hearing).add("Til 1.1")
        answer = self.save(citizen, hearing, base="", tab=uuid.uuid4(), step=1, general="Hej")
        assert answer.status_code == 200


def test_rows_from_before_have_keys_of_their_own(hearing: Hearing) -> None:
    """The database makes them, so an older form that knows nothing of keys still writes."""
    draft = Draft.objects.create(hearing=hearing)
    pk = paragraph(hearing, "1.1").pk
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO consultation_draftcomment"
            " (draft_id, paragraph_id, stance, body, proposed_text, saved_at, finished, step)"
            " SELECT %s, %s, '', 'Hej', '', now(), true, 0 FROM generate_series(1, 3)",
            [draft.pk, pk],
        )
    assert draft.comments.values("key").distinct().count() == 3
