"""Whole responses: the list, the search, and one letter."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from consultation.hearings.letters import EXCERPT, excerpt
from consultation.models import Comment, Consideration, Hearing, Response
from tests.factories import make_comment, make_hearing, make_response

pytestmark = pytest.mark.django_db


def listed(citizen: Client, hearing: Hearing, **asked: str) -> str:
    answer = citizen.get(reverse("hearings:responses", args=[hearing.slug]), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def numbers(page: str) -> list[int]:
    return [int(number) for number in re.findall(r'id="svar-(\d+)"', page)]


def letter(citizen: Client, response: Response, query: str = "") -> str:
    answer = citizen.get(response.public_path + query)
    assert answer.status_code == 200
    return answer.content.decode()


def status(citizen: Client, response: Response) -> int:
    return citizen.get(response.public_path).status_code


class TestTheList:
    def test_only_what_is_published_the_newest_first(
        self, hearing: Hearing, citizen: Client, caseworker: User
    ) -> None:
        make_comment(hearing, body="Først", published_by=caseworker)
        make_comment(hearing, body="Afventer")
        make_comment(hearing, body="Grimt", hidden_by=caseworker)
        make_comment(hearing, "", body="Sidst", published_by=caseworker)
        page = listed(citizen, hearing)
        assert numbers(page) == [4, 1]
        assert "Afventer" not in page
        assert "Grimt" not in page

    def test_by_kind_and_stance(self, hearing: Hearing, citizen: Client, caseworker: User) -> None:
        board = make_response(hearing, respondent_type="board")
        make_comment(hearing, response=board, stance="oppose", published_by=caseworker)
        make_comment(hearing, stance="oppose", published_by=caseworker)
        make_comment(hearing, stance="", published_by=caseworker)
        protected = make_response(hearing, respondent_type="board", address_protected=True)
        make_comment(hearing, response=protected, stance="question", published_by=caseworker)
        assert numbers(listed(citizen, hearing, som="board")) == [1]
        assert numbers(listed(citizen, hearing, som="citizen")) == [4, 3, 2]
        assert numbers(listed(citizen, hearing, holdning="oppose")) == [2, 1]
        assert numbers(listed(citizen, hearing, holdning="ikke-oplyst")) == [3]
        assert numbers(listed(citizen, hearing, holdning="oppose", som="board")) == [1]

    def test_pages_by_number(self, hearing: Hearing, citizen: Client, caseworker: User) -> None:
        for _n in range(25):
            make_comment(hearing, stance="oppose", published_by=caseworker)
        page = listed(citizen, hearing, holdning="oppose")
        assert numbers(page) == list(range(25, 5, -1))
        assert "?holdning=oppose&amp;foer=6" in page
        older = listed(citizen, hearing, holdning="oppose", foer="6")
        assert numbers(older) == [5, 4, 3, 2, 1]
        assert "Vis ældre" not in older

    def test_long_letters_are_cut_short(
        self, hearing: Hearing, citizen: Client, caseworker: User
    ) -> None:
        response = make_response(hearing)
        for _n in range(5):
            make_comment(hearing, response=response, body="ord " * 7000, published_by=caseworker)
        page = listed(citizen, hearing)
        assert len(page) < 10_000
        assert "og 2 bemærkninger mere" in page

    def test_a_name_is_never_more_than_she_agreed_to(
        self, hearing: Hearing, citizen: Client, caseworker: User
    ) -> None:
        for hidden in ({"name_public": False}, {"address_protected": True, "name_public": False}):
            response = make_response(hearing, name="Skjult Navn", on_behalf_of="", **hidden)
            make_comment(hearing, response=response, published_by=caseworker)
            for page in (listed(citizen, hearing), letter(citizen, response)):
                assert "Skjult Navn" not in page
                assert "birthe@post.example" not in page
                assert response.code not in page

    def test_empty(self, hearing: Hearing, citizen: Client) -> None:
        assert "Der er ikke offentliggjort nogen høringssvar endnu." in listed(citizen, hearing)
        assert (
            "Læs alle høringssvar" not in citizen.get(hearing.get_absolute_url()).content.decode()
        )

    def test_the_reading_room_leads_to_it(
        self, hearing: Hearing, citizen: Client, caseworker: User
    ) -> None:
        make_comment(hearing, published_by=caseworker)
        room = citizen.get(hearing.get_absolute_url()).content.decode()
        assert reverse("hearings:responses", args=[hearing.slug]) in room

    @pytest.mark.parametrize(
        "asked", [{"foer": "x"}, {"foer": "9" * 30}, {"som": "x"}, {"soeg": "\x00"}, {"foer": "²"}]
    )
    def test_what_makes_no_sense_is_passed_over(
        self, hearing: Hearing, citizen: Client, caseworker: User, asked: dict[str, str]
    ) -> None:
        make_comment(hearing, published_by=caseworker)
        assert numbers(listed(citizen, hearing, **asked)) == [1]

    @pytest.mark.parametrize("publication", ["never", "after_deadline"])
    def test_a_hearing_that_keeps_them_to_itself(
        self, citizen: Client, caseworker: User, publication: str
    ) -> None:
        hearing = make_hearing(publication=publication)
        comment = make_comment(hearing, body="Hemmeligt", published_by=caseworker)
        assert numbers(listed(citizen, hearing, soeg="hemmeligt")) == []
        assert status(citizen, comment.response) == 404


class TestTheSearch:
    def test_it_knows_danish_and_marks_what_it_found(
        self, hearing: Hearing, citizen: Client, caseworker: User
    ) -> None:
        make_comment(hearing, body="Hver borger skal høres.", published_by=caseworker)
        make_comment(hearing, body="Cykler.", published_by=caseworker)
        page = listed(citizen, hearing, soeg="borgerne")
        assert numbers(page) == [1]
        assert "Hver <mark>borger</mark> skal høres." in page

    def test_phrases_and_what_must_not_be_there(
        self, hearing: Hearing, citizen: Client, caseworker: User
    ) -> None:
        make_comment(hearing, body="Den røde cykelsti", published_by=caseworker)
        make_comment(hearing, body="Cykelstier, og et hus i den røde gade", published_by=caseworker)
        assert numbers(listed(citizen, hearing, soeg="røde cykelstien")) == [2, 1]
        assert numbers(listed(citizen, hearing, soeg='"røde cykelsti"')) == [1]
        assert numbers(listed(citizen, hearing, soeg="cykelsti -hus")) == [1]

    def test_it_finds_a_proposed_wording(
        self, hearing: Hearing, citizen: Client, caseworker: User
    ) -> None:
        make_comment(hearing, body="", proposed_text="Alle skoler", published_by=caseworker)
        assert "Alle <mark>skoler</mark>" in listed(citizen, hearing, soeg="skolerne")

    def test_what_nobody_may_read_nobody_finds(
        self, hearing: Hearing, citizen: Client, caseworker: User
    ) -> None:
        response = make_response(hearing)
        make_comment(hearing, response=response, body="Åbent", published_by=caseworker)
        make_comment(hearing, response=response, body="Skjult hestevogn", hidden_by=caseworker)
        make_comment(hearing, response=response, body="Ventende hestevogn")
        redacted = make_comment(
            hearing,
            response=response,
            body="Hestevogn",
            proposed_text="Hestevogn",
            published_by=caseworker,
        )
        Comment.objects.filter(pk=redacted.pk).update(state="redacted", public_body="Kun […]")
        page = listed(citizen, hearing, soeg="hestevogn")
        assert numbers(page) == []
        assert "Ingen høringssvar passer til det, du søger." in page
        assert "Hestevogn" not in listed(citizen, hearing, soeg="kun")
        assert "<mark>Kun</mark> […]" in listed(citizen, hearing, soeg="kun")

    def test_markup_is_only_text_also_beside_a_mark(
        self, hearing: Hearing, citizen: Client, caseworker: User
    ) -> None:
        body = "<script>alert(1)</script> 3 < 4 > 2 & en skole \x02<b>\x03"
        make_comment(hearing, body=body, published_by=caseworker)
        page = listed(citizen, hearing, soeg="skoler")
        assert "3 &lt; 4 &gt; 2 &amp; en <mark>skole</mark> &lt;b&gt;" in page
        assert "<script>alert" not in page
        assert "<b>" not in page

    @pytest.mark.parametrize(
        "search", ["og", "'", "a" * 5000, '"', "-", "((", "مواطنة", "%", "\\", "<mark>", ":*&|!"]
    )
    def test_no_search_breaks_it(
        self, hearing: Hearing, citizen: Client, caseworker: User, search: str
    ) -> None:
        make_comment(hearing, published_by=caseworker)
        assert "<mark>" not in listed(citizen, hearing, soeg=search)

    def test_the_field_keeps_what_she_searched_for(self, hearing: Hearing, citizen: Client) -> None:
        assert 'value="&quot;rød cykel&quot;"' in listed(citizen, hearing, soeg=' "rød cykel" ')


class TestAnExcerpt:
    def test_it_begins_shortly_before_what_was_found(self) -> None:
        told = excerpt("ord " * 500 + "\x02cykel\x03" + " ord" * 500)
        assert re.fullmatch(r"… (ord )+<mark>cykel</mark>( ord)+ …", told)
        assert len(told) < EXCERPT + 100

    def test_a_short_text_is_whole(self) -> None:
        assert excerpt("En \x02cykel\x03.") == "En <mark>cykel</mark>."

    def test_a_word_that_never_ends_is_cut(self) -> None:
        assert excerpt("x" * 5000) == "x" * EXCERPT + " …"

    def test_a_mark_that_is_cut_leaves_no_tag_open(self) -> None:
        told = excerpt("y" * (EXCERPT - 2) + "\x02" + "z" * 50 + "\x03")
        assert told.count("<mark>") == told.count("</mark>")


class TestALetter:
    def test_each_comment_leads_to_the_words_it_answers(
        self, hearing: Hearing, citizen: Client, caseworker: User
    ) -> None:
        response = make_response(hearing, on_behalf_of="Roklubben", respondent_type="association")
        make_comment(hearing, response=response, body="Ja tak", published_by=caseworker)
        make_comment(
            hearing,
            "2.1a",
            response=response,
            body="",
            proposed_text="Vi viser hinanden hensyn",
            published_by=caseworker,
        )
        make_comment(hearing, "", response=response, body="Alt i alt", published_by=caseworker)
        make_comment(hearing, "1.2", response=response, body="Afventer")
        page = letter(citizen, response)
        for ref in ("1.1", "2.1a"):
            assert reverse("responses:paragraph", args=[hearing.slug, ref]) in page
        assert "Alle borgere i kommunen er medborgere." in page
        assert "på vegne af Roklubben · Forening · modtaget" in page
        assert "<ins>" in page
        assert page.index("Ja tak") < page.index("Generel bemærkning") < page.index("Alt i alt")
        assert "Afventer" not in page

    def test_a_hidden_part_is_a_tombstone(
        self, hearing: Hearing, citizen: Client, caseworker: User
    ) -> None:
        response = make_response(hearing)
        make_comment(hearing, response=response, body="Pænt", published_by=caseworker)
        make_comment(hearing, response=response, body="Grimt", hidden_by=caseworker)
        page = letter(citizen, response)
        assert "Begrundelse: Chikane." in page
        assert "Grimt" not in page

    def test_a_redacted_part_shows_what_is_left(
        self, hearing: Hearing, citizen: Client, caseworker: User
    ) -> None:
        comment = make_comment(hearing, body="Ring 20304050", published_by=caseworker)
        Comment.objects.filter(pk=comment.pk).update(state="redacted", public_body="Ring […]")
        for page in (letter(citizen, comment.response), listed(citizen, hearing)):
            assert "Ring […]" in page
            assert "20304050" not in page

    def test_of_which_nothing_is_published_is_not_found(
        self, hearing: Hearing, citizen: Client, caseworker: User
    ) -> None:
        assert status(citizen, make_response(hearing)) == 404
        assert status(citizen, make_comment(hearing).response) == 404
        assert status(citizen, make_comment(hearing, hidden_by=caseworker).response) == 404

    @pytest.mark.parametrize("number", ["0", "999", "9" * 30])
    def test_a_number_nobody_has(self, hearing: Hearing, citizen: Client, number: str) -> None:
        address = reverse("hearings:responses", args=[hearing.slug])
        assert citizen.get(f"{address}{number}/").status_code == 404

    def test_another_hearings_number_is_not_found(
        self, hearing: Hearing, citizen: Client, caseworker: User
    ) -> None:
        other = make_hearing(slug="en-anden", version=hearing.version)
        make_comment(other, published_by=caseworker)
        assert citizen.get(reverse("hearings:response", args=[hearing.slug, 1])).status_code == 404

    def test_a_long_one_goes_on(self, hearing: Hearing, citizen: Client, caseworker: User) -> None:
        response = make_response(hearing)
        for n in range(52):
            make_comment(hearing, response=response, body=f"Nr. {n}.", published_by=caseworker)
        page = letter(citizen, response)
        assert "Nr. 49." in page
        assert "Nr. 50." not in page
        key = re.search(r"\?efter=\d+", page)
        assert key is not None
        assert letter(citizen, response, key[0]).count('class="letter"') == 2
        assert "Nr. 0." in letter(citizen, response, "?efter=x")

    def test_the_administrations_reply_stands_in_it(
        self, hearing: Hearing, citizen: Client, caseworker: User
    ) -> None:
        comment = make_comment(hearing, published_by=caseworker)
        answer = Consideration.objects.create(
            hearing=hearing,
            title="Svar",
            reply="Det gør vi.",
            outcome="answered",
            published_at=hearing.opens_at,
        )
        answer.comments.add(comment)
        assert "Det gør vi." in letter(citizen, comment.response)
