"""Each follower is told once, whatever dies and however many workers there are."""

import threading
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from accounts.models import User
from consultation import emails
from consultation.following.actions import publish_result
from consultation.following.notices import announce, due_notices, queue_mails
from consultation.models import Hearing, HearingEvent, Notice, NoticeMail
from tests.factories import make_hearing, make_subscription

pytestmark = pytest.mark.django_db


def deliver() -> None:
    """Everything that waits is sent, as the worker does it."""
    queue_mails(timezone.now())
    for waiting in NoticeMail.objects.filter(queued=True, sent_at=None).order_by("id"):
        emails.send_notice.call(waiting.pk)


@pytest.mark.django_db(transaction=True)
def test_the_worker_tells_what_has_become_due() -> None:
    opened = timezone.now() - timedelta(minutes=1)
    hearing = make_hearing(opens_at=opened)
    make_subscription(hearing)
    for _run in range(2):
        call_command("worker", batch=True, startup_delay=False, verbosity=0)
    assert [sent.subject for sent in mail.outbox] == ["Høringen er åben: En høring"]


def test_sent_is_sent_however_often_the_task_runs(hearing: Hearing, caseworker: User) -> None:
    make_subscription(hearing)
    publish_result(hearing, acting_user=caseworker, at=timezone.now())
    waiting = NoticeMail.objects.get()
    for _try in range(3):
        emails.send_notice.call(waiting.pk)
    assert len(mail.outbox) == 1


def test_the_same_mail_has_the_same_message_id(hearing: Hearing, caseworker: User) -> None:
    """A worker killed between the server's OK and the commit sends it again."""
    make_subscription(hearing)
    make_subscription(hearing, email="anden@post.example")
    publish_result(hearing, acting_user=caseworker, at=timezone.now())
    deliver()
    NoticeMail.objects.update(sent_at=None)
    deliver()
    ids = Counter(sent.extra_headers["Message-ID"] for sent in mail.outbox)
    assert sorted(ids.values()) == [2, 2]


def test_queueing_killed_in_the_middle_loses_and_doubles_nothing(
    hearing: Hearing, caseworker: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(5):
        make_subscription(hearing, email=f"nr{n}@post.example")
    publish_result(hearing, acting_user=caseworker, at=timezone.now())
    monkeypatch.setattr("consultation.following.notices.BATCH", 2)

    class Killed(BaseException):
        pass

    enqueue, calls = emails.send_notice.enqueue, []

    def dying(self: Any, *args: Any) -> Any:
        calls.append(args)
        if len(calls) == 4:
            raise Killed
        return enqueue(*args)

    with monkeypatch.context() as patched:
        patched.setattr(type(emails.send_notice), "enqueue", dying)
        with pytest.raises(Killed):
            queue_mails(timezone.now())
    queue_mails(timezone.now())
    tasks = DBTaskResult.objects.filter(task_path="consultation.emails.send_notice")
    queued = Counter(task.args_kwargs["args"][0] for task in tasks)
    assert queued == Counter(NoticeMail.objects.values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_two_workers_announce_and_queue_once(hearing: Hearing) -> None:
    for n in range(40):
        make_subscription(hearing, email=f"nr{n}@post.example")
    start = threading.Barrier(4)
    failed: list[BaseException] = []

    def work() -> None:
        try:
            start.wait()
            due_notices(hearing.opens_at + timedelta(seconds=1))
            queue_mails(hearing.opens_at)
        except BaseException as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    queue_mails(hearing.opens_at)
    assert failed == []
    assert Notice.objects.count() == 1
    tasks = DBTaskResult.objects.filter(task_path="consultation.emails.send_notice")
    assert Counter(task.args_kwargs["args"][0] for task in tasks) == Counter(
        NoticeMail.objects.values_list("pk", flat=True)
    )
    assert NoticeMail.objects.count() == 40


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_away_is_tried_again_and_mails_once(
    hearing: Hearing, caseworker: User, settings: Settings
) -> None:
    make_subscription(hearing)
    publish_result(hearing, acting_user=caseworker, at=timezone.now())
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    call_command("worker", batch=True, startup_delay=False, verbosity=0)
    assert NoticeMail.objects.get().sent_at is None
    settings.EMAIL_BACKEND = backend
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    for _run in range(2):
        call_command("worker", batch=True, startup_delay=False, verbosity=0)
    assert len(mail.outbox) == 1
    assert NoticeMail.objects.get().sent_at is not None


@pytest.mark.parametrize("table", ["notice", "noticemail"])
def test_once_also_for_the_database(hearing: Hearing, table: str) -> None:
    make_subscription(hearing)
    announce(hearing, HearingEvent.RESULT, about=hearing.opens_at, at=hearing.opens_at)
    columns = {
        "notice": "hearing_id, event, about, at",
        "noticemail": "notice_id, subscription_id, queued",
    }[table]
    rows = f"SELECT {columns} FROM consultation_{table}"
    again = f"INSERT INTO consultation_{table} ({columns}) {rows}"
    with (
        pytest.raises(IntegrityError, match="once"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(again)


@pytest.mark.parametrize(
    "statement", ["DELETE FROM {}", "UPDATE {} SET at = now()", "TRUNCATE {} CASCADE"]
)
def test_what_was_announced_stays_announced(hearing: Hearing, statement: str) -> None:
    announce(hearing, HearingEvent.RESULT, about=hearing.opens_at, at=hearing.opens_at)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format("consultation_notice"))
