"""What sending does, in one transaction."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language

from consultation import emails
from consultation.models import (
    Comment,
    Decision,
    Draft,
    Hearing,
    Response,
    ResponseCounter,
)
from consultation.personal_data import find_personal_data
from consultation.responses.drafts import save_sender


class NothingWritten(Exception):
    """There is neither a comment nor a general comment to send. The draft is kept."""

    def __init__(self, draft: Draft) -> None:
        super().__init__("nothing written")
        self.draft = draft


def send_response(
    owner_key: str,
    hearing: Hearing,
    form_key: uuid.UUID | None,
    sender: dict[str, Any],
    *,
    arrived_at: datetime,
) -> Response:
    """Make her draft a response: numbered, classified by its arrival, receipted, durable.

    `sender` holds the draft's fields from the form she pressed Send on, which is also saved.
    `arrived_at` is when the request came in, not when the lock was won. Raises NothingWritten.
    """
    try:
        with transaction.atomic(durable=True):
            return _send(owner_key, hearing, form_key, sender, arrived_at)
    except NothingWritten:
        # The transaction is gone; what she wrote about herself is not.
        raise NothingWritten(save_sender(owner_key, hearing, form_key, sender)) from None


def _send(
    owner_key: str,
    hearing: Hearing,
    form_key: uuid.UUID | None,
    sender: dict[str, Any],
    arrived_at: datetime,
) -> Response:
    """The hearing's counter is the lock: of fifty presses at once the first makes the response,
    and the rest find it."""
    counter = ResponseCounter.lock(hearing)
    already = _already_sent(hearing, form_key)
    if already is not None and already.holds(sender["general"]):
        return already
    draft = save_sender(owner_key, hearing, form_key, sender)
    if draft.is_empty:
        raise NothingWritten(draft)
    # Read under the lock: the deadline may have been moved while she waited for it.
    hearing = Hearing.objects.get(pk=hearing.pk)
    response = Response.objects.create(
        hearing=hearing,
        number=counter.next(),
        form_key=draft.form_key,
        respondent_type=draft.respondent_type,
        on_behalf_of=draft.on_behalf_of,
        name=draft.name,
        email=draft.email,
        name_public=draft.name_public and not draft.address_protected,
        address_protected=draft.address_protected,
        received_at=arrived_at,
        late=not hearing.accepts(arrived_at),
        language=get_language() or settings.LANGUAGE_CODE,
    )
    comments = Comment.objects.bulk_create(_comments(response, draft))
    if hearing.publication == Hearing.Publication.AT_ONCE:
        _publish_at_once(comments, arrived_at)
    if response.email:
        emails.send_receipt.enqueue(response.pk)
    draft.delete()
    return response


def _already_sent(hearing: Hearing, form_key: uuid.UUID | None) -> Response | None:
    """The response this very form has become, when its button was pressed before."""
    if form_key is None:
        return None
    return Response.objects.filter(hearing=hearing, form_key=form_key).first()


def _comments(response: Response, draft: Draft) -> list[Comment]:
    """The draft's comments in the policy's order, the general one last."""
    comments = [
        Comment(
            response=response,
            hearing=response.hearing,
            paragraph=written.paragraph,
            stance=written.stance,
            body=written.body,
            proposed_text=written.proposed_text,
        )
        for written in draft.kept_comments
    ]
    if draft.general.strip():
        comments.append(
            Comment(response=response, hearing=response.hearing, body=draft.general.strip())
        )
    return comments


def _publish_at_once(comments: list[Comment], at: datetime) -> None:
    """Publish what holds no personal data; a person looks at the rest."""
    clean = [
        comment
        for comment in comments
        if not find_personal_data(f"{comment.body}\n{comment.proposed_text}")
    ]
    Comment.objects.filter(pk__in=[comment.pk for comment in clean]).update(
        state=Comment.State.PUBLISHED
    )
    Decision.objects.bulk_create(
        Decision(
            comment=comment, before=Comment.State.PENDING, after=Comment.State.PUBLISHED, at=at
        )
        for comment in clean
    )


@transaction.atomic
def confirm_email(response: Response, *, at: datetime) -> None:
    """She holds the address. Confirming again changes nothing."""
    Response.objects.filter(pk=response.pk, email_confirmed_at=None).update(email_confirmed_at=at)
