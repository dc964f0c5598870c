"""What she does to her response after it is sent: add, correct, withdraw, until the deadline.

Nothing she sent is changed or removed. A correction is a comment of its own that stands in the
place of the earlier one; what is withdrawn keeps its words (docs/decisions/0016-after-sending.md).

Locks are always taken in this order: the hearing's counter, then its comments. Sending
(responses/actions.py) and deciding at the desk (moderation/actions.py) begin with the same counter,
so none of them ever sees half of what another does.
"""

from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from consultation import emails
from consultation.models import (
    Amendment,
    Attachment,
    Comment,
    Draft,
    Hearing,
    Response,
    ResponseCounter,
)
from consultation.models.comment import TAKEN_BACK, CommentState
from consultation.responses import drafts
from consultation.responses.actions import publish_at_once
from consultation.responses.drafts import locked_draft
from consultation.responses.languages import recognise_languages
from policies.models import Paragraph

# Who she is, as a draft and a response both know it.
_SENDER = (
    "respondent_type",
    "on_behalf_of",
    "name",
    "email",
    "name_public",
    "address_protected",
)


class NotNow(Exception):
    """The deadline has passed, or the whole response is withdrawn. Nothing was changed."""


class TakenBackMeanwhile(Exception):
    """She corrected or withdrew this comment in another window. Nothing was changed."""

    def __init__(self, standing: Comment | None) -> None:
        super().__init__("taken back meanwhile")
        # The newest wording, None when it was withdrawn.
        self.standing = standing


@transaction.atomic
def add_comment(
    response: Response,
    paragraph: Paragraph | None,
    written: dict[str, Any],
    *,
    by: User | None,
    at: datetime,
) -> Comment:
    """One more comment (`paragraph` None: a general one). The same words to the same paragraph are
    one comment, however often the form is sent. Raises NotNow."""
    ResponseCounter.lock(response.hearing)
    same = response.comments.standing().filter(paragraph=paragraph, **written).first()
    if same is not None:
        return same
    response = amendable(response, at)
    comment = _create(response, paragraph, written, at)
    record(Amendment.Kind.ADDED, response, comment, by, at)
    return comment


@transaction.atomic
def correct_comment(
    comment: Comment, written: dict[str, Any], *, by: User | None, at: datetime
) -> Comment:
    """The comment that now stands, in review again. Without a difference it is the same comment.

    Raises NotNow and TakenBackMeanwhile.
    """
    comment = _locked(comment)
    if comment.is_taken_back:
        standing = newest(comment)
        if standing is not None and _holds(standing, written):
            # The button was pressed twice.
            return standing
        raise TakenBackMeanwhile(standing)
    if _holds(comment, written):
        return comment
    kept = {"stance": comment.stance, "proposed_text": comment.proposed_text}
    response = amendable(comment.response, at)
    correction = _create(response, comment.paragraph, {**kept, **written}, at, replaces=comment)
    _take_back(comment, CommentState.REPLACED)
    record(Amendment.Kind.CORRECTED, response, correction, by, at)
    return correction


@transaction.atomic
def withdraw_comment(comment: Comment, *, by: User | None, at: datetime) -> None:
    """Readers do not meet it any more; the words are kept. Raises NotNow and TakenBackMeanwhile."""
    comment = _locked(comment)
    if comment.state == CommentState.WITHDRAWN:
        return
    if comment.is_taken_back:
        raise TakenBackMeanwhile(newest(comment))
    response = amendable(comment.response, at)
    _take_back(comment, CommentState.WITHDRAWN)
    record(Amendment.Kind.WITHDRAWN, response, comment, by, at)


@transaction.atomic
def withdraw_response(response: Response, *, by: User | None, at: datetime) -> None:
    """All of it. The number stays hers. Raises NotNow."""
    ResponseCounter.lock(response.hearing)
    if Response.objects.get(pk=response.pk).withdrawn_at is not None:
        return
    response = amendable(response, at)
    response.withdrawn_at = at
    response.save(update_fields=["withdrawn_at"])
    response.comments.standing().update(state=CommentState.WITHDRAWN, hidden_reason="")
    record(Amendment.Kind.ALL_WITHDRAWN, response, None, by, at)


@transaction.atomic
def write_again(
    owner_key: str, response: Response, paragraph: Paragraph | None, written: dict[str, Any]
) -> Draft:
    """Her words in a draft of a new response, with who she is filled in. The same words come into
    it once."""
    draft = locked_draft(owner_key, response.hearing)
    if not draft.name:
        for name in _SENDER:
            setattr(draft, name, getattr(response, name))
    if paragraph is None and written["body"] not in draft.general:
        draft.general = "\n\n".join(filter(None, (draft.general, written["body"])))
    draft.save(update_fields=[*_SENDER, "general", "saved_at"])
    if paragraph is not None:
        drafts.add_comment(draft.owner_key, response.hearing, paragraph, written)
    return draft


def newest(comment: Comment) -> Comment | None:
    """What stands in the place of the comment today, None when it is withdrawn."""
    while comment.state == CommentState.REPLACED:
        comment = Comment.objects.get(replaces=comment)
    return None if comment.state == CommentState.WITHDRAWN else comment


def _locked(comment: Comment) -> Comment:
    """The comment as it is now, after the hearing's counter: nobody decides on it meanwhile."""
    ResponseCounter.lock(comment.hearing)
    comments = Comment.objects.select_related("response", "paragraph")
    return comments.select_for_update(of=("self",)).get(pk=comment.pk)


def amendable(response: Response, at: datetime) -> Response:
    """The response, read with its hearing under the lock: the deadline may have been moved."""
    response = Response.objects.select_related("hearing").get(pk=response.pk)
    if not response.may_be_amended(at):
        raise NotNow
    return response


def _holds(comment: Comment, written: dict[str, Any]) -> bool:
    return all(getattr(comment, name) == value for name, value in written.items())


def _create(
    response: Response,
    paragraph: Paragraph | None,
    written: dict[str, Any],
    at: datetime,
    replaces: Comment | None = None,
) -> Comment:
    comment = Comment.objects.create(
        response=response,
        hearing=response.hearing,
        paragraph=paragraph,
        replaces=replaces,
        **written,
    )
    if response.hearing.publication == Hearing.Publication.AT_ONCE:
        publish_at_once([comment], at)
    recognise_languages.enqueue(response.pk)
    return comment


def _take_back(comment: Comment, state: CommentState) -> None:
    assert state in TAKEN_BACK
    comment.state = state
    comment.hidden_reason = ""
    comment.save(update_fields=["state", "hidden_reason"])


def record(
    kind: Amendment.Kind,
    response: Response,
    about: Comment | Attachment | None,
    by: User | None,
    at: datetime,
    *,
    mailed: bool = True,
) -> None:
    """On record for ever, with a receipt for her."""
    amendment = Amendment.objects.create(
        response=response,
        kind=kind,
        comment=about if isinstance(about, Comment) else None,
        attachment=about if isinstance(about, Attachment) else None,
        by=by,
        at=at,
    )
    if mailed and response.email:
        emails.send_amended.enqueue(amendment.pk)
