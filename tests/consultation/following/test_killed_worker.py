"""A worker process that is killed while it sends: nobody is forgotten, and no mail comes twice."""

import os
import signal
import socket
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings as configured
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from accounts.models import User
from consultation.following.actions import publish_result
from consultation.models import Hearing, NoticeMail
from consultation.tasks import LONGEST_TASK
from tests.e2e.mailbox import Mailbox
from tests.factories import make_subscription

FOLLOWERS = 3


class Killer(Mailbox):
    """Kills the worker at its second mail: before it is taken, or after, before it hears so."""

    def __init__(self, taken: bool) -> None:
        super().__init__()
        self.taken = taken
        self.worker: subprocess.Popen[bytes] | None = None

    def _kill(self) -> None:
        if self.worker is not None and len(self.mails) == (2 if self.taken else 1):
            os.killpg(self.worker.pid, signal.SIGKILL)
            self.worker.wait()
            self.worker = None

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if not self.taken:
            self._kill()
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = await super().handle_DATA(server, session, envelope)
        if self.taken:
            self._kill()
        return answer


@pytest.fixture
def killer(request: pytest.FixtureRequest, settings: Settings) -> Iterator[Killer]:
    received = Killer(request.param)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    server = Controller(received, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    yield received
    server.stop()


def _start_worker(port: int) -> subprocess.Popen[bytes]:
    """A process of its own, against this test's database and mail server."""
    server = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
    return subprocess.Popen(
        [sys.executable, "manage.py", "worker", "--no-startup-delay", "--interval", "0.2"],
        cwd=configured.ROOT,
        env={
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}",
            "EMAIL_URL": f"smtp://127.0.0.1:{port}",
            "SECRET_KEY": configured.SECRET_KEY,
            "BASE_URL": configured.BASE_URL,
        },
        start_new_session=True,
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("killer", "copies"),
    [(False, [1, 1, 1]), (True, [1, 1, 2])],
    ids=["before the mail is taken", "after it is taken"],
    indirect=["killer"],
)
def test_killed_in_the_middle(
    killer: Killer, copies: list[int], hearing: Hearing, caseworker: User, settings: Settings
) -> None:
    for n in range(FOLLOWERS):
        make_subscription(hearing, email=f"nr{n}@post.example")
    publish_result(hearing, acting_user=caseworker, at=timezone.now())

    worker = killer.worker = _start_worker(settings.EMAIL_PORT)
    assert worker.wait(timeout=60) == -signal.SIGKILL
    assert NoticeMail.objects.filter(sent_at=None).count() == 2

    # What it was doing is taken up when it must be dead.
    stuck = DBTaskResult.objects.filter(status="RUNNING")
    assert stuck.count() == 1
    stuck.update(started_at=timezone.now() - LONGEST_TASK - timedelta(seconds=1))
    call_command("worker", batch=True, startup_delay=False, verbosity=0)

    assert not NoticeMail.objects.filter(sent_at=None).exists()
    assert {mail["To"].strip() for mail in killer.mails} == {
        f"nr{n}@post.example" for n in range(FOLLOWERS)
    }
    # To a mail program a second copy with the same Message-ID is the same mail.
    assert sorted(Counter(mail["Message-ID"] for mail in killer.mails).values()) == copies
