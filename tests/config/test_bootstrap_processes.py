"""Whatever is started is stopped: in order, for every reason, and nothing is left behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from config.bootstrap.failure import Failure, last_lines
from config.bootstrap.processes import LOG_LIMIT, Child, open_log, run_step
from config.bootstrap.project import ROOT
from config.bootstrap.serve import require_all_alive

# Says that it is up, and when it is asked to end; `stubborn` does not end.
PROGRAM = """
import signal, sys, time
name, journal, *stubborn = sys.argv[1:]
def note(what):
    with open(journal, "a") as file: file.write(f"{what} {name}\\n")
def end(*_):
    note("stopped")
    if not stubborn: sys.exit(0)
signal.signal(signal.SIGTERM, end)
note("started")
time.sleep(60)
time.sleep(60)
"""

# The end of `run.py`: two children in a stack, then waiting for a signal or for one to end.
SUPERVISOR = """
import sys; from contextlib import ExitStack; from pathlib import Path
sys.path.insert(0, sys.argv[1])
from config.bootstrap import cli, interrupts, processes, serve
folder = Path(sys.argv[2])
def supervise(_):
    with ExitStack() as stack:
        children = []
        for name in ("worker", "web"):
            command = [sys.executable, "-c", sys.argv[3], name, folder / "journal"]
            child = processes.Child(
                name, command, log=folder / f"{name}.log", cwd=folder, env={"MARK": str(folder)})
            stack.callback(child.stop)
            children.append(child)
        while True:
            interrupts.pause()
            serve.require_all_alive(children)
cli._dispatch = supervise
sys.exit(cli.main([]))
"""


def wait_for(journal: Path, *lines: str) -> None:
    deadline = time.monotonic() + 10
    while not journal.exists() or not set(lines) <= set(journal.read_text().splitlines()):
        assert time.monotonic() < deadline, f"{lines} never came"
        time.sleep(0.02)


def processes_marked(folder: Path) -> list[int]:
    """Every process whose environment carries our mark, found in /proc."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and f"MARK={folder}".encode() in (
                (entry / "environ").read_bytes().split(b"\0")
            ):
                found.append(int(entry.name))
        except OSError:
            continue
    return found


@pytest.fixture
def supervisor(tmp_path: Path) -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", SUPERVISOR, ROOT, tmp_path, PROGRAM],
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for(tmp_path / "journal", "started worker", "started web")
    assert len(processes_marked(tmp_path)) == 2
    return process


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_web_then_worker_and_leaves_nothing(
    supervisor: "subprocess.Popen[str]", signum: int, tmp_path: Path
) -> None:
    supervisor.send_signal(signum)
    supervisor.communicate(timeout=10)
    assert supervisor.returncode == 128 + signum
    journal = (tmp_path / "journal").read_text().splitlines()
    assert journal[2:] == ["stopped web", "stopped worker"]
    assert processes_marked(tmp_path) == []


def test_a_killed_supervisor_takes_its_children_along(
    supervisor: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    supervisor.kill()
    supervisor.communicate(timeout=10)
    wait_for(tmp_path / "journal", "stopped web", "stopped worker")
    deadline = time.monotonic() + 5
    while processes_marked(tmp_path):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_child_that_dies_is_named_and_the_rest_is_stopped(
    supervisor: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    worker = next(
        pid
        for pid in processes_marked(tmp_path)
        if b"\0worker\0" in Path(f"/proc/{pid}/cmdline").read_bytes()
    )
    os.kill(worker, signal.SIGKILL)
    _, said = supervisor.communicate(timeout=10)
    assert supervisor.returncode == 1
    assert said == "\nThe worker stopped unexpectedly.\n"
    assert "stopped web" in (tmp_path / "journal").read_text()
    assert processes_marked(tmp_path) == []


def test_a_dead_child_is_shown_with_the_end_of_its_log(tmp_path: Path) -> None:
    child = Child(
        "web server",
        [sys.executable, "-c", "raise SystemExit('no such module')"],
        log=tmp_path / "web.log",
        cwd=tmp_path,
        env=os.environ,
    )
    child.process.wait(10)
    with pytest.raises(Failure) as raised:
        require_all_alive([child])
    assert "The web server stopped unexpectedly." in str(raised.value)
    assert str(raised.value).endswith("    no such module")


def test_a_child_that_does_not_listen_is_killed_with_its_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.bootstrap.processes.GRACE", 0.3)
    fork = "import os; os.fork();" + PROGRAM
    child = Child(
        "stubborn",
        [sys.executable, "-c", fork, "web", tmp_path / "journal", "stubborn"],
        log=tmp_path / "web.log",
        cwd=tmp_path,
        env={"MARK": str(tmp_path)},
    )
    wait_for(tmp_path / "journal", "started web")
    child.stop()
    assert not child.alive()
    deadline = time.monotonic() + 5
    while processes_marked(tmp_path):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_step_that_fails_says_so_with_its_log(tmp_path: Path) -> None:
    with pytest.raises(Failure, match=r"(?s)It failed.*last lines of .*step.log.*broken"):
        run_step(
            ["sh", "-c", "echo broken; exit 3"],
            log=tmp_path / "step.log",
            failure="It failed.",
            cwd=tmp_path,
            env=os.environ,
        )


def test_logs_do_not_grow_for_ever(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_bytes(b"x" * (LOG_LIMIT + 1))
    open_log(log).close()
    assert log.stat().st_size == 0
    assert (tmp_path / "web.log.1").stat().st_size == LOG_LIMIT + 1


def test_the_end_of_a_long_log_is_read_cheaply(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    log.write_text("line\n" * 100_000 + "last\n")
    assert last_lines(log, 2) == ["line", "last"]
    assert last_lines(tmp_path / "none.log", 2) == []
