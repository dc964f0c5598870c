"""What has been said to a paragraph: in which order, which of it, and what is answered."""

from datetime import timedelta
from urllib.parse import parse_qs

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from consultation.hearings.conversation import Conversation, conversation
from consultation.models import Comment, Consideration, Hearing
from tests.factories import make_comment, make_hearing, make_response, paragraph

pytestmark = pytest.mark.django_db


def said(hearing: Hearing, **asked: str) -> Conversation:
    return conversation(hearing, paragraph(hearing, "1.1"), at=timezone.now(), asked=asked)


def words(conversation: Conversation) -> list[tuple[str, int]]:
    return [(said.comment.body, said.times) for said in conversation.said]


def page_of(citizen: Client, hearing: Hearing, query: str = "") -> str:
    address = reverse("responses:paragraph", args=[hearing.slug, "1.1"])
    return citizen.get(address + query).content.decode()


def campaign(hearing: Hearing, by: User, body: str, times: int, **fields: str) -> None:
    for _n in range(times):
        make_comment(hearing, body=body, published_by=by, **fields)


def test_the_same_words_stand_once_where_most_said_is_first(
    hearing: Hearing, citizen: Client, caseworker: User
) -> None:
    campaign(hearing, caseworker, "Bevar åen", 3)
    campaign(hearing, caseworker, "Spær den", 1)
    campaign(hearing, caseworker, "Gør den ren", 2)
    make_comment(hearing, body="Bevar åen", hidden_by=caseworker)
    make_comment(hearing, body="Bevar åen")
    most = said(hearing, orden="flest")
    assert words(most) == [("Bevar åen", 3), ("Gør den ren", 2), ("Spær den", 1)]
    newest = hearing.comments.filter(body="Bevar åen", state="published").latest("pk")
    assert most.said[0].comment == newest
    page = page_of(citizen, hearing, "?orden=flest")
    assert "3 bemærkninger med samme ordlyd" in page
    assert "1 bemærkning med samme ordlyd" not in page
    assert "1 skjult bemærkning er ikke med her." in page
    assert "Skjult bemærkning" not in page
    assert "Skjult bemærkning" in page_of(citizen, hearing)


def test_by_stance_and_by_kind_of_sender(
    hearing: Hearing, citizen: Client, caseworker: User
) -> None:
    board = make_response(hearing, respondent_type="board")
    make_comment(hearing, response=board, body="Nej", stance="oppose", published_by=caseworker)
    make_comment(hearing, response=board, body="Tja", stance="", published_by=caseworker)
    campaign(hearing, caseworker, "Imod", 2, stance="oppose")
    make_comment(hearing, body="Skjult", stance="oppose", hidden_by=caseworker)
    assert words(said(hearing, holdning="oppose")) == [("Imod", 1), ("Imod", 1), ("Nej", 1)]
    assert words(said(hearing, som="board")) == [("Tja", 1), ("Nej", 1)]
    assert words(said(hearing, som="board", holdning="oppose")) == [("Nej", 1)]
    assert words(said(hearing, holdning="ikke-oplyst")) == [("Tja", 1)]
    assert words(said(hearing, holdning="oppose", orden="flest")) == [("Imod", 2), ("Nej", 1)]
    page = page_of(citizen, hearing, "?holdning=oppose")
    assert "Viser 3 af 4 bemærkninger." in page
    assert "Imod (3)" in page
    assert "Borger (2)" in page
    assert "Bruger-/skolebestyrelse (1)" in page
    assert "Spørgsmål (" not in page


def test_a_choice_nobody_fits(hearing: Hearing, citizen: Client, caseworker: User) -> None:
    campaign(hearing, caseworker, "Ja", 4)
    page = page_of(citizen, hearing, "?som=company")
    assert "Ingen bemærkninger passer til dit valg." in page
    assert "Virksomhed (0)" in page


def test_few_comments_need_no_choice(hearing: Hearing, citizen: Client, caseworker: User) -> None:
    campaign(hearing, caseworker, "Ja", 3)
    assert "Sortér og vælg" not in page_of(citizen, hearing)
    campaign(hearing, caseworker, "Ja", 1)
    assert "Sortér og vælg" in page_of(citizen, hearing)


@pytest.mark.parametrize("asked", [{}, {"som": "citizen"}, {"orden": "flest"}])
def test_every_comment_stands_on_one_page(
    hearing: Hearing, caseworker: User, asked: dict[str, str]
) -> None:
    response = make_response(hearing)
    for n in range(120):
        # Many are said equally often.
        Comment.objects.bulk_create(
            Comment(
                response=response,
                hearing=hearing,
                paragraph=paragraph(hearing, "1.1"),
                body=f"Nr. {n}",
                state="published",
            )
            for _same in range(1 + n % 2)
        )
    met: list[tuple[str, int]] = []
    pages = 0
    key = dict(asked)
    while pages < 10:
        page = said(hearing, **key)
        met += words(page)
        pages += 1
        if not page.older:
            break
        key = {name: values[0] for name, values in parse_qs(page.older_query).items()}
    if "orden" in asked:
        assert (pages, len(met)) == (3, 120)
        assert [times for _body, times in met] == [2] * 60 + [1] * 60
        assert len(set(met)) == 120
    else:
        assert (pages, len(met)) == (4, 180)


