"""One function for each mail, each with a subject, a text and an HTML template.

They are tasks: rows in the database that the worker takes. A mail that cannot be sent is tried
again later, and one whose worker died is taken up by another (consultation/tasks.py). The
Message-ID is the same each time, so that a second copy is the same mail.
"""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import override
from django_tasks import task

from accounts.models import User
from consultation.models import Amendment, Decision, Flag, NoticeMail, Response, Subscription
from consultation.tasks import tried_again

# How long a caseworker has to undo a slip before its author hears of it.
SECOND_THOUGHTS = timedelta(minutes=15)


@task()
def send_receipt(response_id: int, tried: int = 0) -> None:
    """The receipt, with the link that confirms the address. It never holds her text."""
    with tried_again(send_receipt, response_id, tried=tried):
        _send_receipt(response_id)


def _send_receipt(response_id: int) -> None:
    response = Response.objects.select_related("hearing").get(pk=response_id)
    _send(
        "receipt",
        language=response.language,
        to=response.email,
        message_id=f"receipt-{response.pk}",
        context={"response": response, "hearing": response.hearing},
    )


@task()
def send_amended(amendment_id: int, tried: int = 0) -> None:
    """The receipt for what she did after sending. It never holds her text."""
    with tried_again(send_amended, amendment_id, tried=tried):
        _send_amended(amendment_id)


def _send_amended(amendment_id: int) -> None:
    amendment = Amendment.objects.select_related("response__hearing", "comment__paragraph").get(
        pk=amendment_id
    )
    response = amendment.response
    _send(
        "amended",
        language=response.language,
        to=response.email,
        message_id=f"amendment-{amendment.pk}",
        context={"amendment": amendment, "response": response, "hearing": response.hearing},
    )


@task()
def send_follow_link(subscription_id: int, tried: int = 0) -> None:
    """The link that confirms that she wants to follow; or, when she does already, says so."""
    with tried_again(send_follow_link, subscription_id, tried=tried):
        _send_follow_link(subscription_id)


def _send_follow_link(subscription_id: int) -> None:
    found = Subscription.objects.select_related("hearing").filter(pk=subscription_id).first()
    if found is None or found.asked_at is None:
        # Forgotten while the mail waited.
        return
    _send(
        "follow",
        language=found.language,
        to=found.email,
        message_id=f"follow-{found.pk}-{found.asked_at.isoformat()}",
        context={"subscription": found, "hearing": found.hearing},
        leave=found if found.follows else None,
    )


@task()
def send_notice(mail_id: int, tried: int = 0) -> None:
    """What happened to a hearing, to one of those who are told."""
    with tried_again(send_notice, mail_id, tried=tried):
        _send_notice(mail_id, timezone.now())


@transaction.atomic
def _send_notice(mail_id: int, at: datetime) -> None:
    """That it is sent is written down at once. A worker killed in the instant between sends the
    same mail again, with the same Message-ID."""
    mails = NoticeMail.objects.select_for_update(of=("self",))
    mail = mails.select_related("notice__hearing", "subscription").filter(pk=mail_id).first()
    if mail is None or mail.sent_at or mail.subscription.left_at:
        return
    notice, hearing = mail.notice, mail.notice.hearing
    if not notice.is_still_news(at):
        return
    _send(
        f"notice_{notice.event}",
        language=mail.subscription.language,
        to=mail.subscription.email,
        message_id=f"notice-{notice.pk}-{mail.subscription_id}",
        context={
            "subscription": mail.subscription,
            "hearing": hearing,
            "extension": hearing.extensions.filter(later=notice.about).first(),
        },
        leave=mail.subscription,
    )
    mail.sent_at = at
    mail.save(update_fields=["sent_at"])


def tell_of_decision(decision: Decision) -> None:
    """The author is told what was hidden and why, when nobody has undone it for a while."""
    send_decision.using(run_after=decision.at + SECOND_THOUGHTS).enqueue(decision.pk)


@task()
def send_decision(decision_id: int, tried: int = 0) -> None:
    """What was hidden of hers and why. Nothing is sent about a decision that no longer stands."""
    with tried_again(send_decision, decision_id, tried=tried):
        decision = Decision.objects.select_related(
            "comment__response__hearing", "comment__paragraph"
        ).get(pk=decision_id)
        comment, response = decision.comment, decision.comment.response
        newer = comment.decisions.filter(pk__gt=decision.pk).exists()
        if newer or comment.is_taken_back or not response.knows_her_address:
            return
        _send(
            "decision",
            language=response.language,
            to=response.email,
            message_id=f"decision-{decision.pk}",
            context={
                "decision": decision,
                "comment": comment,
                "response": response,
                "hearing": response.hearing,
            },
        )


