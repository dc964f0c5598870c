"""Which draft is hers: her account's, or that of a cookie with 128 random bits, which is set when
she has written something. What signing in does to a draft is in ownership.py."""

import re
import uuid
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse

from accounts.models import User
from consultation.models import Draft, DraftComment, Hearing, Response
from consultation.models.draft import Mark, account_key, new_owner_key
from policies.models import Paragraph

COOKIE = settings.DRAFT_COOKIE_NAME
# Longer than any hearing, in seconds: a draft begun on the first day is there on the last.
COOKIE_AGE = 180 * 24 * 60 * 60
_BROWSER_KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")


def owner_key_of(request: HttpRequest) -> str:
    """The key of her account when she is signed in, or else of her browser ("": it has none)."""
    return account_key(request.user) if isinstance(request.user, User) else browser_key_of(request)


def browser_key_of(request: HttpRequest) -> str:
    """The browser's key, "" when it has none that we could have given."""
    key = request.COOKIES.get(COOKIE, "")
    return key if _BROWSER_KEY.fullmatch(key) else ""


def form_key_of(request: HttpRequest) -> uuid.UUID | None:
    """The random key the posted form was given, None when it has none that we could have given."""
    try:
        return uuid.UUID(request.POST.get("form_key", ""))
    except ValueError:
        return None


def draft_of(request: HttpRequest, hearing: Hearing) -> Draft | None:
    """Her draft for the hearing, None when she has written nothing."""
    return Draft.objects.of(owner_key_of(request), hearing)


def remember(response: HttpResponse, draft: Draft) -> HttpResponse:
    """Tie the draft to this browser; an account's needs no cookie."""
    if draft.owner_id is not None:
        return response
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
    owner_key: str,
    hearing: Hearing,
    form_key: uuid.UUID | None,
    values: dict[str, Any],
    mark: Mark | None = None,
) -> Draft:
    """Save who she is and her general comment on her draft, which is made when she has none.

    She pressed a button, so what this window shows stands. A general comment that another window
    saved, and that this one did not have in view, is set aside for her to decide about.
    """
    draft = locked_draft(owner_key, hearing, form_key)
    if hides_words(draft, values, mark):
        draft.set_aside = "\n\n".join(text for text in (draft.set_aside, draft.general) if text)
    draft.take(values, mark)
    return draft


def hides_words(draft: Draft, values: dict[str, Any], mark: Mark | None) -> bool:
    """True when saving `values` would replace a general comment that she has not seen there."""
    if mark is None or draft.was_seen_by(mark) or "general" not in values:
        return False
    return bool(draft.general) and draft.general not in (values["general"], draft.set_aside)


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
    owner_key: str,
    hearing: Hearing,
    pk: int,
    paragraph: Paragraph,
    written: dict[str, Any],
    base: str | None = None,
) -> DraftComment:
    """Save a corrected comment. When the letter it was in has been sent meanwhile, or another
    window has changed it since `base`, it becomes a comment of its own: what she wrote is not
    lost, and neither is what stands there."""
    draft = locked_draft(owner_key, hearing)
    comment = draft.comments.filter(pk=pk).first()
    if comment is None or base not in (None, comment.version):
        return add_comment(owner_key, hearing, paragraph, written)
    values = {**written, "finished": True, "tab": uuid.uuid4(), "step": 0}
    draft.comments.filter(pk=pk).update(**values)
    return draft.comments.get(pk=pk)


def finish(comment: DraftComment) -> None:
    """Add to her response what had only saved itself."""
    DraftComment.objects.filter(pk=comment.pk).update(finished=True)


def remove(comment: DraftComment, *, at: datetime) -> None:
    """Take a comment out of the draft; it can be put back until the draft is sent."""
    DraftComment.objects.filter(pk=comment.pk).update(removed_at=at)


def restore(comment: DraftComment) -> None:
    DraftComment.objects.filter(pk=comment.pk).update(removed_at=None)
