"""manage.py worker: sends mails and does other slow work, also what a killed worker left behind,
and tells what has become due."""

import itertools
import logging
import threading
from typing import Any

from django.db import connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from consultation.following.actions import forget
from consultation.following.notices import due_notices, queue_mails
from consultation.responses.orphans import remove_orphans
from consultation.tasks import take_up_abandoned

logger = logging.getLogger(__name__)

# What is looked after, in this order, beside the tasks themselves; each takes the moment.
NOW_AND_THEN = (take_up_abandoned, due_notices, queue_mails, forget)
DAILY = (remove_orphans,)
# Seconds between two looks.
INTERVAL = 60
LOOKS_A_DAY = 24 * 60


class Command(DatabaseWorker):
    help = "Runs the tasks in the database until it is stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        _look(0)
        stopped = threading.Event()
        threading.Thread(target=_keep_looking, args=[stopped], daemon=True).start()
        try:
            super().handle(*args, **options)
        finally:
            stopped.set()


def _look(nth: int) -> None:
    """The nth look; the one at the start, 0, leaves out what may take long."""
    at = timezone.now()
    for work in (*NOW_AND_THEN, *(DAILY if nth % LOOKS_A_DAY == 1 else ())):
        work(at)


def _keep_looking(stopped: threading.Event) -> None:
    for nth in itertools.count(1):
        if stopped.wait(INTERVAL):
            return
        try:
            _look(nth)
        except Exception:
            # In a minute again; a thread that ends would be missed by nobody. When it is the
            # database that stays away, the worker itself fails loudly.
            logger.exception("What is done now and then was not done")
        finally:
            connection.close()
