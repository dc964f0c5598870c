"""Papers: tagged PDFs that a screen reader reads and an archive keeps (PDF/UA-1 and PDF/A-2a).

The looks are in templates/papers/. What is printed goes to them as data, never as their source, so
no text is ever a command. See docs/decisions/0012-papers.md.
"""

import json
import re
import threading
from collections.abc import Callable
from datetime import datetime
from functools import cache, partial
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

from consultation.papers.characters import printable

CONTENT_TYPE = "application/pdf"
_STANDARDS: "list[typst.PDFStandard]" = ["ua-1", "a-2a"]
# What the press says of text it has no glyphs for, quoted as Rust quotes.
_MISSING = re.compile(r'the (?:text|disallowed codepoint|codepoint) `"(.*?)"`', re.DOTALL)
_NUMBER = re.compile(r"\\u\{([0-9a-f]+)\}")
# Each try names what the one before could not print.
_TRIES = 3
# One paper at a time in each process: whoever asks for many waits, and pages are served meanwhile.
_press = threading.Lock()


class PressStopped(Exception):
    """There is no paper. `missing` are the characters it could not print, none when the reason
    is another."""

    def __init__(self, diagnostic: str) -> None:
        super().__init__(diagnostic)
        quoted = "".join(_MISSING.findall(diagnostic))
        told = _NUMBER.sub(lambda number: chr(int(number[1], 16)), quoted)
        self.missing = frozenset(character for character in told if character > "~")


def typeset(template: str, data: dict[str, Any], *, at: datetime) -> bytes:
    """The PDF that templates/papers/<template>.typ makes of `data`, which JSON can hold.

    The same data and moment (`at`, aware, is when it was made) give the same bytes.
    """
    missing: frozenset[str] = frozenset()
    with _press:
        for _try in range(_TRIES):
            try:
                return _compile(template, data, partial(printable, missing=missing), at)
            except PressStopped as stopped:
                if stopped.missing <= missing:
                    break
                missing |= stopped.missing
        return _compile(template, data, partial(printable, latin_only=True), at)


def fingerprint(template: str, data: dict[str, Any]) -> str:
    """Differs when the paper would differ: by its data, its looks or the press. 64 hex digits."""
    told = json.dumps([template, data, _looks(), version("typst")], sort_keys=True)
    return sha256(told.encode()).hexdigest()


def _compile(
    template: str, data: dict[str, Any], change: Callable[[str], str], at: datetime
) -> bytes:
    told, printed = json.dumps(data), json.dumps(_each(data, change))
    numbers = printed.count("[U+") > told.count("[U+")
    try:
        return typst.compile(
            _folder() / f"{template}.typ",
            root=_folder(),
            font_paths=_fonts(),
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"data": printed, "numbers": "yes" if numbers else "no"},
            pdf_standards=_STANDARDS,
            timestamp=int(at.timestamp()),
        )
    except typst.TypstError as error:
        raise PressStopped(error.diagnostic) from error
    except BaseException as error:
        # The press is written in Rust, whose panics pass by `except Exception`. Letters of many
        # scripts piled on each other make one.
        if type(error).__name__ != "PanicException":
            raise
        raise PressStopped(str(error)) from error


def _each(data: Any, change: Callable[[str], str]) -> Any:
    """`data` with every text changed; keys, and addresses under the key "link", are not text."""
    if isinstance(data, str):
        return change(data)
    if isinstance(data, dict):
        return {k: v if k == "link" else _each(v, change) for k, v in data.items()}
    if isinstance(data, list):
        return [_each(value, change) for value in data]
    return data


def _folder() -> Path:
    return Path(settings.ROOT) / "templates/papers"


@cache
def _looks() -> str:
    files = sorted(_folder().glob("*.typ"))
    return sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


@cache
def _fonts() -> typst.Fonts:
    """Ours, and those inside the press; never those of the machine, or papers would differ."""
    plex = Path(settings.ROOT) / "node_modules/dkfds/dist/fonts/IBMPlexSans/complete/ttf"
    return typst.Fonts(include_system_fonts=False, font_paths=[plex])
