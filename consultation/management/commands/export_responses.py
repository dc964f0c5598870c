"""manage.py export_responses SLUG --format xlsx|csv [--output FILE]: the comments as a file."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from consultation.export.actions import FORMATS, write_export
from consultation.models import Hearing


class Command(BaseCommand):
    help = "Writes every comment of a hearing to a file, one row for each."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("slug")
        parser.add_argument("--format", choices=FORMATS, default="xlsx")
        parser.add_argument("--output", help="by default SLUG.FORMAT; - is stdout")

    def handle(self, *args: Any, **options: Any) -> None:
        hearing = Hearing.objects.filter(slug=options["slug"]).first()
        if hearing is None:
            raise CommandError(
                _("There is no hearing with the address “%(slug)s”.") % {"slug": options["slug"]}
            )
        wanted = options["format"]
        output = options["output"] or f"{hearing.slug}.{wanted}"
        if output == "-":
            write_export(hearing, wanted, sys.stdout.buffer, acting_user=None, at=timezone.now())
            return
        _write_whole(hearing, wanted, Path(output))
        self.stdout.write(_("Written: %(file)s") % {"file": output})


def _write_whole(hearing: Hearing, wanted: str, output: Path) -> None:
    """The file appears under its name only when it is complete."""
    try:
        with tempfile.NamedTemporaryFile(dir=output.parent, delete=False) as file:
            try:
                write_export(hearing, wanted, file, acting_user=None, at=timezone.now())
                file.close()
                os.replace(file.name, output)
            finally:
                Path(file.name).unlink(missing_ok=True)
    except OSError as error:
        raise CommandError(
            _("%(file)s cannot be written: %(reason)s") % {"file": output, "reason": error.strerror}
        ) from error
