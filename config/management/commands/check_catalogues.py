"""manage.py check_catalogues: fails when a word of the interface has no translation."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config import catalogue


class Command(BaseCommand):
    help = "Fails when a catalogue in locale/ lacks a message or holds one that is out of use."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        faults = [
            f"{language}: {fault}: {message}"
            for language in catalogue.languages()
            for fault, messages in (
                ("missing", catalogue.missing(language)),
                ("unused", catalogue.unused(language)),
            )
            for message in messages
        ]
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write("Complete: " + ", ".join(catalogue.languages()))
