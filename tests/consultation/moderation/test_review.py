"""The desk: the queue, one comment beside its paragraph, and the decision on it."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from consultation.models import AuditEvent, Comment, Decision, Hearing
from consultation.redline import redline
from consultation.templatetags.ordet import marked_changes
from tests.factories import make_comment, make_response

pytestmark = pytest.mark.django_db


def desk(comment: Comment) -> str:
    return reverse("desk:comment", args=[comment.hearing.slug, comment.pk])


def queue(hearing: Hearing, tab: str = "") -> str:
    return reverse("desk:queue", args=[hearing.slug]) + (f"?vis={tab}" if tab else "")


def test_the_queue_opens_at_who_waited_longest(hearing: Hearing, as_caseworker: Client) -> None:
    first = make_comment(hearing, "1.1", body="Først")
    make_comment(hearing, "2.1b", body="Siden")
    page = as_caseworker.get(queue(hearing)).content.decode()
    assert f"Bemærkning {first.pk} til punkt 1.1" in page
    assert "Alle borgere i kommunen er medborgere." in page
    assert page.index("Først") < page.index("Siden")


def test_an_empty_queue_says_so(hearing: Hearing, as_caseworker: Client) -> None:
    for tab in ("afventer", "offentliggjort", "skjult", "noget-andet"):
        assert as_caseworker.get(queue(hearing, tab)).status_code == 200
    assert "Køen er tom." in as_caseworker.get(queue(hearing)).content.decode()


def test_personal_data_is_marked_in_the_text(hearing: Hearing, as_caseworker: Client) -> None:
    make_comment(hearing, body="Jeg er <b>010190-1234</b> & glad")
    page = as_caseworker.get(queue(hearing)).content.decode()
    assert '<mark class="mark--cpr" title="Muligt CPR-nummer">010190-1234</mark>' in page
    assert "&lt;b&gt;" in page
    assert "&amp; glad" in page


def test_personal_data_is_marked_in_a_proposed_wording(
    hearing: Hearing, as_caseworker: Client
) -> None:
    make_comment(hearing, body="", proposed_text="Ring til mig på 20 30 40 50 om fællesskab")
    page = as_caseworker.get(queue(hearing)).content.decode()
    assert '<mark class="mark--phone" title="Muligt telefonnummer">20 30 40 50</mark>' in page


@pytest.mark.parametrize(
    ("paragraph_says", "proposed", "marks"),
    [
        # Only the last four digits, or the first two, are new.
        ("Vi har 150190-2000 borgere.", "Vi har 150190-1234 borgere.", "150190-1234"),
        ("Ring til 12 34 56 78 hver dag.", "Ring til 40 34 56 78 hver dag.", "40 34 56 78"),
        ("Skriv til os.", "Skriv til bo@post.example & <os>.", "bo@post.example"),
    ],
)
def test_a_number_of_old_and_new_digits_is_marked_whole(
    paragraph_says: str, proposed: str, marks: str
) -> None:
    changes = marked_changes(redline(paragraph_says, proposed))
    shown = "".join(change.text for change in changes if change.kind != "-")
    assert "".join(re.findall(r"<mark[^>]*>([^<]*)</mark>", shown)) == marks
    assert html.unescape(re.sub(r"</?mark[^>]*>", "", shown)) == proposed


def test_publishing_shows_it_at_once_and_moves_on(
    hearing: Hearing, as_caseworker: Client, citizen: Client, caseworker: User
) -> None:
    comment, following = make_comment(hearing, body="Læst og fint"), make_comment(hearing)
    answer = as_caseworker.post(desk(comment), {"decision": "publish", "seen": "0"})
    assert answer.headers["Location"] == f"{desk(following)}?vis=afventer"
    paragraph = reverse("responses:paragraph", args=[hearing.slug, "1.1"])
    assert "Læst og fint" in citizen.get(paragraph).content.decode()
    decision = Decision.objects.get()
    assert (decision.before, decision.after, decision.by) == ("pending", "published", caseworker)
    assert AuditEvent.objects.get().detail["comment"] == comment.pk


def test_hiding_takes_a_reason_and_keeps_the_words(hearing: Hearing, as_caseworker: Client) -> None:
    comment = make_comment(hearing, body="Grimme ord")
    answer = as_caseworker.post(desk(comment), {"decision": "hide", "seen": "0", "note": "Nå"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Vælg, hvorfor bemærkningen skal skjules." in page
    assert "Nå</textarea>" in page
    as_caseworker.post(
        desk(comment), {"decision": "hide", "reason": "hate", "seen": "0", "note": "Se linje 2"}
    )
    comment.refresh_from_db()
    assert (comment.state, comment.hidden_reason, comment.body) == ("hidden", "hate", "Grimme ord")
    assert Decision.objects.get().note == "Se linje 2"


def test_criticism_is_no_reason(hearing: Hearing, as_caseworker: Client) -> None:
    comment = make_comment(hearing)
    answer = as_caseworker.post(
        desk(comment), {"decision": "hide", "reason": "criticism", "seen": "0"}
    )
    assert answer.status_code == 422
    comment.refresh_from_db()
    assert comment.state == "pending"


def test_a_decision_is_undone_by_a_new_one_and_both_are_kept(
    hearing: Hearing, as_caseworker: Client, citizen: Client
) -> None:
    comment = make_comment(hearing, body="Skjult ved en fejl")
    as_caseworker.post(desk(comment), {"decision": "hide", "reason": "off_topic", "seen": "0"})
    standing = Decision.objects.get()
    as_caseworker.post(desk(comment), {"decision": "publish", "seen": str(standing.pk)})
    comment.refresh_from_db()
    assert (comment.state, comment.hidden_reason) == ("published", "")
    history = as_caseworker.get(desk(comment)).content.decode()
    assert "Vedrører ikke høringen" in history
    assert [d.after for d in Decision.objects.order_by("id")] == ["hidden", "published"]
    page = citizen.get(reverse("responses:paragraph", args=[hearing.slug, "1.1"]))
    assert "Skjult ved en fejl" in page.content.decode()


def test_the_second_caseworker_is_told_and_loses_nothing(
    hearing: Hearing, as_caseworker: Client, as_administrator: Client
) -> None:
    comment = make_comment(hearing)
    as_caseworker.post(desk(comment), {"decision": "publish", "seen": "0"})
    answer = as_administrator.post(
        desk(comment), {"decision": "hide", "reason": "hate", "seen": "0", "note": "Min lange note"}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "lone traf en afgørelse" in page
    assert "Min lange note" in page
    comment.refresh_from_db()
    assert comment.state == "published"
    assert f'name="seen" value="{Decision.objects.get().pk}"' in page


def test_the_same_form_sent_twice_is_one_decision(hearing: Hearing, as_caseworker: Client) -> None:
    comment = make_comment(hearing)
    for _press in range(2):
        answer = as_caseworker.post(desk(comment), {"decision": "publish", "seen": "0"})
        assert answer.status_code == 302
    assert Decision.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"decision": "delete", "seen": "0"},
        {"decision": "publish"},
        {"decision": "publish", "seen": "x"},
    ],
)
def test_a_form_that_decides_nothing(
    hearing: Hearing, as_caseworker: Client, fields: dict[str, str]
) -> None:
    comment = make_comment(hearing)
    assert as_caseworker.post(desk(comment), fields).status_code == 422
    assert not Decision.objects.exists()


def test_an_open_comment_is_shown_in_the_list_it_is_in(
    hearing: Hearing, as_caseworker: Client, caseworker: User
) -> None:
    waiting = make_comment(hearing)
    make_comment(hearing, hidden_by=caseworker)
    page = as_caseworker.get(f"{desk(waiting)}?vis=skjult").content.decode()
    row = f'href="{desk(waiting)}?vis=afventer" aria-current="true"'
    assert row in page
    assert f'href="{queue(hearing, "skjult")}"' in page


def test_what_was_done_says_how_to_undo_it(hearing: Hearing, as_caseworker: Client) -> None:
    comment = make_comment(hearing)
    answer = as_caseworker.post(desk(comment), {"decision": "publish", "seen": "0"}, follow=True)
    page = answer.content.decode()
    assert f'er offentliggjort. <a href="{desk(comment)}">Fortryd</a>' in page


def test_tabs_count_and_hold_what_they_say(
    hearing: Hearing, as_caseworker: Client, caseworker: User
) -> None:
    make_comment(hearing, body="Venter")
    make_comment(hearing, body="Ude", published_by=caseworker)
    make_comment(hearing, body="Gemt væk", hidden_by=caseworker)
    for tab, shown in (("afventer", "Venter"), ("offentliggjort", "Ude"), ("skjult", "Gemt væk")):
        page = as_caseworker.get(queue(hearing, tab)).content.decode()
        assert page.count('<span class="num">1</span>') == 3
        rows = page.split('class="queue__list')[1].split("</ol>")[0]
        assert shown in rows
        assert rows.count("<li>") == 1


def test_what_a_caseworker_must_know_is_on_the_page(
    hearing: Hearing, as_caseworker: Client
) -> None:
    response = make_response(hearing, late=True, name="Beskyttet", address_protected=True)
    make_comment(hearing, response=response)
    page = as_caseworker.get(queue(hearing)).content.decode()
    for shown in ("For sent indkommet", "Ubekræftet", "beskyttet, vises ikke"):
        assert shown in page


def test_the_desk_lists_hearings_with_what_awaits(hearing: Hearing, as_caseworker: Client) -> None:
    for _n in range(3):
        make_comment(hearing)
    page = as_caseworker.get(reverse("desk:hearings")).content.decode()
    assert "En høring" in page
    assert ">3<" in page
