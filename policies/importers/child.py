"""The process in which a file is read: `sandbox.py` starts it, nobody else does.

The question comes on stdin: a line of JSON, then the file. The answer goes to stdout, as JSON.
"""

import json
import os
import resource
import sys
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.utils import translation

from policies.importers.document import read_document
from policies.importers.outline import ImportRefused
from policies.importers.outline_json import to_json

_FORBIDDEN = (
    ("socket.", "subprocess.", "os.exec", "os.fork", "os.posix_spawn", "os.spawn", "os.system")
    + ("os.kill", "os.remove", "os.rename", "os.link", "os.symlink", "os.mkdir", "os.rmdir")
    + ("os.truncate", "os.chmod", "os.chown", "shutil.", "urllib.", "http.", "ftplib.", "smtplib.")
)
_USUAL_SIZE = 150_000_000
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def main() -> None:
    """Read the one file, under limits, and answer."""
    order = json.loads(sys.stdin.buffer.readline())
    _set_up()
    limit(order["memory"], order["seconds"], order["answer"])
    lock()
    with translation.override(order["language"]):
        answer = _answer(sys.stdin.buffer.read(), order["name"])
    json.dump(answer, sys.stdout)


def _answer(data: bytes, name: str) -> dict[str, Any]:
    try:
        return {"outline": to_json(read_document(data, name=name))}
    except ImportRefused as refusal:
        return {"refused": str(refusal)}
    except MemoryError:
        return {"starved": True}


def _set_up() -> None:
    """Just enough of Django for sentences in the reader's language: no models, no secrets."""
    root = Path(__file__).resolve().parent.parent.parent
    settings.configure(USE_I18N=True, LANGUAGE_CODE="da", LOCALE_PATHS=[root / "locale"])
    django.setup()


def limit(memory: int, seconds: float, answer: int) -> None:
    """Limits that the system keeps, whatever the process does; none of them needs any rights.

    `memory` is what may come on top of what the program itself takes, which differs by machine.
    """
    whole = int(seconds) + 1
    for what, most in (
        (resource.RLIMIT_AS, _size() + memory),
        (resource.RLIMIT_CPU, whole),
        (resource.RLIMIT_FSIZE, answer),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def _size() -> int:
    """Bytes of address space the process has now."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except (OSError, ValueError, IndexError):
        return _USUAL_SIZE  # not every system tells
    return pages * resource.getpagesize()


def lock() -> None:
    """No network, no other programs, no writing of files from here on. There is no way back."""
    sys.addaudithook(_refuse)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & _WRITING
    if writes or event.startswith(_FORBIDDEN):
        raise PermissionError(f"{event} is not for a process that reads a stranger's file")


if __name__ == "__main__":
    main()
