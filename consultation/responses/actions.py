"""What sending does, in one transaction."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language

from accounts.who import NOBODY, Who
from consultation import emails
from consultation.models import (
    Attachment,
    Comment,
    Decision,
    Draft,
    Hearing,
    Response,
    ResponseCounter,
)
from consultation.models.draft import Mark, letter_digest
from consultation.personal_data import find_personal_data
from consultation.responses.drafts import hides_words, locked_draft, save_sender
from consultation.responses.languages import recognise_languages
from consultation.responses.ownership import sent_by


class NotSent(Exception):
    """Nothing was sent. The draft is kept, with what she wrote about herself."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(type(self).__name__)
        self.draft = draft


class NothingWritten(NotSent):
    """There is neither a comment nor a general comment to send."""


class OnlyFiles(NotSent):
    """There are files and no word of what they are about."""


class SignInNeeded(NotSent):
    """The hearing takes responses only from those who are signed in as it asks."""


class NotRead(NotSent):
    """The letter is no longer the one she had before her: another window has changed it."""


def send_response(
    owner_key: str,
    hearing: Hearing,
    form_key: uuid.UUID | None,
    sender: dict[str, Any],
    *,
    arrived_at: datetime,
    who: Who = NOBODY,
    read: str = "",
    mark: Mark | None = None,
) -> Response:
    """Make her draft a response: numbered, classified by its arrival, receipted, durable.

    `sender` holds the draft's fields from the form she pressed Send on, which is also saved;
    `read` is the digest of the comments she had before her, `mark` tells which words she had seen.
    `arrived_at` is when the request came in, not when the lock was won.
    Raises NotSent.
    """
    try:
        with transaction.atomic(durable=True):
            return _send(owner_key, hearing, form_key, sender, arrived_at, who, read, mark)
    except NotSent as reason:
        # The transaction is gone; what she wrote about herself is not.
        raise type(reason)(save_sender(owner_key, hearing, form_key, sender, mark)) from None


def _send(
    owner_key: str,
    hearing: Hearing,
    form_key: uuid.UUID | None,
    sender: dict[str, Any],
    arrived_at: datetime,
    who: Who,
    read: str,
    mark: Mark | None,
) -> Response:
    """The hearing's counter is the lock: of fifty presses at once the first makes the response,
    and the rest find it."""
    counter = ResponseCounter.lock(hearing)
    already = _already_sent(hearing, form_key)
    if already is not None and already.holds(sender["general"]):
        return already
    draft = locked_draft(owner_key, hearing, form_key)
    unread = hides_words(draft, sender, mark) or (
        read and read != letter_digest(draft.kept_comments)
    )
    draft = save_sender(owner_key, hearing, form_key, sender, mark)
    if draft.is_empty:
        raise (OnlyFiles if draft.kept_attachments.exists() else NothingWritten)(draft)
    if unread:
        raise NotRead(draft)
    # Read under the lock: the deadline may have been moved while she waited for it.
    hearing = Hearing.objects.get(pk=hearing.pk)
    if not hearing.lets_send(who):
        raise SignInNeeded(draft)
    response = Response.objects.create(
        hearing=hearing,
        number=counter.next(),
        form_key=draft.form_key,
        **draft.sender,
        received_at=arrived_at,
        late=not hearing.accepts(arrived_at),
        language=get_language() or settings.LANGUAGE_CODE,
        **sent_by(who, draft, arrived_at),
    )
    comments = Comment.objects.bulk_create(_comments(response, draft))
    if hearing.publication == Hearing.Publication.AT_ONCE:
        publish_at_once(comments, arrived_at)
    Attachment.objects.bulk_create(_attachments(response, draft))
    if response.email:
        emails.send_receipt.enqueue(response.pk)
    recognise_languages.enqueue(response.pk)
    draft.begin_again()
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


def _attachments(response: Response, draft: Draft) -> list[Attachment]:
    """The draft's files, each where it lies already; who waits for her receipt copies nothing."""
    return [
        Attachment(
            response=response,
            name=kept.name,
            content_type=kept.content_type,
            size=kept.size,
            sha256=kept.sha256,
            file=kept.file.name,
        )
        for kept in draft.kept_attachments
    ]


def publish_at_once(comments: list[Comment], at: datetime) -> None:
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
