"""Which draft is hers: a cookie with 128 random bits, set when she has written something."""

import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from consultation.models import Draft, DraftComment, Hearing, Response
from consultation.models.draft import new_owner_key
from policies.models import Paragraph

COOKIE = "__Host-kladde" if settings.SESSION_COOKIE_SECURE else "kladde"
# Longer than any hearing, in seconds: a draft begun on the first day is there on the last.
COOKIE_AGE = 180 * 24 * 60 * 60


def owner_key_of(request: HttpRequest) -> str:
    """The browser's key, "" when it has none that we could have given."""
    key = request.COOKIES.get(COOKIE, "")
    return key if len(key) <= 40 and key.isascii() and "\x00" not in key else ""


def draft_of(request: HttpRequest, hearing: Hearing) -> Draft | None:
    """This browser's draft for the hearing, None when it has written nothing."""
    return Draft.objects.of(owner_key_of(request), hearing)


def remember(response: HttpResponse, draft: Draft) -> HttpResponse:
    """Tie the draft to this browser."""
    response.set_cookie(
        COOKIE,
        draft.owner_key,
        max_age=COOKIE_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@transaction.atomic
def add_comment(
    owner_key: str, hearing: Hearing, paragraph: Paragraph, written: dict[str, Any]
) -> DraftComment:
    """Add `written` (stance, body, proposed_text) to her draft, which is made when she has none.

    The same words for the same paragraph are one comment, however often the form is sent.
    """
    draft = locked_draft(owner_key, hearing)
    same = draft.kept_comments.filter(paragraph=paragraph, **written).first()
    return same or draft.comments.create(paragraph=paragraph, **written)


@transaction.atomic
def save_sender(
    owner_key: str, hearing: Hearing, form_key: uuid.UUID | None, values: dict[str, Any]
) -> Draft:
    """Save who she is and her general comment on her draft, which is made when she has none."""
    draft = locked_draft(owner_key, hearing, form_key)
    for name, value in values.items():
        setattr(draft, name, value)
    draft.save(update_fields=[*values, "saved_at"])
    return draft


def locked_draft(owner_key: str, hearing: Hearing, form_key: uuid.UUID | None = None) -> Draft:
    """Her draft, held until the end of the transaction; a new one when it was sent meanwhile.

    A browser without a cookie is known by the random key its form was given. A key that has
    become a response is never used again, or a later draft would be taken for that response.
    """
    drafts = Draft.objects.select_for_update().filter(hearing=hearing)
    if owner_key:
        draft = drafts.filter(owner_key=owner_key).first()
    else:
        draft = drafts.filter(form_key=form_key).first() if form_key else None
    if draft is not None:
        return draft
    if form_key is None or _is_taken(form_key, by_others_only=bool(owner_key)):
        form_key = uuid.uuid4()
    if owner_key:
        made, _new = Draft.objects.get_or_create(
            owner_key=owner_key, hearing=hearing, defaults={"form_key": form_key}
        )
    else:
        made, _new = Draft.objects.get_or_create(
            form_key=form_key, hearing=hearing, defaults={"owner_key": new_owner_key()}
        )
    return made


def _is_taken(form_key: uuid.UUID, *, by_others_only: bool) -> bool:
    """True when the key has become a response, or is that of another browser's draft."""
    if Response.objects.filter(form_key=form_key).exists():
        return True
    return by_others_only and Draft.objects.filter(form_key=form_key).exists()


@transaction.atomic
def change_comment(
    owner_key: str, hearing: Hearing, pk: int, paragraph: Paragraph, written: dict[str, Any]
) -> DraftComment:
    """Save a corrected comment. When the letter it was in has been sent meanwhile, it becomes a
    new comment in a new draft: what she wrote is not lost, and what she sent is not changed."""
    draft = locked_draft(owner_key, hearing)
    changed = draft.comments.filter(pk=pk).update(**written)
    if changed:
        return draft.comments.get(pk=pk)
    return add_comment(owner_key, hearing, paragraph, written)


def remove(comment: DraftComment, *, at: datetime) -> None:
    """Take a comment out of the draft; it can be put back until the draft is sent."""
    DraftComment.objects.filter(pk=comment.pk).update(removed_at=at)


def restore(comment: DraftComment) -> None:
    DraftComment.objects.filter(pk=comment.pk).update(removed_at=None)
