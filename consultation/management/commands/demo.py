"""manage.py demo: a hearing to try out, with staff to sign in as. Never for production."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from consultation.demo.build import LOGINS, PASSWORD, build


class Command(BaseCommand):
    help = "Loads the Ishøj hearing with invented responses, and a login for each role."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--logins", action="store_true", help="only print the logins")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["logins"]:
            hearing = build(timezone.now())
            self.stdout.write(f"{hearing.title}: {hearing.get_absolute_url()}")
        for login in LOGINS:
            self.stdout.write(f"  {login.email:32} {login.role.label}")
        self.stdout.write(_("The password of all of them: %(password)s") % {"password": PASSWORD})
