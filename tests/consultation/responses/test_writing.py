"""Writing to one paragraph: what is kept in the draft, and what is said when it cannot be."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consultation.models import Draft, DraftComment, Hearing
from consultation.responses.drafts import COOKIE
from consultation.responses.forms import LONGEST_COMMENT
from tests.factories import make_hearing

pytestmark = pytest.mark.django_db


def at(hearing: Hearing, ref: str = "1.1") -> str:
    return reverse("responses:paragraph", args=[hearing.slug, ref])


def written() -> list[tuple[str, str, str, str]]:
    comments = DraftComment.objects.order_by("id")
    return [(c.paragraph.ref, c.stance, c.body, c.proposed_text) for c in comments]


def test_a_comment_is_kept_in_the_draft(hearing: Hearing, citizen: Client) -> None:
    answer = citizen.post(at(hearing), {"stance": "support", "body": "Det er godt."})
    review = reverse("responses:review", args=[hearing.slug])
    assert answer.headers["Location"] == f"{review}?gemt=1"
    assert "Det er gemt." in citizen.get(answer.headers["Location"]).content.decode()
    assert "Det er gemt." not in citizen.get(review).content.decode()
    assert written() == [("1.1", "support", "Det er godt.", "")]
    cookie = answer.cookies[COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] > 90 * 24 * 60 * 60


def test_comments_gather_in_one_draft(hearing: Hearing, citizen: Client) -> None:
    for ref in ("2.1b", "1.1", "1.1"):
        citizen.post(at(hearing, ref), {"body": f"Til {ref} ({DraftComment.objects.count()})"})
    draft = Draft.objects.get()
    assert [c.paragraph.ref for c in draft.kept_comments] == ["1.1", "1.1", "2.1b"]


def test_each_browser_has_its_own_draft(hearing: Hearing, citizen: Client) -> None:
    citizen.post(at(hearing), {"body": "Min"})
    other = Client(headers={"Origin": "http://testserver"})
    other.post(at(hearing), {"body": "En andens"})
    assert Draft.objects.count() == 2
    page = other.get(reverse("responses:review", args=[hearing.slug])).content.decode()
    assert "En andens" in page
    assert "Min" not in page


def test_the_same_words_sent_twice_are_one_comment(hearing: Hearing, citizen: Client) -> None:
    for _press in range(2):
        citizen.post(at(hearing), {"body": "Det er godt."})
    assert len(written()) == 1


def test_new_wording_alone_is_a_comment(hearing: Hearing, citizen: Client) -> None:
    citizen.post(at(hearing, "2.1b"), {"body": "", "proposed_text": "Vi har lokaler"})
    assert written() == [("2.1b", "", "", "Vi har lokaler")]


def test_unchanged_wording_is_no_proposal(hearing: Hearing, citizen: Client) -> None:
    same = "  Vi har et stærkt\r\nforeningsliv "
    answer = citizen.post(at(hearing, "2.1b"), {"body": "", "proposed_text": same})
    assert answer.status_code == 422
    assert "Skriv, hvad du vil sige, eller foreslå en ny ordlyd." in answer.content.decode()
    citizen.post(at(hearing, "2.1b"), {"body": "Fint", "proposed_text": same})
    assert written() == [("2.1b", "", "Fint", "")]


HOSTILE = {
    "right to left": "\u202eמה\u202c أهلا",
    "formula": "=1+1",
    "markup": "<script>alert(1)</script> & {{ 7*7 }} {% now %}",
    "emoji": "👩‍👩‍👧‍👦 " * 100,
    "surrogate-like": "\ufffd\ufeff",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_any_text_is_kept_as_written(hearing: Hearing, citizen: Client, text: str) -> None:
    citizen.post(at(hearing), {"body": text})
    assert written()[0][2] == text.strip()
    page = citizen.get(reverse("responses:review", args=[hearing.slug])).content.decode()
    assert "<script>alert" not in page


def test_line_ends_are_one_character_and_nul_is_dropped(hearing: Hearing, citizen: Client) -> None:
    citizen.post(at(hearing), {"body": "første\r\n\r\nanden\rtredje\x00"})
    assert written()[0][2] == "første\n\nanden\ntredje"


def test_the_longest_text_fits(hearing: Hearing, citizen: Client) -> None:
    citizen.post(at(hearing), {"body": "å\r\n" * (LONGEST_COMMENT // 2)})
    assert len(written()[0][2]) == LONGEST_COMMENT - 1


def test_100_kb_is_refused_in_words_and_kept_in_the_form(hearing: Hearing, citizen: Client) -> None:
    text = "En lang bemærkning. " * 5_000
    answer = citizen.post(at(hearing), {"stance": "oppose", "body": text})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "99.999 tegn" in page
    assert "30.000" in page
    assert text.strip() in page
    assert 'value="oppose" id="1.1-stance_2" checked' in page
    assert written() == []


def test_an_empty_form_says_what_is_missing_and_links_to_it(
    hearing: Hearing, citizen: Client
) -> None:
    answer = citizen.post(at(hearing), {"body": "  "})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#1.1-body"' in page
    assert 'id="1.1-body"' in page


def test_a_stance_we_do_not_know_is_refused(hearing: Hearing, citizen: Client) -> None:
    answer = citizen.post(at(hearing), {"stance": "meget imod", "body": "Hej"})
    assert answer.status_code == 422
    assert "Hej" in answer.content.decode()


def test_nobody_sets_what_is_not_a_field(hearing: Hearing, citizen: Client) -> None:
    citizen.post(at(hearing), {"body": "Hej", "draft": "1", "paragraph": "2", "id": "77"})
    comment = DraftComment.objects.get()
    assert comment.paragraph.ref == "1.1"
    assert comment.pk != 77


@pytest.mark.parametrize("ref", ["9.9", "1.1x", "..", "%00", "1.1%2F..", "punkt"])
def test_a_paragraph_that_is_not_there(hearing: Hearing, citizen: Client, ref: str) -> None:
    assert citizen.get(f"/hoeringer/{hearing.slug}/punkt/{ref}/").status_code == 404


def test_in_the_panel_the_answer_is_a_part_and_the_bar_is_told(
    hearing: Hearing, citizen: Client
) -> None:
    answer = citizen.post(at(hearing), {"body": "Hej"}, headers={"HX-Request": "true"})
    page = answer.content.decode()
    assert "<html" not in page
    assert "Din bemærkning til 1.1 er gemt" in page
    assert answer.headers["HX-Trigger"] == "draft-changed"
    bar = citizen.get(reverse("responses:bar", args=[hearing.slug])).content.decode()
    assert "1 bemærkning" in bar


def test_before_the_opening_nothing_is_taken_in(citizen: Client) -> None:
    now = timezone.now()
    planned = make_hearing(
        opens_at=now + timedelta(days=1),
        closes_at=(now + timedelta(days=30)).replace(second=0, microsecond=0),
    )
    page = citizen.get(at(planned)).content.decode()
    assert "Du kan skrive fra" in page
    assert "<textarea" not in page
    answer = citizen.post(at(planned), {"body": "For tidligt"})
    assert answer.status_code == 403
    assert "For tidligt" in answer.content.decode()
    assert "Kopiér din tekst" in answer.content.decode()
    assert written() == []


def test_a_cookie_we_never_gave_is_no_draft(hearing: Hearing, citizen: Client) -> None:
    for key in ("x" * 500, "\u00e6", "", "a b"):
        citizen.cookies[COOKIE] = key
        assert citizen.get(reverse("responses:review", args=[hearing.slug])).status_code == 200
        assert citizen.post(at(hearing), {"body": f"Hej {len(key)}"}).status_code == 302


def test_correct_remove_and_regret(hearing: Hearing, citizen: Client) -> None:
    citizen.post(at(hearing), {"body": "Første udkast"})
    comment = DraftComment.objects.get()
    mine = [hearing.slug, comment.pk]
    page = citizen.get(reverse("responses:edit", args=mine)).content.decode()
    assert "Første udkast" in page
    correct = {"ref": "1.1", "body": "Andet udkast"}
    assert citizen.post(reverse("responses:edit", args=mine), {"ref": "1.1"}).status_code == 422
    citizen.post(reverse("responses:edit", args=mine), correct)
    assert written()[0][2] == "Andet udkast"

    citizen.post(reverse("responses:remove", args=mine))
    review = reverse("responses:review", args=[hearing.slug])
    page = citizen.get(review).content.decode()
    assert "Andet udkast" not in page
    assert "Din bemærkning til 1.1 er fjernet." in page
    citizen.post(reverse("responses:restore", args=mine))
    assert "Andet udkast" in citizen.get(review).content.decode()


def test_a_correction_after_the_letter_was_sent_is_a_new_comment(
    hearing: Hearing, citizen: Client
) -> None:
    citizen.post(at(hearing), {"body": "Sendt"})
    pk = DraftComment.objects.get().pk
    Draft.objects.all().delete()
    edit = reverse("responses:edit", args=[hearing.slug, pk])
    assert citizen.post(edit, {"ref": "1.1", "body": "Rettet for sent"}).status_code == 302
    assert written() == [("1.1", "", "Rettet for sent", "")]
    for ref in ("9.9", "\x00", ""):
        assert citizen.post(edit, {"ref": ref, "body": "Hej"}).status_code == 404


def test_a_strangers_draft_is_not_found(hearing: Hearing, citizen: Client) -> None:
    citizen.post(at(hearing), {"body": "Min"})
    comment = DraftComment.objects.get()
    other = Client(headers={"Origin": "http://testserver"})
    other.post(at(hearing, "1.2"), {"body": "Hendes"})
    for name in ("edit", "remove", "restore"):
        address = reverse(f"responses:{name}", args=[hearing.slug, comment.pk])
        assert other.post(address, {"body": "Overtaget"}).status_code == 404
    edit = reverse("responses:edit", args=[hearing.slug, comment.pk])
    other.post(edit, {"ref": "1.1", "body": "Overtaget"})
    comment.refresh_from_db()
    assert (comment.body, comment.removed_at) == ("Min", None)
