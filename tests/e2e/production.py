"""The site as it runs in production: gunicorn, packed and fingerprinted files, the test's rows."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from django.conf import settings
from django.db import connection

_START_LIMIT = 60  # seconds


@contextmanager
def serving(log: Path) -> Iterator[str]:
    """The address of a server on the test's own database, until the block is left."""
    port = free_port()
    server = [sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--threads", "4"]
    server += ["--bind", f"127.0.0.1:{port}", "--no-control-socket", "config.wsgi:application"]
    with log.open("wb") as output:
        process = subprocess.Popen(
            server,
            cwd=settings.ROOT,
            env={**os.environ, **_environment(port)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(process, port, log)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(timeout=20)


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def _environment(port: int) -> dict[str, str]:
    server, _slash, _name = os.environ["DATABASE_URL"].rpartition("/")
    return {
        "DATABASE_URL": f"{server}/{connection.settings_dict['NAME']}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "BASE_URL": f"http://127.0.0.1:{port}",
    }


def _wait_for(process: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    deadline = time.monotonic() + _START_LIMIT
    while time.monotonic() < deadline and process.poll() is None:
        asked = HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            asked.request("GET", "/healthz")
            if asked.getresponse().status == 200:
                return
        except (OSError, HTTPException):
            time.sleep(0.1)
        finally:
            asked.close()
    raise AssertionError(f"the server did not start:\n{log.read_text()[-2000:]}")
