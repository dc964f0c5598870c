"""manage.py import_policy FILE --title …: a file becomes a draft version of a policy."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.text import slugify
from django.utils.translation import gettext as _

from policies.actions import create_version, danish_slug
from policies.importers.outline import ImportRefused, Outline, describe
from policies.importers.sandbox import read_safely


class Command(BaseCommand):
    help = (
        "Reads a policy (DOCX, ODT, PDF, TXT or Markdown), prints the outline it found, and"
        " stores it as a draft version."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--title", help="the policy's name; by default the document's own")
        parser.add_argument("--slug", default="", help="the policy's address; by default its name")
        parser.add_argument("--dry-run", action="store_true", help="print only, store nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        source, outline = _read(options["file"])
        self.stdout.write(describe(outline))
        if options["dry_run"]:
            self.stdout.write(_("Nothing was stored (--dry-run)."))
            return
        title = options["title"] or outline.title
        _refuse_bad_name(title, options["slug"])
        version = create_version(
            outline,
            source=source,
            source_name=options["file"].name,
            title=title,
            slug=options["slug"],
        )
        self.stdout.write(
            _("Stored as version %(number)s (draft) of “%(title)s”, address %(slug)s.")
            % {
                "number": version.number,
                "title": version.policy.title,
                "slug": version.policy.slug,
            }
        )


def _refuse_bad_name(title: str, slug: str) -> None:
    if not title:
        raise CommandError(_("The document has no title of its own. Give one with --title."))
    if len(title) > 200:
        raise CommandError(_("The title is longer than 200 characters. Give one with --title."))
    if not slug and not danish_slug(title):
        raise CommandError(_("The title has no letters for an address. Give one with --slug."))
    if slug and (len(slug) > 80 or slug != slugify(slug)):
        raise CommandError(
            _("“%(slug)s” is no address: use a–z, 0–9 and hyphens.") % {"slug": slug}
        )


def _read(file: Path) -> tuple[bytes, Outline]:
    try:
        source = file.read_bytes()
    except OSError as error:
        raise CommandError(
            _("%(file)s cannot be read: %(reason)s") % {"file": file, "reason": error.strerror}
        ) from error
    try:
        return source, read_safely(source, name=file.name)
    except ImportRefused as refusal:
        raise CommandError(str(refusal)) from refusal