@pytest.mark.parametrize(
    "key", ["x", "1", "1-", "-", "1-2-3", "9" * 30 + "-1", "१-२", "1;--", "²-1"]
)
@pytest.mark.parametrize("order", ["", "flest"])
def test_a_key_that_is_none_harms_nothing(
    hearing: Hearing, citizen: Client, caseworker: User, key: str, order: str
) -> None:
    campaign(hearing, caseworker, "Ja", 1)
    address = reverse("responses:paragraph", args=[hearing.slug, "1.1"])
    assert citizen.get(address, {"foer": key, "orden": order}).status_code == 200


@pytest.mark.parametrize(
    "asked",
    [{"holdning": "any"}, {"som": "any"}, {"orden": "x"}, {"som": "\x00"}, {"holdning": "'"}],
)
def test_a_choice_that_is_none_is_all(
    hearing: Hearing, citizen: Client, caseworker: User, asked: dict[str, str]
) -> None:
    campaign(hearing, caseworker, "Ja", 2)
    assert words(said(hearing, **asked)) == [("Ja", 1), ("Ja", 1)]
    address = reverse("responses:paragraph", args=[hearing.slug, "1.1"])
    assert citizen.get(address, asked).status_code == 200


def test_a_hearing_that_keeps_comments_to_itself_has_no_choice(
    citizen: Client, caseworker: User
) -> None:
    hearing = make_hearing(publication="never")
    campaign(hearing, caseworker, "Ja", 5)
    page = page_of(citizen, hearing, "?orden=flest")
    assert "Sortér og vælg" not in page
    assert "Ja" not in words(said(hearing))


class TestReplies:
    @staticmethod
    def answer(hearing: Hearing, *comments: Comment, **fields: object) -> Consideration:
        values = {"title": "Åen", "reply": "Vi bevarer åen.", "outcome": "accepted", **fields}
        values.setdefault("published_at", timezone.now() - timedelta(hours=1))
        consideration = Consideration.objects.create(hearing=hearing, **values)
        consideration.comments.add(*comments)
        return consideration

    def test_it_stands_under_the_comment_it_answers(
        self, hearing: Hearing, citizen: Client, caseworker: User
    ) -> None:
        comment = make_comment(hearing, published_by=caseworker)
        self.answer(hearing, comment, new_text="Åen bevares.")
        for query in ("", "?vis=panel", "?orden=flest"):
            page = page_of(citizen, hearing, query)
            assert "Svar fra Ishøj Kommune" in page
            assert "Vi bevarer åen." in page
            assert "Åen bevares." in page
            assert "Imødekommet" in page

    def test_one_answer_to_many_is_written_out_once(
        self, hearing: Hearing, citizen: Client, caseworker: User
    ) -> None:
        comments = [make_comment(hearing, published_by=caseworker) for _n in range(3)]
        answer = self.answer(hearing, *comments)
        page = page_of(citizen, hearing)
        assert page.count("Vi bevarer åen.") == 1
        assert page.count("Besvaret sammen med andre: <span>Åen</span>") == 2
        assert page.count(f'href="#svar-{answer.pk}-{comments[2].pk}"') == 2
        assert page.count(f'id="svar-{answer.pk}-{comments[2].pk}"') == 1

    @pytest.mark.parametrize("when", [None, timedelta(hours=1)])
    def test_until_it_is_published_nobody_sees_it(
        self, hearing: Hearing, citizen: Client, caseworker: User, when: timedelta | None
    ) -> None:
        comment = make_comment(hearing, published_by=caseworker)
        at = timezone.now() + when if when else None
        self.answer(hearing, comment, published_at=at)
        assert "Vi bevarer åen." not in page_of(citizen, hearing)

    def test_a_hidden_comment_has_none_to_be_guessed_from(
        self, hearing: Hearing, citizen: Client, caseworker: User
    ) -> None:
        self.answer(hearing, make_comment(hearing, hidden_by=caseworker))
        assert "Vi bevarer åen." not in page_of(citizen, hearing)

    def test_another_hearings_answer_is_not_shown(
        self, hearing: Hearing, citizen: Client, caseworker: User
    ) -> None:
        other = make_hearing(slug="en-anden", version=hearing.version)
        self.answer(other, make_comment(hearing, published_by=caseworker))
        assert "Vi bevarer åen." not in page_of(citizen, hearing)

    def test_markup_in_an_answer_is_only_text(
        self, hearing: Hearing, citizen: Client, caseworker: User
    ) -> None:
        self.answer(hearing, make_comment(hearing, published_by=caseworker), reply="<b>Nej</b>")
        assert "<b>Nej" not in page_of(citizen, hearing)
