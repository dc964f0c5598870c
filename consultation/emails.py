"""One function for each mail, each with a subject, a text and an HTML template.

They are tasks: rows in the database that the worker takes. A mail that cannot be sent is tried
again later, and one whose worker died is taken up by another (consultation/tasks.py). The
Message-ID is the same each time, so that a second copy is the same mail.
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.translation import override
from django_tasks import task

from consultation.models import Response
from consultation.tasks import tried_again


@task()
def send_receipt(response_id: int, tried: int = 0) -> None:
    """The receipt, with the link that confirms the address. It never holds her text."""
    with tried_again(send_receipt, response_id, tried=tried):
        _send_receipt(response_id)


def _send_receipt(response_id: int) -> None:
    response = Response.objects.select_related("hearing").get(pk=response_id)
    _send(
        "receipt",
        language=response.language,
        to=response.email,
        message_id=f"receipt-{response.pk}",
        context={"response": response, "hearing": response.hearing},
    )


def _message_id(name: str) -> str:
    """The same for the same mail, and telling nothing: Message-IDs are logged and quoted."""
    secret = salted_hmac("ordet.message-id", name, algorithm="sha256").hexdigest()[:40]
    return f"<{secret}@{urlsplit(settings.BASE_URL).hostname}>"


def _send(name: str, *, language: str, to: str, message_id: str, context: dict[str, Any]) -> None:
    """Render templates/emails/<name>{_subject.txt,.txt,.html} in her language and send one mail.

    `context` holds no finished addresses: they are made by the templates, in that language.
    """
    context = {
        **context,
        "base_url": settings.BASE_URL,
        "municipality": settings.MUNICIPALITY,
    }
    with override(language):
        subject = render_to_string(f"emails/{name}_subject.txt", context)
        mail = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string(f"emails/{name}.txt", context),
            to=[to],
            headers={"Message-ID": _message_id(message_id)},
        )
        mail.attach_alternative(render_to_string(f"emails/{name}.html", context), "text/html")
    mail.send()