@task()
def answer_report(flag_id: int, tried: int = 0) -> None:
    """What was decided on a comment she reported. It quotes neither the comment nor her."""
    with tried_again(answer_report, flag_id, tried=tried):
        _answer_report(flag_id)


def _answer_report(flag_id: int) -> None:
    flag = Flag.objects.select_related("comment__hearing", "comment__paragraph").get(pk=flag_id)
    _send(
        "report_answer",
        language=flag.language,
        to=flag.email,
        message_id=f"report-{flag.pk}",
        context={"flag": flag, "comment": flag.comment, "hearing": flag.comment.hearing},
    )


@task()
def send_sign_in_code(email: str, code: str, language: str, asked_at: str, tried: int = 0) -> None:
    """The code that signs her in, only in the browser that asked for it. No mail when it would
    come too late to be used."""
    if _is_stale(asked_at):
        return
    with tried_again(send_sign_in_code, email, code, language, asked_at, tried=tried):
        _send(
            "sign_in_code",
            language=language,
            to=email,
            message_id=f"sign-in-code-{email}-{asked_at}",
            context={"code": code, "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60},
        )


@task()
def send_no_code(email: str, language: str, asked_at: str, tried: int = 0) -> None:
    """To staff who asked for a code: they sign in with their password."""
    if _is_stale(asked_at):
        return
    with tried_again(send_no_code, email, language, asked_at, tried=tried):
        _send(
            "no_code",
            language=language,
            to=email,
            message_id=f"no-code-{email}-{asked_at}",
            context={},
        )


@task()
def send_staff_invitation(user_id: int, language: str, asked_at: str, tried: int = 0) -> None:
    """A link to choose a password. The link is made here and lies in no queue."""
    with tried_again(send_staff_invitation, user_id, language, asked_at, tried=tried):
        user = User.objects.get(pk=user_id)
        if not user.is_active or user.email is None:
            return
        _send(
            "staff_invitation",
            language=language,
            to=user.email,
            message_id=f"staff-invitation-{user.pk}-{asked_at}",
            context={
                "user": user,
                "uidb36": user_pk_to_url_str(user),
                "key": default_token_generator.make_token(user),
                "days": settings.PASSWORD_RESET_TIMEOUT // 86_400,
            },
        )


def _is_stale(asked_at: str) -> bool:
    lifetime = timedelta(seconds=settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT)
    return timezone.now() > datetime.fromisoformat(asked_at) + lifetime


def _message_id(name: str) -> str:
    """The same for the same mail, and telling nothing: Message-IDs are logged and quoted."""
    secret = salted_hmac("ordet.message-id", name, algorithm="sha256").hexdigest()[:40]
    return f"<{secret}@{urlsplit(settings.BASE_URL).hostname}>"


def _send(
    name: str,
    *,
    language: str,
    to: str,
    message_id: str,
    context: dict[str, Any],
    leave: Subscription | None = None,
) -> None:
    """Render templates/emails/<name>{_subject.txt,.txt,.html} in her language and send one mail.

    `context` holds the hearing, if it is about one, and no finished addresses: they are made by
    the templates, in that language. `leave` is who may leave by the mail program's own button.
    """
    contact = context["hearing"].contact_email if "hearing" in context else ""
    context = {
        **context,
        "base_url": settings.BASE_URL,
        "municipality": settings.MUNICIPALITY,
    }
    with override(language):
        subject = render_to_string(f"emails/{name}_subject.txt", context)
        mail = EmailMultiAlternatives(
            subject=" ".join(subject.split()),
            body=render_to_string(f"emails/{name}.txt", context),
            to=[to],
            reply_to=[contact] if contact else None,
            headers={
                "Message-ID": _message_id(message_id),
                # No out-of-office reply is answered to a machine (RFC 3834).
                "Auto-Submitted": "auto-generated",
                **(_one_click(leave) if leave else {}),
            },
        )
        mail.attach_alternative(render_to_string(f"emails/{name}.html", context), "text/html")
    mail.send()


def _one_click(subscription: Subscription) -> dict[str, str]:
    """The mail program's own button for leaving (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{settings.BASE_URL}{subscription.leave_path}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }
