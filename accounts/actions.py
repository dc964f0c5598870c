"""How a citizen's account comes to be: when she has shown that an address is hers."""

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.models import Role, User


def takes_codes(email: str) -> bool:
    """False for staff, who need a password, and for whoever's login is closed.

    True for an address that nobody has signed in with yet.
    """
    others = User.objects.filter(email__iexact=email).exclude(role=Role.CITIZEN, is_active=True)
    return not others.exists()


@transaction.atomic
def citizen_who_holds(email: str) -> User | None:
    """The citizen with this address, made when there is none; call it when she has proved that
    she reads its mail. None when it is not a citizen's after all."""
    email = email.lower()
    user, _new = User.objects.get_or_create(
        email__iexact=email, defaults={"email": email, "password": make_password(None)}
    )
    if not takes_codes(email):
        return None
    confirm_address(user)
    return user


@transaction.atomic
def confirm_address(user: User) -> None:
    """The account's own address is hers. Confirming again changes nothing."""
    addresses = EmailAddress.objects.filter(user=user)
    addresses.exclude(email=user.email).update(primary=False, verified=False)
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )
