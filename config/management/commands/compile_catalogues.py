"""manage.py compile_catalogues: makes the translations ready for Django."""

from typing import Any

from django.core.management.base import BaseCommand

from config import catalogue


class Command(BaseCommand):
    help = "Compiles every catalogue in locale/."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write("Compiled: " + ", ".join(catalogue.compile_all()))
