"""Every mail, in both languages, as it arrives over a real SMTP connection."""

import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.test import Client
from django.utils import timezone
from django_tasks.base import Task
from pytest_django import Settings

from accounts.models import User
from consultation import emails
from consultation.following.actions import extend_hearing
from consultation.following.notices import announce
from consultation.models import Hearing, HearingEvent, NoticeMail
from consultation.moderation.actions import hide_comment, redact_comment
from consultation.responses.amending import correct_comment, withdraw_response
from tests.e2e.mailbox import Mailbox
from tests.factories import make_comment, make_hearing, make_report, make_response
from tests.factories import make_subscription as subscribe

pytestmark = pytest.mark.django_db

BASE = "https://hoering.kommune.example"
# What breaks a mail that is put together carelessly.
TITLE = "Høring & \"ansvar\" <nu> 'her'"
REASON = "Bilag <b>manglede</b> & kom"


@pytest.fixture
def mailbox(settings: Settings) -> Iterator[Mailbox]:
    received = Mailbox()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    server = Controller(received, hostname="127.0.0.1", port=port)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.BASE_URL = BASE
    yield received
    server.stop()


Make = Callable[[Hearing, str, User], tuple[Task, Any]]


@dataclass(frozen=True)
class Case:
    """How one mail comes about; `make` returns its task and its argument, or a tuple of several."""

    make: Make
    subject: dict[str, str]
    # What its text part says, and nobody else's.
    says: dict[str, str]
    leaves: bool = False
    about_hearing: bool = True


def receipt(hearing: Hearing, language: str, user: User) -> tuple[Task, Any]:
    return emails.send_receipt, make_response(hearing, language=language, late=True).pk


def amended(kind: str) -> Make:
    def made(hearing: Hearing, language: str, user: User) -> tuple[Task, Any]:
        comment = make_comment(hearing, response=make_response(hearing, language=language))
        at = timezone.now()
        if kind == "corrected":
            correct_comment(comment, {"body": "Bedre sagt."}, by=None, at=at)
        else:
            withdraw_response(comment.response, by=None, at=at)
        return emails.send_amended, comment.response.amendments.get().pk

    return made


def follow(hearing: Hearing, language: str, user: User) -> tuple[Task, Any]:
    return emails.send_follow_link, subscribe(hearing, language=language, confirmed_at=None).pk


def follows(hearing: Hearing, language: str, user: User) -> tuple[Task, Any]:
    return emails.send_follow_link, subscribe(hearing, language=language).pk


def notice(event: HearingEvent) -> Make:
    def made(hearing: Hearing, language: str, user: User) -> tuple[Task, Any]:
        subscribe(hearing, language=language)
        about = hearing.opens_at if event == HearingEvent.OPENED else hearing.closes_at
        announce(hearing, event, about=about, at=timezone.now())
        return emails.send_notice, NoticeMail.objects.get().pk

    return made


def extended(hearing: Hearing, language: str, user: User) -> tuple[Task, Any]:
    make_response(hearing, language=language, email_confirmed_at=timezone.now())
    later = hearing.closes_at + timedelta(days=7)
    extend_hearing(hearing, to=later, reason=REASON, acting_user=user, at=timezone.now())
    return emails.send_notice, NoticeMail.objects.get().pk


def answer(outcome: str, ref: str) -> Make:
    def made(hearing: Hearing, language: str, user: User) -> tuple[Task, Any]:
        comment = make_comment(hearing, ref, published_by=user)
        now = timezone.now()
        answered = {"outcome": outcome, "resolved_at": now, "resolved_by": user}
        flag = make_report(comment, email="nabo@post.example", language=language, **answered)
        return emails.answer_report, flag.pk

    return made


def sign_in_code(hearing: Hearing, language: str, user: User) -> tuple[Task, Any]:
    at = timezone.now().isoformat()
    return emails.send_sign_in_code, ("amina@post.example", "1234-5678", language, at)


def no_code(hearing: Hearing, language: str, user: User) -> tuple[Task, Any]:
    return emails.send_no_code, (user.email, language, timezone.now().isoformat())


def decided(state: str, ref: str) -> Make:
    def made(hearing: Hearing, language: str, user: User) -> tuple[Task, Any]:
        confirmed = {"language": language, "email_confirmed_at": timezone.now()}
        comment = make_comment(
            hearing, ref, response=make_response(hearing, **confirmed), body="Ring 26 14 88 90"
        )
        common: dict[str, Any] = {
            "acting_user": user,
            "at": timezone.now(),
            "reason": "third_party",
        }
        if state == "redacted":
            return emails.send_decision, redact_comment(comment, cuts=[(5, 16)], **common).pk
        return emails.send_decision, hide_comment(comment, **common).pk

    return made


