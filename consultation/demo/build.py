"""Makes the demo: the same hearings, people and responses each time, on dates around today."""

import json
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import Role, User
from consultation import emails
from consultation.comment_language import language_of
from consultation.models import (
    Comment,
    Consideration,
    Decision,
    Flag,
    FlagReason,
    Hearing,
    Response,
    ResponseCounter,
)
from consultation.models.response import Channel
from consultation.moderation.actions import hide_comment, publish_comment
from policies.actions import create_version
from policies.importers.text import read_text
from policies.models import Paragraph, Policy, SectionTranslation, Version

FOLDER = Path(__file__).parent
POLICY = FOLDER / "medborgerpolitik-hoeringsversion.txt"
SLUG = "medborgerpolitik"
EARLIER_SLUG = "medborgerpolitik-forhoering"
PASSWORD = "borgerne-har-ordet"
# Demo receipts are the same each time; real ones are random.
_NAMESPACE = uuid.UUID("2f6f2f0e-4e43-4d6b-9a35-b1a07f3d8c11")


@dataclass(frozen=True)
class Login:
    email: str
    name: str
    role: Role


LOGINS = (
    Login("sagsbehandler@ishoej.example", "Lone Krarup", Role.CASEWORKER),
    Login("byraad@ishoej.example", "Henrik Bjerregaard", Role.COUNCIL_MEMBER),
    Login("administrator@ishoej.example", "Mette Skovlund", Role.ADMINISTRATOR),
    Login("borger@ishoej.example", "Yasemin Kaya", Role.CITIZEN),
)


@transaction.atomic
def build(now: datetime) -> Hearing:
    """The open hearing, with an earlier closed one beside it. Does nothing when it is there."""
    existing = Hearing.objects.filter(slug=SLUG).first()
    if existing is not None:
        return existing
    users = {login.role: _user(login) for login in LOGINS}
    version = _version()
    _translate(version, users[Role.CASEWORKER], now)
    earlier = _earlier_hearing(version, now)
    _respond(earlier, "earlier_responses.json", users[Role.CASEWORKER])
    _consider(earlier, "earlier_considerations.json")
    hearing = _hearing(version, now)
    _respond(hearing, "responses.json", users[Role.CASEWORKER])
    _report(hearing)
    _tell_nobody([earlier, hearing])
    return hearing


def _user(login: Login) -> User:
    found = User.objects.filter(email=login.email).first()
    return found or User.objects.create_user(
        login.email, PASSWORD, name=login.name, role=login.role
    )


def _version() -> Version:
    source = POLICY.read_bytes()
    outline = read_text(source, name=POLICY.name)
    version = create_version(
        outline, source=source, source_name=POLICY.name, title=outline.title, slug=SLUG
    )
    Policy.objects.filter(pk=version.policy_id).update(kind=Policy.Kind.MAIN_POLICY)
    return version


def _translate(version: Version, caseworker: User, now: datetime) -> None:
    """Two sections in easy Danish, and one of them in the languages most spoken here."""
    sections = {section.number: section for section in version.sections.all()}
    for entry in json.loads((FOLDER / "translations.json").read_text()):
        SectionTranslation.objects.create(
            section=sections[entry["section"]],
            language=entry["language"],
            number=1,
            heading=entry["heading"],
            text=entry["text"],
            by=caseworker,
            at=now,
        )


def _hearing(version: Version, now: datetime) -> Hearing:
    """Opened last week, closing in six weeks at 23.59."""
    return _published(
        version,
        slug=SLUG,
        title="Ishøjs Medborgerpolitik",
        opens_at=_local(now, days=-7, at=time(8)),
        closes_at=_local(now, days=42, at=time(23, 59)),
        answers_planned_on=_local(now, days=67, at=time(12)).date(),
        council_meets_on=_local(now, days=99, at=time(12)).date(),
        introduction=(
            "Det er kommunens forslag til, hvordan vi omgås hinanden i Ishøj. Skriv til de "
            "punkter, du har en mening om. Vi læser det hele, offentliggør det efter gennemgang "
            "og giver det videre til byrådet, før politikken bliver vedtaget. "
            "Svarene på denne prøveside er opfundet."
        ),
    )


def _earlier_hearing(version: Version, now: datetime) -> Hearing:
    """Closed two weeks ago, with a response that came three minutes late."""
    return _published(
        version,
        slug=EARLIER_SLUG,
        title="Forhøring om medborgerpolitikken i råd og foreninger",
        opens_at=_local(now, days=-42, at=time(8)),
        closes_at=_local(now, days=-14, at=time(23, 59)),
        introduction=(
            "Før den offentlige høring spurgte vi råd og foreninger. "
            "Svarene på denne prøveside er opfundet."
        ),
    )


