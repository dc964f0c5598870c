"""Slow work that may fail or be killed at any moment, and is done all the same."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

# How long to wait before each further try: through a restart, a night, a weekend.
WAITS = [timedelta(minutes=m) for m in (1, 5, 20, 60, 180, 480, 720, 1440, 1440)]

# No task works longer than this; one that says it does has lost its worker.
LONGEST_TASK = timedelta(minutes=10)


@contextmanager
def tried_again(task: Any, *arguments: Any, tried: int) -> Iterator[None]:
    """Run the body; when the network or the mail server fails, queue the task for later.

    After the last of WAITS the error is raised and the task stands as failed.
    """
    try:
        yield
    except OSError:
        # smtplib's errors and those of sockets are all OSErrors.
        if tried >= len(WAITS):
            raise
        later = task.using(run_after=timezone.now() + WAITS[tried])
        later.enqueue(*arguments, tried=tried + 1)


def take_up_abandoned(now: datetime) -> int:
    """Put back what a killed worker was doing, for any worker to do; how many."""
    abandoned = DBTaskResult.objects.filter(
        status=TaskResultStatus.RUNNING, started_at__lt=now - LONGEST_TASK
    )
    return abandoned.update(status=TaskResultStatus.READY, started_at=None)
