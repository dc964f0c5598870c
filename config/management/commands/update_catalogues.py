"""manage.py update_catalogues: after a change to the interface's words."""

from typing import Any

from django.core.management.base import BaseCommand

from config import catalogue


class Command(BaseCommand):
    help = "Adds new messages to every catalogue in locale/ and drops those out of use."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        catalogue.update_all()
        for language in catalogue.languages():
            self.stdout.write(f"{language}: {len(catalogue.missing(language))} to translate")
