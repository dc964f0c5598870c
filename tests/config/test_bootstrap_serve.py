"""`python3 run.py`, as a whole, on a data folder of its own; only the packages are there already.

Installing has its own tests: it must never touch the environment that these tests run in.
"""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from config.bootstrap.environment import (
    address,
    child_environment,
    environment_for_tests,
    secret_key,
)
from config.bootstrap.postmaster import left_in, running
from config.bootstrap.project import ROOT, Project

# run.py without the installation.
PROGRAM = """
import sys
from config.bootstrap import cli, commands, serve
commands.install = serve.install = lambda *_, **__: None
sys.exit(cli.main(sys.argv[1:]))
"""
# Set by `run.py test` and pytest-django for these tests; run.py has to find its own.
OURS = ("DATABASE_URL", "SECRET_KEY", "BASE_URL", "ALLOWED_HOSTS", "EMAIL_URL", "DEBUG")
OURS += ("DJANGO_SETTINGS_MODULE",)


@dataclass
class Served:
    process: "subprocess.Popen[str]"
    data: Path
    port: int
    said: list[str]

    def run(self, *arguments: str, stdin: str = "") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-c", PROGRAM, *arguments],
            cwd=ROOT,
            env=environment(self.data),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )


def environment(data: Path) -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k not in OURS} | {"DATA_DIR": str(data)}


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def take_static_files(data: Path) -> None:
    """Collecting them takes longest, and `run.py test` has just done it for the same files."""
    collected = Path(os.environ.get("DATA_DIR", ""), "static")
    stamp = collected.parent / "stamps" / "collectstatic.json"
    if stamp.is_file():
        data.mkdir(mode=0o700)
        shutil.copytree(collected, data / "static")
        (data / "stamps").mkdir()
        shutil.copy(stamp, data / "stamps")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    data = tmp_path_factory.mktemp("served") / "data"
    take_static_files(data)
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "--port", str(port)],
        cwd=ROOT,
        env=environment(data),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout
    said = []
    for line in process.stdout:
        said.append(line)
        if line.startswith("Logs: "):
            break
    yield Served(process, data, port, said)
    process.terminate()
    process.wait(60)


def test_it_says_where_it_is_and_how_to_get_in(served: Served) -> None:
    text = "".join(served.said)
    assert f"Ordet is running at http://127.0.0.1:{served.port}/" in text
    assert "@" in text, "the logins of the demo"


def test_it_answers(served: Served) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=10)
    connection.request("GET", "/healthz")
    assert connection.getresponse().status == 200
    connection.close()


def test_a_second_start_is_turned_away(served: Served) -> None:
    done = served.run("--port", str(served.port))
    assert done.returncode == 1
    assert f"http://127.0.0.1:{served.port}" in done.stderr


def test_manage_uses_the_running_database_and_passes_everything_on(served: Served) -> None:
    server = running(served.data / "postgres")
    done = served.run("manage", "shell", "-v", "0", stdin="print(6 * 7); raise SystemExit(5)")
    assert (done.returncode, done.stdout.strip()) == (5, "42")
    assert server
    assert running(served.data / "postgres") == server


def test_what_it_writes_is_for_its_owner(served: Served) -> None:
    for name in (".", "postgres", "log"):
        assert (served.data / name).stat().st_mode & 0o077 == 0
    assert (served.data / "secret-key").stat().st_mode & 0o777 == 0o600


def test_sigterm_ends_it_all_and_a_second_start_is_quick(served: Served) -> None:
    started = time.monotonic()
    served.process.send_signal(signal.SIGTERM)
    assert served.process.wait(60) == 0
    assert time.monotonic() - started < 20
    assert left_in(served.data / "postgres") == []
    assert processes_of(served.data) == []
    done = served.run("manage", "shell", "-v", "0", "-c", "print('still there')")
    assert done.stdout.strip() == "still there"
    assert processes_of(served.data) == []


def processes_of(data: Path) -> list[int]:
    """Every process that was given this data folder, found in /proc."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and f"DATA_DIR={data}".encode() in (
                (entry / "environ").read_bytes().split(b"\0")
            ):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


def test_an_unreachable_database_server_is_named_without_its_password(tmp_path: Path) -> None:
    url = "postgresql://ordet:sesam@127.0.0.1:9/ordet"
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, "--port", str(free_port())],
        cwd=ROOT,
        env=environment(tmp_path) | {"DATABASE_URL": url},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "The database server in DATABASE_URL does not answer" in done.stderr
    assert "Connection refused" in done.stderr
    assert "Traceback" not in done.stderr
    assert "sesam" not in done.stderr


def test_the_callers_variables_win_and_the_rest_is_filled_in(tmp_path: Path) -> None:
    project = Project(ROOT, tmp_path)
    given = {"BASE_URL": "https://hoering.example.dk", "SECRET_KEY": "", "LANG": "da"}
    env = child_environment(project, given, database_url="postgresql://x", host="0.0.0.0")
    assert env["BASE_URL"] == "https://hoering.example.dk"
    assert env["ALLOWED_HOSTS"] == "127.0.0.1,localhost,0.0.0.0"
    assert env["SECRET_KEY"] == secret_key(project)
    assert env["LANG"] == "da"
    tested = environment_for_tests(project, given | {"DEBUG": "1"}, database_url="postgresql://x")
    assert (tested["BASE_URL"], tested["DEBUG"]) == ("http://127.0.0.1:8000", "0")


@pytest.mark.parametrize(
    ("host", "url"),
    [
        ("127.0.0.1", "http://127.0.0.1:80"),
        ("0.0.0.0", "http://127.0.0.1:80"),
        ("::1", "http://[::1]:80"),
    ],
)
def test_the_printed_address_can_be_opened(host: str, url: str) -> None:
    assert address(host, 80) == url
