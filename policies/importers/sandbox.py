"""A stranger's file is read in a process of its own, which may fail in any way it likes.

The child has little memory, little time, no network, no secrets in its environment, and writes no
file. Whatever becomes of it, the caller has an outline or an `ImportRefused`.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import IO, Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from policies.importers.lines import clean
from policies.importers.outline import ImportRefused, Outline
from policies.importers.outline_json import from_json

SECONDS = 120
"""How long a file may take; a PDF of 500 full pages takes 30 seconds of a processor."""

MEMORY = 130_000_000
"""Bytes a file may take on top of the 60 MB of the program; so none comes over 200 MB."""

_ROOT = Path(__file__).resolve().parent.parent.parent
_COMMAND = [sys.executable, "-s", "-m", "policies.importers.child"]
_MOST_ANSWER = 64_000_000  # bytes; the child can write no more
# What a Python may need to start; nothing of ours, so no key and no password.
_KEPT = ("LD_LIBRARY_PATH", "PATH", "SYSTEMROOT")


def read_safely(
    data: bytes, *, name: str = "", seconds: float = SECONDS, memory: int = MEMORY
) -> Outline:
    """What `read_document` says of a file, found out at a safe distance.

    Raises `ImportRefused`, with a sentence for the person who sent it, for every other end.
    """
    order = {
        "name": name,
        "language": get_language() or "en",
        "seconds": seconds,
        "memory": memory,
        "answer": _MOST_ANSWER,
    }
    with tempfile.TemporaryFile() as question, tempfile.TemporaryFile() as answer:
        question.write(json.dumps(order).encode() + b"\n" + data)
        question.seek(0)
        returned = _run(question, answer, name, seconds)
        answer.seek(0)
        return _understood(answer.read(_MOST_ANSWER), returned, name)


def _run(question: IO[bytes], answer: IO[bytes], name: str, seconds: float) -> int:
    try:
        return subprocess.run(
            _COMMAND,
            stdin=question,
            stdout=answer,
            stderr=subprocess.DEVNULL,
            cwd=_ROOT,
            env={key: os.environ[key] for key in _KEPT if key in os.environ},
            timeout=seconds,
            check=False,
            start_new_session=True,
        ).returncode
    except subprocess.TimeoutExpired as error:
        message = _("%(name)s took longer than %(n)s seconds to read, and was given up.")
        who = {"name": clean(name) or _("The file"), "n": round(seconds)}
        raise ImportRefused(message % who) from error


def _understood(answer: bytes, returned: int, name: str) -> Outline:
    who = {"name": clean(name) or _("The file")}
    try:
        found: dict[str, Any] = json.loads(answer) if returned == 0 else {}
        if refused := found.get("refused"):
            raise ImportRefused(str(refused))
        if found.get("starved"):
            message = _("%(name)s needs more memory than a document may, and was given up.")
            raise ImportRefused(message % who)
        if outline := found.get("outline"):
            return from_json(outline)
    except (ValueError, AttributeError, TypeError):
        pass  # what it wrote makes no sense: as good as a crash
    raise ImportRefused(_("%(name)s could not be read; it may be damaged.") % who)
