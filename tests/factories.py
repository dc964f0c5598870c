"""Plain makers of rows: each gives a valid one, and takes what a test cares about."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from accounts.models import Role, User
from consultation.models import (
    Attachment,
    Comment,
    Flag,
    Hearing,
    Response,
    ResponseCounter,
    Subscription,
)
from consultation.moderation.actions import hide_comment, publish_comment
from policies.actions import create_version
from policies.importers.outline import Block, Outline, SectionOutline, ThemeOutline, with_refs
from policies.models import Paragraph, SectionTranslation, Version
from tests.files import PDF

PASSWORD = "en lang adgangskode"


def make_user(email: str, role: Role = Role.CITIZEN, **overrides: Any) -> User:
    return User.objects.create_user(email, PASSWORD, name=email.split("@")[0], role=role)


def make_outline(**overrides: Any) -> Outline:
    """Two sections; a theme with two bullets in the second: refs 1.1, 1.2, 2.1, 2.1a, 2.1b."""
    sections = (
        SectionOutline(
            "1",
            "Indledning",
            (
                Block("text", "Alle borgere i kommunen er medborgere."),
                Block("text", "Vi tager ansvar efter evne."),
            ),
        ),
        SectionOutline(
            "2",
            "Temaer",
            (
                Block("heading", "Alle er med i et fællesskab", theme="Fællesskab"),
                Block("item", "Vi viser hinanden respekt", level=1, theme="Fællesskab"),
                Block("item", "Vi har et stærkt foreningsliv", level=1, theme="Fællesskab"),
            ),
        ),
    )
    fields: dict[str, Any] = {
        "title": "En politik",
        "label": "Høringsversion",
        "sections": with_refs(sections),
        "themes": (ThemeOutline("Fællesskab", "Alle er med i et fællesskab"),),
        "doubts": (),
        "dropped": (),
    }
    return Outline(**{**fields, **overrides})


def make_version(outline: Outline | None = None, **overrides: Any) -> Version:
    fields: dict[str, Any] = {
        "source": b"kilde",
        "source_name": "politik.txt",
        "title": "En politik",
    }
    return create_version(outline or make_outline(), **{**fields, **overrides})


def make_hearing(
    *, at: datetime | None = None, published: bool = True, **overrides: Any
) -> Hearing:
    """A hearing that opened a week before `at` and closes three weeks after; published."""
    at = at or timezone.now()
    fields: dict[str, Any] = {
        "slug": "en-hoering",
        "title": "En høring",
        "introduction": "Sig din mening.",
        "opens_at": at - timedelta(days=7),
        "closes_at": (at + timedelta(days=21)).replace(second=0, microsecond=0),
        **overrides,
    }
    fields.setdefault("version", None)
    fields["version"] = fields["version"] or make_version()
    hearing = Hearing.objects.create(**fields)
    if published:
        hearing.publish(at=min(hearing.opens_at, at) - timedelta(days=1))
    return hearing


def paragraph(hearing: Hearing, ref: str) -> Paragraph:
    return Paragraph.objects.get(version=hearing.version, ref=ref)


@transaction.atomic
def make_response(hearing: Hearing, **overrides: Any) -> Response:
    fields: dict[str, Any] = {
        "number": ResponseCounter.lock(hearing).next(),
        "name": "Birthe Mølgaard",
        "email": "birthe@post.example",
        "received_at": hearing.opens_at + timedelta(days=1),
        "late": False,
    }
    return Response.objects.create(hearing=hearing, **{**fields, **overrides})


def make_comment(
    hearing: Hearing,
    ref: str = "1.1",
    *,
    response: Response | None = None,
    published_by: User | None = None,
    hidden_by: User | None = None,
    **overrides: Any,
) -> Comment:
    """A comment on `ref` ("" for a general one), awaiting review unless somebody decided."""
    fields: dict[str, Any] = {"stance": "support", "body": "Det er godt.", **overrides}
    comment = Comment.objects.create(
        response=response or make_response(hearing),
        hearing=hearing,
        paragraph=paragraph(hearing, ref) if ref else None,
        **fields,
    )
    at = hearing.opens_at + timedelta(days=2)
    if published_by:
        publish_comment(comment, acting_user=published_by, at=at)
    if hidden_by:
        hide_comment(comment, reason="harassment", acting_user=hidden_by, at=at)
    comment.refresh_from_db()
    return comment


def make_subscription(hearing: Hearing, **overrides: Any) -> Subscription:
    """Somebody who follows since before the hearing opened."""
    before = hearing.opens_at - timedelta(hours=1)
    fields: dict[str, Any] = {
        "email": "jens@post.example",
        "created_at": before,
        "asked_at": before,
        "confirmed_at": before,
        **overrides,
    }
    return Subscription.objects.create(hearing=hearing, **fields)


def make_report(comment: Comment, **overrides: Any) -> Flag:
    fields: dict[str, Any] = {
        "reason": "harassment",
        "at": comment.hearing.opens_at + timedelta(days=3),
        **overrides,
    }
    return Flag.objects.create(comment=comment, **fields)


def make_translation(
    hearing: Hearing, number: str = "1", language: str = "ar", **overrides: Any
) -> SectionTranslation:
    """The section in another language, after whatever revisions it had."""
    section = hearing.version.sections.get(number=number)
    fields: dict[str, Any] = {
        "heading": "مقدمة",
        "text": "1.1 جميع سكان البلدية مواطنون.",
        "number": section.translations.filter(language=language).count() + 1,
        "at": hearing.opens_at,
        **overrides,
    }
    fields["by"] = fields.get("by") or _translator()
    return section.translations.create(language=language, **fields)


def _translator() -> User:
    email = "oversaetter@kommune.example"
    return User.objects.filter(email=email).first() or make_user(email, Role.CASEWORKER)


def make_attachment(response: Response, content: bytes = PDF, **overrides: Any) -> Attachment:
    """A PDF that came with the response, on disk; nobody has published it."""
    fields: dict[str, Any] = {
        "name": "Brev.pdf",
        "content_type": "application/pdf",
        "size": len(content),
        "sha256": sha256(content).hexdigest(),
        "file": ContentFile(content, "Brev.pdf"),
    }
    return Attachment.objects.create(response=response, **{**fields, **overrides})
