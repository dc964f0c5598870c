"""One function for each mail, each with a subject, a text and an HTML template.

They are tasks: rows in the database that the worker takes. A task that dies half-way runs again,
and the Message-ID is the same each time, so that the second copy is the same mail.
"""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django_tasks import task

from consultation.models import Response


@task()
def send_receipt(response_id: int) -> None:
    """The receipt, with the link that confirms the address. It never holds her text."""
    response = Response.objects.select_related("hearing").get(pk=response_id)
    _send(
        "receipt",
        to=response.email,
        message_id=f"receipt-{response.form_key}",
        context={
            "response": response,
            "hearing": response.hearing,
            "confirmation_path": response.confirmation_path,
        },
    )


def _send(name: str, *, to: str, message_id: str, context: dict[str, Any]) -> None:
    """Render templates/emails/<name>{_subject.txt,.txt,.html} and send one mail."""
    context = {
        **context,
        "base_url": settings.BASE_URL,
        "municipality": settings.MUNICIPALITY,
    }
    subject = render_to_string(f"emails/{name}_subject.txt", context)
    mail = EmailMultiAlternatives(
        subject=" ".join(subject.split()),
        body=render_to_string(f"emails/{name}.txt", context),
        to=[to],
        headers={"Message-ID": f"<{message_id}@{urlsplit(settings.BASE_URL).hostname}>"},
    )
    mail.attach_alternative(render_to_string(f"emails/{name}.html", context), "text/html")
    mail.send()
