"""Correcting and withdrawing while others do the same, decide or send: real threads, real locks."""

import threading
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from consultation.models import Comment, CommentTally, Decision, Hearing, Response
from consultation.moderation.actions import TakenBackMeanwhile, hide_comment, publish_comment
from consultation.responses import amending
from consultation.responses.actions import send_response
from tests.consultation.responses.test_amending import states
from tests.consultation.responses.test_sending import FIELDS
from tests.factories import make_comment

pytestmark = pytest.mark.django_db(transaction=True)


def counted() -> dict[str, int]:
    tallies = CommentTally.objects.exclude(count=0).order_by("state")
    counts: dict[str, int] = {}
    for state, count in tallies.values_list("state", "count"):
        counts[state] = counts.get(state, 0) + count
    return counts


def actual() -> dict[str, int]:
    counts: dict[str, int] = {}
    for state in Comment.objects.values_list("state", flat=True):
        counts[state] = counts.get(state, 0) + 1
    return counts


class TestManyAtOnce:
    def together(self, *acts: Any) -> list[Any]:
        """Run them at the same moment, each with a connection of its own; what each returned or
        raised."""
        gate = threading.Barrier(len(acts))

        def run(act: Any) -> Any:
            try:
                gate.wait(timeout=10)
                return act()
            except Exception as error:
                return error
            finally:
                connection.close()

        with ThreadPoolExecutor(len(acts)) as pool:
            return list(pool.map(run, acts))

    def test_twenty_presses_are_one_correction(self, hearing: Hearing) -> None:
        comment = make_comment(hearing, body="Før")
        now = timezone.now()
        press = partial(amending.correct_comment, comment, {"body": "Efter"}, by=None, at=now)
        results = self.together(*[press] * 12)
        assert {getattr(result, "body", result) for result in results} == {"Efter"}
        assert states() == [("Før", "replaced"), ("Efter", "pending")]
        assert counted() == actual()

    def test_two_windows_one_wins_and_the_other_is_told(self, hearing: Hearing) -> None:
        comment = make_comment(hearing, body="Før")
        now = timezone.now()
        results = self.together(
            lambda: amending.correct_comment(comment, {"body": "Det ene"}, by=None, at=now),
            lambda: amending.correct_comment(comment, {"body": "Det andet"}, by=None, at=now),
        )
        assert sum(isinstance(result, Comment) for result in results) == 1
        assert sum(isinstance(r, amending.TakenBackMeanwhile) for r in results) == 1
        assert Comment.objects.filter(state="pending").count() == 1

    @pytest.mark.parametrize("_round", range(5))
    def test_a_decision_at_the_same_moment(
        self, hearing: Hearing, caseworker: User, _round: int
    ) -> None:
        """Either it was decided and then corrected, or the caseworker is told; never both lost, and
        nobody waits for ever. The earlier words are public in neither case."""
        comments = [make_comment(hearing, body=f"Før {n}") for n in range(4)]
        comments.append(make_comment(hearing, body="Skjult", hidden_by=caseworker))
        now = timezone.now()

        def corrected(comment: Comment) -> Any:
            return lambda: amending.correct_comment(
                comment, {"body": f"Efter {comment.pk}"}, by=None, at=now
            )

        def decided(comment: Comment) -> Any:
            seen = comment.decisions.first()
            return lambda: publish_comment(
                comment, acting_user=caseworker, at=now, seen=seen.pk if seen else 0
            )

        acts = [act(comment) for comment in comments for act in (corrected, decided)]
        results = self.together(*acts)
        for result in results:
            assert isinstance(result, Comment | Decision | TakenBackMeanwhile), result
        assert all(isinstance(result, Comment) for result in results[::2])
        assert actual() == {"replaced": 5, "pending": 5}
        assert counted() == actual()

    def test_nobody_waits_for_each_other(self, hearing: Hearing, caseworker: User) -> None:
        """She corrects what was hidden (one more that waits, one fewer hidden) while a caseworker
        hides what waits (one more hidden, one fewer that waits): the kept counts are taken in
        opposite orders, which without the common lock is a deadlock."""
        hidden = [make_comment(hearing, body="Skjult", hidden_by=caseworker) for _n in range(15)]
        waiting = [make_comment(hearing, body="Venter") for _n in range(15)]
        now = timezone.now()

        def correct_all() -> None:
            for comment in hidden:
                amending.correct_comment(comment, {"body": "Bedre"}, by=None, at=now)

        def hide_all() -> None:
            for comment in waiting:
                hide_comment(comment, reason="hate", acting_user=caseworker, at=now)

        assert self.together(correct_all, hide_all) == [None, None]
        assert actual() == counted() == {"replaced": 15, "pending": 15, "hidden": 15}

    def test_withdrawing_while_others_send(self, hearing: Hearing) -> None:
        comment = make_comment(hearing, body="Før")
        now = timezone.now()
        sent = {**FIELDS, "general": "Hej"}
        send_one = partial(send_response, "", hearing, None, sent, arrived_at=now)
        withdraw = partial(amending.withdraw_response, comment.response, by=None, at=now)
        add = partial(
            amending.add_comment, comment.response, None, {"body": "Mere"}, by=None, at=now
        )
        results = self.together(send_one, withdraw, add, send_one, withdraw)
        assert all(
            result is None or isinstance(result, Response | Comment | amending.NotNow)
            for result in results
        ), results
        assert not comment.response.comments.exclude(state="withdrawn").exists()
        assert counted() == actual()
