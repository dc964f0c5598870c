"""The interface's words: found in code and templates, kept in locale/, compiled for Django.

Babel does the work, so that no GNU gettext has to be installed. English is written in the code;
every other language is a catalogue.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

# What marks a text for translation: the function, and which arguments are the message.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "context_lazy": ((1, "c"), 2),
}
_CODE = ("accounts", "config", "consultation", "pages", "policies")
_BOOTSTRAP = "config/bootstrap"
# What templatize() makes of a template, beside filler: calls with their strings.
_STRING = r"""u?(?:'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*")"""
_CALL = re.compile(rf"\b(?:_|n?p?gettext)\({_STRING}(?:, ?(?:{_STRING}|count))*\)")


def languages() -> list[str]:
    """The languages that have a catalogue, by folder."""
    return sorted(folder.parent.name for folder in _locale().glob("*/LC_MESSAGES"))


def po_file(language: str) -> Path:
    return _locale() / language / "LC_MESSAGES" / "django.po"


def read(language: str) -> Catalog:
    with po_file(language).open("rb") as file:
        return read_po(file, locale=language)


def compile_all() -> list[str]:
    """Write the .mo file of each language; the languages."""
    for language in languages():
        with po_file(language).with_suffix(".mo").open("wb") as file:
            write_mo(file, read(language))
    return languages()


def update_all() -> None:
    """Bring each .po file up to date with the code; new messages are left empty."""
    template = in_use()
    for language in languages():
        catalogue = read(language)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        with po_file(language).open("wb") as file:
            write_po(file, catalogue, width=98, omit_header=False, sort_output=True)


def missing(language: str) -> list[str]:
    """Messages in use that the catalogue does not translate, "" of none."""
    catalogue = read(language)
    lacking = []
    for message in in_use():
        if not message.id:
            continue
        translated = catalogue.get(message.id, message.context)
        strings = translated.string if translated else ""
        complete = all(strings) if isinstance(strings, (tuple, list)) else bool(strings)
        if not complete or (translated and translated.fuzzy):
            lacking.append(str(message.id))
    return lacking


def unused(language: str) -> list[str]:
    """Messages the catalogue translates and nothing shows any more."""
    template = in_use()
    return [
        str(message.id)
        for message in read(language)
        if message.id and template.get(message.id, message.context) is None
    ]


def in_use() -> Catalog:
    """Every message marked for translation in code and templates."""
    catalogue = Catalog(charset="utf-8")
    for source in _sources():
        for _line, message, comments, context in extract(
            "python", io.BytesIO(source.encode()), KEYWORDS, ()
        ):
            catalogue.add(message, auto_comments=comments, context=context)
    return catalogue


def _sources() -> Iterator[str]:
    """The text of each code file, and each template as the calls it makes."""
    root = Path(settings.ROOT)
    for folder in _CODE:
        for file in sorted((root / folder).rglob("*.py")):
            if _BOOTSTRAP not in file.as_posix() and "migrations" not in file.parts:
                yield file.read_text()
    for file in sorted((root / "templates").rglob("*.*")):
        if file.suffix in (".html", ".txt"):
            yield "\n".join(_CALL.findall(templatize(file.read_text())))


def _locale() -> Path:
    return Path(settings.LOCALE_PATHS[0])
