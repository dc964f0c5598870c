"""manage.py create_staff EMAIL --role caseworker --name …: a login for somebody who works here."""

import getpass
import sys
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from accounts.models import Role, User


class Command(BaseCommand):
    help = "Makes a login for a caseworker, a council member or an administrator."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        staff = [role.value for role in Role if role is not Role.CITIZEN]
        parser.add_argument("--role", choices=staff, required=True)
        parser.add_argument("--name", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        email = options["email"].strip().lower()
        try:
            validate_email(email)
        except ValidationError:
            raise CommandError(_("“%(email)s” is not an e-mail address.") % {"email": email})
        if User.objects.filter(email__iexact=email).exists():
            raise CommandError(_("%(email)s has a login already.") % {"email": email})
        user = User.objects.create_user(
            email, _read_password(), name=options["name"] or email, role=options["role"]
        )
        self.stdout.write(
            _("%(email)s can now sign in as %(role)s.")
            % {"email": email, "role": user.get_role_display()}
        )


def _read_password() -> str:
    """The password from the keyboard, or one line from a pipe."""
    asked = _("Password: ")
    password = getpass.getpass(asked) if sys.stdin.isatty() else sys.stdin.readline().strip()
    try:
        validate_password(password)
    except ValidationError as error:
        raise CommandError(" ".join(error.messages)) from error
    return password
