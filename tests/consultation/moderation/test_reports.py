"""What readers reported, at the desk: the tab, the decision that answers it, the answer's mail."""

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from consultation import emails
from consultation.models import AuditEvent, Comment, Flag, Hearing
from consultation.moderation.actions import hide_comment, publish_comment
from tests.factories import make_comment, make_report

pytestmark = pytest.mark.django_db


def form(comment: Comment) -> str:
    return reverse("reports:report", args=[comment.hearing.slug, comment.pk])


@pytest.fixture
def comment(hearing: Hearing, caseworker: User) -> Comment:
    return make_comment(hearing, body="Naboen er syg", published_by=caseworker)


class TestAtTheDesk:
    def queue(self, comment: Comment) -> str:
        return reverse("desk:queue", args=[comment.hearing.slug]) + "?vis=anmeldt"

    def desk(self, comment: Comment) -> str:
        return reverse("desk:comment", args=[comment.hearing.slug, comment.pk]) + "?vis=anmeldt"

    def rows(self, page: str) -> list[str]:
        return page.split('class="queue__list')[1].split("</ol>")[0].split("<li>")[1:]

    def test_the_tab_counts_comments_and_shows_what_was_said(
        self, comment: Comment, as_caseworker: Client
    ) -> None:
        make_report(comment, text="Jeg hedder 010190-1234 <b>", email="nabo@post.example", times=4)
        make_report(comment, reason="harassment")
        page = as_caseworker.get(self.queue(comment)).content.decode()
        assert 'aria-current="page">Anmeldt <span class="num">1</span>' in page
        assert len(self.rows(page)) == 1
        for said in (
            "Anmeldt 5 gange",
            "× 4",
            "Den chikanerer nogen",
            '<mark class="mark--cpr"',
            "&lt;b&gt;",
            "nabo@post.example får svar",
            "Lad den blive stående",
        ):
            assert said in page, said

    def test_nobody_but_caseworkers_sees_a_report(
        self, comment: Comment, as_council_member: Client, citizen: Client
    ) -> None:
        make_report(comment, text="Hemmelig anmeldelse")
        assert as_council_member.get(self.queue(comment)).status_code == 403
        for address in (
            form(comment),
            reverse("responses:paragraph", args=[comment.hearing.slug, "1.1"]),
            reverse("hearings:feed", args=[comment.hearing.slug]),
        ):
            assert "Hemmelig anmeldelse" not in citizen.get(address).content.decode()

    def test_people_first_then_who_waited_longest_and_machines_last(
        self, comment: Comment, as_caseworker: Client, caseworker: User
    ) -> None:
        second = make_comment(comment.hearing, body="Nummer to", published_by=caseworker)
        third = make_comment(comment.hearing, body="Nummer tre", published_by=caseworker)
        make_report(comment, doubtful=True)
        make_report(third)
        make_report(second)
        page = as_caseworker.get(self.queue(comment)).content.decode()
        order = [row.split("vis=anmeldt")[0].split("/")[-2] for row in self.rows(page)]
        assert order == [str(third.pk), str(second.pk), str(comment.pk)]
        assert f"Bemærkning {third.pk} til punkt 1.1" in page

    @pytest.mark.parametrize(
        ("decision", "outcome", "state"),
        [({"decision": "publish"}, "dismissed", "published"),
         ({"decision": "hide", "reason": "sensitive"}, "upheld", "hidden")],
    )  # fmt: skip
    def test_a_decision_answers_the_reports(
        self,
        comment: Comment,
        as_caseworker: Client,
        caseworker: User,
        decision: dict[str, str],
        outcome: str,
        state: str,
    ) -> None:
        make_report(comment)
        newest = make_report(comment, text="Og mere")
        page = as_caseworker.get(self.desk(comment)).content.decode()
        assert f'name="seen_report" value="{newest.pk}"' in page
        seen = comment.decisions.get().pk
        for _press in range(2):
            answer = as_caseworker.post(
                self.desk(comment), {**decision, "seen": seen, "seen_report": newest.pk}
            )
            assert answer.status_code == 302
        comment.refresh_from_db()
        assert comment.state == state
        for flag in Flag.objects.all():
            assert (flag.outcome, flag.resolved_by) == (outcome, caseworker)
            assert flag.resolved_at is not None
        assert comment.decisions.count() == 2
        assert AuditEvent.objects.filter(verb="decided").count() == 2
        page = as_caseworker.get(self.desk(comment)).content.decode()
        assert "Tidligere anmeldelser" in page
        assert "Afgjort af lone" in page

    def test_it_goes_on_to_the_next_report(
        self, comment: Comment, as_caseworker: Client, caseworker: User
    ) -> None:
        second = make_comment(comment.hearing, published_by=caseworker)
        for reported in (comment, second):
            make_report(reported)
        seen = comment.decisions.get().pk
        newest = comment.flags.get().pk
        decided = {"decision": "publish", "seen": seen, "seen_report": newest}
        answer = as_caseworker.post(self.desk(comment), decided)
        assert answer.headers["Location"] == self.desk(second)
        # The first is answered; the address that was open shows it where it is now.
        page = as_caseworker.get(self.desk(comment)).content.decode()
        assert 'vis=offentliggjort" aria-current="page"' in page

    def test_the_second_caseworker_is_told_and_answers_nothing(
        self, comment: Comment, as_caseworker: Client, as_administrator: Client
    ) -> None:
        newest = make_report(comment).pk
        decided = {"seen": comment.decisions.get().pk, "seen_report": newest}
        hide = {"decision": "hide", "reason": "threat", **decided}
        assert as_caseworker.post(self.desk(comment), hide).status_code == 302
        answer = as_administrator.post(self.desk(comment), {"decision": "publish", **decided})
        assert answer.status_code == 409
        assert "lone traf en afgørelse" in answer.content.decode()
        assert Flag.objects.get().outcome == "upheld"

    def test_a_report_that_came_while_she_read_waits_for_another_look(
        self, comment: Comment, as_caseworker: Client
    ) -> None:
        first = make_report(comment)
        later = make_report(comment, text="Kom siden")
        as_caseworker.post(
            self.desk(comment),
            {"decision": "publish", "seen": comment.decisions.get().pk, "seen_report": first.pk},
        )
        assert [flag.pk for flag in Flag.objects.waiting()] == [later.pk]

    def test_of_a_hidden_one_nobody_is_offered_to_let_it_stay(
        self, comment: Comment, as_caseworker: Client, caseworker: User
    ) -> None:
        """A report that came in the last moment; to let it "stay" would publish it."""
        standing = comment.decisions.get().pk
        hide_comment(
            comment, reason="threat", acting_user=caseworker, at=timezone.now(), seen=standing
        )
        make_report(comment)
        page = as_caseworker.get(self.queue(comment)).content.decode()
        assert "Anmeldt 1 gang" in page
        assert "Lad den blive stående" not in page

    def test_an_empty_tab_says_so(self, comment: Comment, as_caseworker: Client) -> None:
        page = as_caseworker.get(self.queue(comment)).content.decode()
        assert "Ingen anmeldelser venter på svar." in page

    def test_a_flood_is_told_by_its_number(self, comment: Comment, as_caseworker: Client) -> None:
        for n in range(100):
            make_report(comment, text=f"Nr. {n}.", doubtful=n > 2)
        page = as_caseworker.get(self.desk(comment)).content.decode()
        assert "Anmeldt 100 gange" in page
        assert page.count("Den chikanerer nogen") == 20
        newest = Flag.objects.latest("id").pk
        assert f'name="seen_report" value="{newest}"' in page


