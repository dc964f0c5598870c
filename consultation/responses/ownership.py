"""What signing in does to what she has written: it follows her, and nothing is lost."""

import uuid
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from accounts.models import User
from accounts.who import Who
from consultation.models import Draft
from consultation.models.draft import account_key
from consultation.models.response import RespondentType
from consultation.responses.files import MOST


@transaction.atomic
def adopt_drafts(user: User, owner_key: str, *, at: datetime) -> None:
    """Make the drafts under this key hers: a browser's, or those of the account she just left.

    For a hearing that she has a draft for already, the two become one.
    """
    hers = account_key(user)
    if owner_key in ("", hers):
        return
    for draft in Draft.objects.select_for_update().filter(owner_key=owner_key).order_by("pk"):
        if not _rename(draft, hers):
            kept = Draft.objects.select_for_update().get(owner_key=hers, hearing=draft.hearing_id)
            _unite(kept, draft, at)


def _rename(draft: Draft, owner_key: str) -> bool:
    """Give the draft a new owner; False when she has one for this hearing."""
    draft.owner_key = owner_key
    try:
        with transaction.atomic():
            draft.save(update_fields=["owner_key", "owner"])
    except IntegrityError:
        return False
    return True


def _unite(kept: Draft, other: Draft, at: datetime) -> None:
    """Move what `other` holds into `kept`. The page she has open is that of `other`, so its form
    key lives on: pressing Send twice there still sends once."""
    for comment in other.comments.all():
        same = kept.kept_comments.filter(
            paragraph=comment.paragraph_id,
            stance=comment.stance,
            body=comment.body,
            proposed_text=comment.proposed_text,
        )
        if comment.finished and comment.removed_at is None and same.exists():
            continue
        # One form may have saved itself in both: signed in, and when the session had ended.
        taken = kept.comments.filter(key=comment.key).exists()
        key = uuid.uuid4() if taken else comment.key
        other.comments.filter(pk=comment.pk).update(draft=kept, key=key)
    _unite_files(kept, other, at)
    for name in ("name", "email", "on_behalf_of"):
        setattr(kept, name, getattr(kept, name) or getattr(other, name))
    if kept.respondent_type == RespondentType.CITIZEN:
        kept.respondent_type = other.respondent_type
    # Of two answers to what may be shown, the more careful one.
    kept.name_public = kept.name_public and other.name_public
    kept.address_protected = kept.address_protected or other.address_protected
    kept.general = _both(kept.general, other.general)
    kept.set_aside = _both(kept.set_aside, other.set_aside)
    kept.form_key = other.form_key
    # As no open form has seen it: what one of them saves does not replace it.
    kept.tab, kept.step = uuid.uuid4(), 0
    Draft.objects.filter(pk=other.pk).delete()
    kept.save()


def _unite_files(kept: Draft, other: Draft, at: datetime) -> None:
    """The same file once. Those that there is no room for are taken out, and can be put back when
    she has taken out others."""
    for file in other.attachments.all():
        if kept.attachments.filter(sha256=file.sha256).exists():
            continue
        full = kept.kept_attachments.count() >= MOST
        removed_at = file.removed_at or (at if full else None)
        other.attachments.filter(pk=file.pk).update(draft=kept, removed_at=removed_at)


def _both(first: str, second: str) -> str:
    """Both texts, the same words once."""
    if second.strip() in first:
        return first
    if first.strip() in second:
        return second
    return f"{first.rstrip()}\n\n{second.lstrip()}"


def sent_by(who: Who, draft: Draft, at: datetime) -> dict[str, Any]:
    """What a response remembers of the account it is sent from. An address that she has confirmed
    before needs no confirming. Her first response also gives the account its name."""
    if who.user is None:
        return {}
    User.objects.filter(pk=who.user.pk, name="").update(name=draft.name)
    confirmed = who.user.has_confirmed(draft.email)
    return {"sender": who.user, "email_confirmed_at": at if confirmed else None}


def drafts_of(user: User) -> QuerySet[Draft]:
    """Her drafts, the one she wrote in last on top."""
    return Draft.objects.filter(owner=user).select_related("hearing").order_by("-saved_at")


def known_about(user: User | None, draft: Draft | None) -> dict[str, Any]:
    """What her account tells for those fields of the form that she has left empty."""
    if user is None:
        return {}
    told = {"name": user.name, "email": user.email or ""}
    return {name: value for name, value in told.items() if not getattr(draft, name, "")}
