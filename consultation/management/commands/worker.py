"""manage.py worker: sends mails and does other slow work, also what a killed worker left behind."""

import threading
from typing import Any

from django.db import Error as DatabaseError
from django.db import connection
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Command as DatabaseWorker

from consultation.tasks import take_up_abandoned

# Seconds between two looks for abandoned tasks.
INTERVAL = 60


class Command(DatabaseWorker):
    help = "Runs the tasks in the database until it is stopped."

    def handle(self, *args: Any, **options: Any) -> None:
        take_up_abandoned(timezone.now())
        stopped = threading.Event()
        threading.Thread(target=_keep_looking, args=[stopped], daemon=True).start()
        try:
            super().handle(*args, **options)
        finally:
            stopped.set()


def _keep_looking(stopped: threading.Event) -> None:
    while not stopped.wait(INTERVAL):
        try:
            take_up_abandoned(timezone.now())
        except DatabaseError:
            # The worker itself fails loudly when the database stays away.
            continue
        finally:
            connection.close()
