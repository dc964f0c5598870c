"""Report a published comment: without a login, never refused, and answered by a person."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from consultation.models import Comment, Flag, Hearing
from consultation.moderation.actions import hide_comment
from consultation.reports.actions import FLOOD, report_comment
from consultation.responses.forms import LONGEST_COMMENT
from tests.factories import make_comment, make_hearing, make_report

pytestmark = pytest.mark.django_db


def form(comment: Comment) -> str:
    return reverse("reports:report", args=[comment.hearing.slug, comment.pk])


@pytest.fixture
def comment(hearing: Hearing, caseworker: User) -> Comment:
    return make_comment(hearing, body="Naboen er syg", published_by=caseworker)


def report(client: Client, comment: Comment, **fields: str) -> Any:
    return client.post(form(comment), {"reason": "sensitive", **fields})


class TestTheForm:
    def test_each_comment_has_a_link_to_it(self, comment: Comment, citizen: Client) -> None:
        page = citizen.get(reverse("responses:paragraph", args=[comment.hearing.slug, "1.1"]))
        assert f'href="{form(comment)}"' in page.content.decode()
        assert "bemærkningen fra Birthe Mølgaard" in page.content.decode()

    def test_it_shows_the_comment_and_asks_why(self, comment: Comment, citizen: Client) -> None:
        page = citizen.get(form(comment)).content.decode()
        for said in (
            "Naboen er syg",
            "Den fortæller om sygdom eller andet privat",
            "Noget andet",
            "En sagsbehandler læser din anmeldelse",
            "Vi skjuler ikke en bemærkning, fordi nogen er uenig i den.",
        ):
            assert said in page

    def test_sending_keeps_it_and_says_what_happens(
        self, comment: Comment, citizen: Client
    ) -> None:
        answer = citizen.post(
            form(comment),
            {"reason": "sensitive", "text": " Det er privat ", "email": "Nabo@Post.example"},
            follow=True,
        )
        assert "Indtil da bliver den stående." in answer.content.decode()
        kept = Flag.objects.get()
        assert (kept.reason, kept.text, kept.email) == (
            "sensitive",
            "Det er privat",
            "nabo@post.example",
        )
        assert not kept.doubtful
        comment.refresh_from_db()
        assert comment.state == "published", "a report hides nothing"

    def test_the_reason_is_all_it_takes(self, comment: Comment, citizen: Client) -> None:
        assert report(citizen, comment).status_code == 302
        assert Flag.objects.get().text == ""

    @pytest.mark.parametrize(
        ("fields", "field"),
        [
            ({"reason": ""}, "reason"),
            ({"reason": "criticism"}, "reason"),
            ({"reason": "other"}, "text"),
            ({"reason": "other", "text": " \x00 \n"}, "text"),
            ({"reason": "hate", "email": "nabo"}, "email"),
            ({"reason": "hate", "text": "x" * (LONGEST_COMMENT + 1)}, "text"),
        ],
    )
    def test_what_is_missing_is_said(
        self, comment: Comment, citizen: Client, fields: dict[str, str], field: str
    ) -> None:
        answer = citizen.post(form(comment), fields)
        assert answer.status_code == 422
        assert f'href="#id_{field}"' in answer.content.decode()
        assert not Flag.objects.exists()

    @pytest.mark.parametrize("text", ["=1+1", "\u202eabc مرحبا", "<script>", "🙂" * 9_000])
    def test_any_text_is_kept(self, comment: Comment, citizen: Client, text: str) -> None:
        assert report(citizen, comment, text=text).status_code == 302
        assert Flag.objects.get().text == text

    def test_a_form_from_elsewhere_is_refused(self, comment: Comment) -> None:
        elsewhere = Client(enforce_csrf_checks=True, headers={"Origin": "https://ond.example"})
        assert report(elsewhere, comment).status_code == 403

    def test_only_what_is_published_can_be_reported(
        self, comment: Comment, citizen: Client, caseworker: User
    ) -> None:
        waiting = make_comment(comment.hearing)
        assert citizen.get(form(waiting)).status_code == 404
        assert report(citizen, waiting).status_code == 404
        other = make_hearing(slug="en-anden", version=comment.hearing.version)
        elsewhere = reverse("reports:report", args=[other.slug, comment.pk])
        assert citizen.get(elsewhere).status_code == 404
        assert citizen.get(form(comment).replace(str(comment.pk), "9" * 30)).status_code == 404
        secret = make_hearing(slug="lukket", version=other.version, publication="never")
        unseen = make_comment(secret, published_by=caseworker)
        assert citizen.get(form(unseen)).status_code == 404

    def test_one_that_was_hidden_meanwhile_needs_no_report(
        self, comment: Comment, citizen: Client, caseworker: User
    ) -> None:
        standing = comment.decisions.get().pk
        hide_comment(
            comment, reason="sensitive", acting_user=caseworker, at=timezone.now(), seen=standing
        )
        for answer in (citizen.get(form(comment)), report(citizen, comment)):
            assert answer.status_code == 200
            page = answer.content.decode()
            assert "Du behøver ikke anmelde den." in page
            assert "Naboen er syg" not in page
        assert not Flag.objects.exists()


class TestManyReports:
    def test_a_library_full_of_people_is_never_refused(
        self, comment: Comment, citizen: Client
    ) -> None:
        for n in range(FLOOD + 10):
            assert report(citizen, comment, text=f"Nr. {n}").status_code == 302
        assert Flag.objects.count() == FLOOD + 10
        # Of so many in one minute the last are read last.
        assert Flag.objects.filter(doubtful=True).count() == 10

    def test_the_same_report_again_is_counted(self, comment: Comment, citizen: Client) -> None:
        for _press in range(3):
            assert report(citizen, comment).status_code == 302
        assert Flag.objects.get().times == 3

    def test_after_an_hour_people_are_people_again(self, comment: Comment) -> None:
        at = timezone.now()
        words = {"reason": "hate", "email": "", "language": "da", "from_a_machine": False}
        for n in range(FLOOD):
            report_comment(comment, text=str(n), at=at, **words)
        assert report_comment(comment, text="ny", at=at, **words).doubtful
        later = at + timedelta(minutes=2)
        assert not report_comment(comment, text="nyere", at=later, **words).doubtful

    def test_a_machine_fills_in_what_people_cannot_see(
        self, comment: Comment, citizen: Client
    ) -> None:
        page = citizen.get(form(comment)).content.decode()
        assert "<div hidden>" in page
        assert report(citizen, comment, homepage="https://spam.example").status_code == 302
        assert Flag.objects.get().doubtful


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("resolved_at = now()", "flag_resolved_by_somebody"),
        ("outcome = 'upheld'", "flag_resolved_by_somebody"),
        ("times = 0", "flag_came_once_or_more"),
        ("reason = 'other'", "flag_says_what_else"),
        ("text = 'To'", "flag_same_report_once"),
    ],
)
def test_what_the_database_promises(comment: Comment, change: str, constraint: str) -> None:
    make_report(comment, text="To")
    one = make_report(comment)
    with (
        pytest.raises(IntegrityError, match=constraint),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE consultation_flag SET {change} WHERE id = %s", [one.pk])
