"""Mail as it really goes out: a task, the worker, SMTP."""

import signal
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope, Session
from django.core.management import call_command
from django_tasks_db.models import DBTaskResult


class Mailbox:
    """The mails an SMTP server on this machine was handed."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"

    def deliver(self) -> None:
        """Run the worker until there is nothing more to do."""
        names = (signal.SIGINT, signal.SIGTERM, signal.SIGQUIT)
        handlers = {name: signal.getsignal(name) for name in names}
        try:
            call_command("db_worker", batch=True, interval=0, startup_delay=False, reload=False)
        finally:
            for name, handler in handlers.items():
                signal.signal(name, handler)
        assert not DBTaskResult.objects.failed().exists()
