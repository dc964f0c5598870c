"""Letting somebody in, changing what she may, and closing her access: each with its audit row."""

from datetime import datetime

from django.db import transaction

from accounts.models import Role, User
from consultation import emails
from consultation.models import AuditEvent


class HasAccount(Exception):
    """Somebody has an account with this address already."""


class LastAdministrator(Exception):
    """Without her nobody could let anybody in."""


@transaction.atomic
def add_colleague(
    *, email: str, name: str, role: str, language: str, acting_user: User, at: datetime
) -> User:
    """A login without a password, and a mail in `language` with a link to choose one.

    Raises HasAccount.
    """
    email = email.lower()
    _one_at_a_time()
    if User.objects.filter(email__iexact=email).exists():
        raise HasAccount
    user = User.objects.create_user(email, name=name, role=role, created_at=at)
    AuditEvent.record(
        AuditEvent.Verb.STAFF_ADDED, None, by=acting_user, at=at, user=user.pk, role=role
    )
    emails.send_staff_invitation.enqueue(user.pk, language, at.isoformat())
    return user


@transaction.atomic
def change_colleague(
    user: User, *, name: str, role: str, active: bool, acting_user: User, at: datetime
) -> None:
    """What she may from her next click on. Raises LastAdministrator."""
    _one_at_a_time()
    user.refresh_from_db()
    if (user.name, user.role, user.is_active) == (name, role, active):
        return
    stays = active and role == Role.ADMINISTRATOR
    if user.administers and not stays and not _others_administer(user):
        raise LastAdministrator
    user.name, user.role, user.is_active = name, role, active
    user.save(update_fields=["name", "role", "is_active"])
    AuditEvent.record(
        AuditEvent.Verb.STAFF_CHANGED,
        None,
        by=acting_user,
        at=at,
        user=user.pk,
        role=role,
        active=active,
    )


@transaction.atomic
def invite_colleague(user: User, *, language: str, acting_user: User, at: datetime) -> None:
    """Another mail with a link to choose a password."""
    AuditEvent.record(AuditEvent.Verb.STAFF_INVITED, None, by=acting_user, at=at, user=user.pk)
    emails.send_staff_invitation.enqueue(user.pk, language, at.isoformat())


def _one_at_a_time() -> None:
    """Two administrators who close each other's access at once: the second one is refused."""
    administrators = User.objects.filter(role=Role.ADMINISTRATOR).order_by("pk")
    list(administrators.select_for_update().values_list("pk"))


def _others_administer(user: User) -> bool:
    others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True)
    return others.exclude(pk=user.pk).exists()