def invitation(hearing: Hearing, language: str, user: User) -> tuple[Task, Any]:
    return emails.send_staff_invitation, (user.pk, language, timezone.now().isoformat())


CASES = {
    "sign-in code": Case(
        sign_in_code,
        {"da": "Din kode: 1234-5678", "en": "Your code: 1234-5678"},
        {"da": "Koden virker i 15 minutter", "en": "It works for 15 minutes"},
        about_hearing=False,
    ),
    "no code": Case(
        no_code,
        {"da": "Du logger ind med din adgangskode", "en": "You sign in with your password"},
        {"da": "Derfor sender vi ingen kode", "en": "So we sent no code"},
        about_hearing=False,
    ),
    "invitation": Case(
        invitation,
        {"da": "Du kan arbejde med høringer i Ishøj", "en": "You can work with hearings in Ish"},
        {"da": "Linket virker i 3 dage", "en": "The link works for 3 days"},
        about_hearing=False,
    ),
    "receipt": Case(
        receipt,
        {"da": "Kvittering: Vi har modtaget dit høringssvar nr. 1", "en": "Receipt: "},
        {"da": "Det kom efter fristen", "en": "It came after the deadline"},
    ),
    "corrected": Case(
        amended("corrected"),
        {"da": "Kvittering: Du har rettet dit høringssvar nr. 1", "en": "Receipt: You have corr"},
        {"da": "Dit svar beholder sit nummer", "en": "Your response keeps its number"},
    ),
    "withdrawn": Case(
        amended("withdrawn"),
        {"da": "Kvittering: Du har trukket dit høringssvar nr. 1", "en": "Receipt: You have with"},
        {"da": "tæller ikke med i høringen", "en": "it does not count in the hearing"},
    ),
    "a part hidden": Case(
        decided("redacted", "1.1"),
        {"da": "Vi har skjult en del af dit høringssvar", "en": "We have hidden a part of your r"},
        {
            "da": "Begrundelse: Oplysninger om andre",
            "en": "Reason: Information about other people.",
        },
    ),
    "hidden": Case(
        decided("hidden", ""),
        {"da": "Vi har skjult en bemærkning i dit", "en": "We have hidden a comment in your r"},
        {"da": "Er du uenig? Svar på denne mail", "en": "Do you disagree? Answer this mail"},
    ),
    "follow": Case(
        follow,
        {"da": "Bekræft, at du vil følge høringen: ", "en": "Confirm that you want to follow"},
        {"da": "Var det dig, så åbn linket", "en": "If it was you, open the link"},
    ),
    "follows already": Case(
        follows,
        {"da": "Du følger høringen: ", "en": "You follow the hearing: "},
        {"da": "Det gør du allerede", "en": "You do that already"},
        leaves=True,
    ),
    "opened": Case(
        notice(HearingEvent.OPENED),
        {"da": "Høringen er åben: ", "en": "The hearing is open: "},
        {"da": "Fristen er ", "en": "The deadline is "},
        leaves=True,
    ),
    "ends soon": Case(
        notice(HearingEvent.ENDS_SOON),
        {"da": "Høringen slutter ", "en": "The hearing ends "},
        {"da": "Har du allerede sendt", "en": "Have you sent your response already?"},
        leaves=True,
    ),
    "extended": Case(
        extended,
        {"da": "Høringsfristen er forlænget til ", "en": "The deadline is extended to "},
        {"da": f"Begrundelse: {REASON}", "en": f"Reason: {REASON}"},
        leaves=True,
    ),
    "result": Case(
        notice(HearingEvent.RESULT),
        {"da": "Resultatet er offentliggjort: ", "en": "The result is published: "},
        {"da": "Se resultatet: https", "en": "See the result: https"},
        leaves=True,
    ),
    "report upheld": Case(
        answer("upheld", "1.1"),
        {"da": "Vi har set på den bemærkning", "en": "We have looked at the comment"},
        {"da": "skjult den", "en": "hidden it"},
    ),
    "report dismissed": Case(
        answer("dismissed", ""),
        {"da": "Vi har set på den bemærkning", "en": "We have looked at the comment"},
        {"da": "kan blive stående", "en": "can stay"},
    ),
}


class _Read(HTMLParser):
    """What a mail program makes of the HTML part."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.language, self.links, self.words = "", list[str](), list[str]()
        self.styled = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "html":
            self.language = found.get("lang") or ""
        if tag == "a":
            self.links.append(found.get("href") or "")
        self.styled = tag == "style" or (self.styled and tag != "body")

    def handle_data(self, data: str) -> None:
        if not self.styled:
            self.words.append(data)


def _send(case: Case, language: str, user: User, mailbox: Mailbox) -> EmailMessage:
    hearing = make_hearing(
        title=TITLE, contact_name="Lone & Co", contact_email="lone@kommune.example"
    )
    task, argument = case.make(hearing, language, user)
    arguments = argument if isinstance(argument, tuple) else (argument,)
    task.call(*arguments)
    NoticeMail.objects.update(sent_at=None)
    task.call(*arguments)
    first, second = mailbox.mails
    assert first["Message-ID"] == second["Message-ID"], "a second copy is the same mail"
    return first


def _part(mail: EmailMessage, kind: str) -> str:
    part = mail.get_body((kind,))
    assert part is not None
    content: Any = part.get_content()
    return str(content).replace("\r\n", "\n").replace("\xa0", " ")


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("name", CASES)
def test_every_mail(name: str, language: str, caseworker: User, mailbox: Mailbox) -> None:
    case = CASES[name]
    mail = _send(case, language, caseworker, mailbox)
    subject = mail["Subject"].strip()
    text, read = _part(mail, "plain"), _Read(_part(mail, "html"))
    words = " ".join(" ".join(read.words).split())

    assert mail.get_content_type() == "multipart/alternative"
    assert subject.startswith(case.subject[language])
    assert case.says[language] in text
    assert read.language == language
    assert re.fullmatch(r"<[0-9a-f]{40}@hoering\.kommune\.example>", mail["Message-ID"])
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Reply-To"] == ("lone@kommune.example" if case.about_hearing else None)

    # The text part is text, also where the HTML part had to be escaped.
    assert (TITLE in text + subject) is case.about_hearing
    assert ("Lone & Co" in text) is case.about_hearing
    assert not re.search(r"&(amp|lt|gt|quot|#)", text + subject)
    assert "\n\n\n" not in text
    assert TITLE in words or name == "receipt" or not case.about_hearing
    assert "<b>manglede" not in _part(mail, "html")
    assert "{{" not in text + words

    links = [*read.links, *re.findall(r"https?://\S+", text)]
    ours = [link for link in links if not link.startswith("mailto:")]
    here = f"{BASE}/en/" if language == "en" else f"{BASE}/"
    assert all(link.startswith(here) for link in ours)
    assert ours or name.startswith("report") or name == "sign-in code"
    assert language == "en" or not any(link.startswith(f"{BASE}/en/") for link in ours)

    assert (mail["List-Unsubscribe"] is not None) is case.leaves
    if case.leaves:
        assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert mail["List-Unsubscribe"].strip(" <>") in text


def test_the_table_holds_every_mail_there_is(caseworker: User) -> None:
    made = set()
    for n, case in enumerate(CASES.values()):
        hearing = make_hearing(slug=f"hoering-{n}")
        NoticeMail.objects.all().delete()
        made.add(case.make(hearing, "da", caseworker)[0].name)
    there_are = {value.name for value in vars(emails).values() if isinstance(value, Task)}
    assert made == there_are
    assert len(there_are) >= 4


@pytest.mark.parametrize(
    ("prefix", "subject"), [("", "Vælg en ny adgangskode"), ("/en", "Choose a new password")]
)
def test_a_forgotten_password(
    prefix: str, subject: str, caseworker: User, citizen: Client, mailbox: Mailbox
) -> None:
    """The one mail that is not ours to send has our layout all the same."""
    citizen.post(f"{prefix}/konto/glemt/", {"email": caseworker.email})
    (mail,) = mailbox.mails
    text, read = _part(mail, "plain"), _Read(_part(mail, "html"))
    assert mail["Subject"].strip() == subject
    assert read.language == ("en" if prefix else "da")
    assert "Ishøj Kommune" in text
    assert len(read.links) == 1
    assert f"http://testserver{prefix}/konto/glemt/" in read.links[0]
    assert read.links[0] in text


def test_without_a_contact_there_is_nobody_to_reply_to(mailbox: Mailbox) -> None:
    emails.send_receipt.call(make_response(make_hearing()).pk)
    assert mailbox.mails[0]["Reply-To"] is None


def test_a_title_cannot_break_the_head(mailbox: Mailbox) -> None:
    hearing = make_hearing(title="Høring\nBcc: alle@ond.example")
    emails.send_follow_link.call(subscribe(hearing).pk)
    assert mailbox.mails[0]["Bcc"] is None
