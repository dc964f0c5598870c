"""What can be said before anything slow begins."""

import importlib
import os
import shutil
import socket
import subprocess
from collections.abc import Sequence
from errno import EACCES, EADDRINUSE

from config.bootstrap.failure import Failure
from config.bootstrap.project import ROOT

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def require_venv_module() -> None:
    """Debian keeps the two modules that make a virtual environment in a package of their own."""
    try:
        importlib.import_module("ensurepip")
        importlib.import_module("venv")
    except ImportError as error:
        raise Failure(
            "This Python cannot make virtual environments; install what is missing with: "
            "sudo apt install python3-venv"
        ) from error


def require_unshare() -> None:
    """As root, PostgreSQL only runs in a user namespace of its own."""
    if os.geteuid() != 0:
        return
    advice = "start Ordet as an ordinary user, or name a database server in DATABASE_URL."
    if shutil.which("unshare") is None:
        raise Failure(
            "PostgreSQL does not run as root, and `unshare` (package util-linux), which gets "
            f"around that, is missing: {advice}"
        )
    if subprocess.run(["unshare", "-U", "true"], capture_output=True, check=False).returncode:
        raise Failure(
            "PostgreSQL does not run as root, and this machine does not allow `unshare -U`, which "
            f"gets around that: {advice}"
        )


def require_free_port(host: str, port: int) -> None:
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        if error.errno == EADDRINUSE:
            why = f"Port {port} on {host} is already in use; choose another one with --port."
        elif error.errno == EACCES:
            why = f"Port {port} is reserved for root; choose one above 1023 with --port."
        else:
            why = f"Ordet cannot listen on {host}, port {port}: {error.strerror}."
        raise Failure(why) from error


def require_browser_and_java(arguments: Sequence[str]) -> None:
    """The browser tests need both. Naming only paths outside tests/e2e leaves those tests out."""
    named = [ROOT / argument.partition("::")[0] for argument in arguments if argument[:1] != "-"]
    paths = [path.resolve() for path in named if path.exists()]
    browser_tests = [ROOT / "tests" / name for name in ("e2e", "benchmarks")]
    if paths and not any(
        path.is_relative_to(tests) or tests.is_relative_to(path)
        for path in paths
        for tests in browser_tests
    ):
        return
    missing = []
    if not any(shutil.which(name) for name in BROWSERS):
        missing.append("chromium")
    if not shutil.which("java"):
        missing.append("default-jre-headless")
    if missing:
        raise Failure(
            "The browser tests need a browser and Java (which checks the HTML); install what is "
            f"missing with: sudo apt install {' '.join(missing)}"
        )