class TestTheAnswer:
    def answers(self) -> list[int]:
        tasks = DBTaskResult.objects.filter(task_path="consultation.emails.answer_report")
        return [task.args_kwargs["args"][0] for task in tasks]

    def test_who_asked_for_it_gets_one_and_machines_none(
        self, comment: Comment, caseworker: User
    ) -> None:
        first = make_report(comment, email="nabo@post.example", language="en")
        make_report(comment, email="nabo@post.example", text="Igen")
        make_report(comment, email="robot@post.example", doubtful=True)
        newest = make_report(comment, text="Uden e-mail")
        standing = comment.decisions.get().pk
        publish_comment(
            comment, acting_user=caseworker, at=timezone.now(), seen=standing, seen_report=newest.pk
        )
        assert self.answers() == [first.pk]
        emails.answer_report.call(first.pk)
        sent = mail.outbox[0]
        assert sent.to == ["nabo@post.example"]
        assert sent.subject == "We have looked at the comment you reported"
        assert "decided that it can stay" in str(sent.body)

    def test_it_quotes_neither_the_comment_nor_the_report(
        self, comment: Comment, caseworker: User
    ) -> None:
        """The address is not confirmed: nobody can be sent somebody else's words through us."""
        flag = make_report(comment, email="offer@post.example", text="Skældsord")
        standing = comment.decisions.get().pk
        hide_comment(
            comment,
            reason="sensitive",
            acting_user=caseworker,
            at=timezone.now(),
            seen=standing,
            seen_report=flag.pk,
        )
        emails.answer_report.call(flag.pk)
        whole = mail.outbox[0].message().as_string()
        html = str(mail.outbox[0].alternatives[0][0])
        assert "skjult den" in html
        for words in ("Skældsord", "Naboen er syg"):
            assert words not in whole + html + str(mail.outbox[0].body)
