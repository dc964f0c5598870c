"""The mails that requests have put in the queue."""

from django.utils.module_loading import import_string
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult


def deliver() -> None:
    """Do what waits in the queue, oldest first, without a worker."""
    waiting = DBTaskResult.objects.filter(status=TaskResultStatus.READY)
    for result in waiting.order_by("enqueued_at"):
        arguments = result.args_kwargs
        import_string(result.task_path).call(*arguments["args"], **arguments["kwargs"])
        result.delete()