def _published(version: Version, **fields: Any) -> Hearing:
    hearing = Hearing.objects.create(
        version=version,
        contact_name="Lone Krarup, Center for Borgere og Fællesskaber",
        contact_email="hoering@ishoej.example",
        case_number="00.01.00-P22-1-26",
        **fields,
    )
    hearing.publish(at=hearing.opens_at)
    return hearing


def _respond(hearing: Hearing, file: str, caseworker: User) -> None:
    paragraphs = {p.ref: p for p in Paragraph.objects.filter(version=hearing.version)}
    counter = ResponseCounter.lock(hearing)
    for entry in json.loads((FOLDER / file).read_text()):
        received_at = _local(
            hearing.opens_at, days=entry["day"], at=time.fromisoformat(entry["time"])
        )
        response = _response(hearing, entry, counter.next(), received_at)
        written = Comment.objects.bulk_create(
            Comment(
                response=response,
                hearing=hearing,
                paragraph=paragraphs[comment["ref"]] if comment["ref"] else None,
                stance=comment["stance"],
                body=comment["body"],
                proposed_text=comment["proposed_text"],
                language=language_of(comment["body"]),
            )
            for comment in entry["comments"]
        )
        for comment, told in zip(written, entry["comments"], strict=True):
            _decide(comment, told, caseworker, received_at + timedelta(hours=9))


def _report(hearing: Hearing) -> None:
    """Two readers report a comment: one with good reason, one that only disagrees."""
    told = (
        ("Naboens dreng er 12 år", FlagReason.THIRD_PARTY, "Man kan regne ud, hvem drengen er."),
        ("Jeg har været til tre", FlagReason.DEFAMATION, "Det passer ikke, hvad han siger."),
    )
    for words, reason, text in told:
        comment = hearing.comments.get(body__startswith=words)
        Flag.objects.create(
            comment=comment, reason=reason, text=text, at=hearing.opens_at + timedelta(days=5)
        )


def _response(
    hearing: Hearing, entry: dict[str, Any], number: int, received_at: datetime
) -> Response:
    on_web = entry["channel"] == Channel.WEB
    return Response.objects.create(
        hearing=hearing,
        number=number,
        code=uuid.uuid5(_NAMESPACE, f"{hearing.slug} receipt {number}").hex,
        form_key=uuid.uuid5(_NAMESPACE, f"{hearing.slug} form {number}"),
        received_at=received_at,
        late=not hearing.accepts(received_at),
        email_confirmed_at=(
            received_at + timedelta(minutes=4) if on_web and entry["confirmed"] else None
        ),
        **{
            name: entry[name]
            for name in (
                "respondent_type",
                "on_behalf_of",
                "name",
                "email",
                "name_public",
                "address_protected",
                "channel",
            )
        },
    )


def _decide(comment: Comment, told: dict[str, Any], caseworker: User, at: datetime) -> None:
    if told["state"] == Comment.State.PUBLISHED:
        publish_comment(comment, acting_user=caseworker, at=at)
    elif told["state"] == Comment.State.HIDDEN:
        hide_comment(
            comment, reason=told["reason"], acting_user=caseworker, at=at, note=told["note"]
        )


def _tell_nobody(hearings: Iterable[Hearing]) -> None:
    """The senders are invented: the mails about what was hidden of theirs are not sent."""
    decisions = Decision.objects.filter(comment__hearing__in=hearings).values_list("pk", flat=True)
    DBTaskResult.objects.filter(
        task_path=emails.send_decision.module_path, args_kwargs__args__0__in=list(decisions)
    ).delete()


def _consider(hearing: Hearing, file: str) -> None:
    """The administration's replies, each to the comments it names."""
    for entry in json.loads((FOLDER / file).read_text()):
        consideration = Consideration.objects.create(
            hearing=hearing,
            published_at=_local(hearing.opens_at, days=entry["day"], at=time(10)),
            **{name: entry[name] for name in ("title", "summary", "reply", "outcome", "new_text")},
        )
        for answered in entry["comments"]:
            comments = hearing.comments.filter(
                response__number=answered["number"], paragraph__ref=answered["ref"]
            )
            consideration.comments.add(*comments)


def _local(day: datetime, *, days: int, at: time) -> datetime:
    """The time `at` in Copenhagen, `days` after the day on which `day` falls there."""
    date = timezone.localdate(day) + timedelta(days=days)
    return datetime.combine(date, at, tzinfo=ZoneInfo("Europe/Copenhagen"))
