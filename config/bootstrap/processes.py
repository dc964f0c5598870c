"""Starting other programs so that none of them outlives this one.

Three nets: what is started is stopped in order; each long-running child leads a process group of
its own, which is killed as a whole at the end; and should this process be killed outright, the
kernel sends its children SIGTERM.
"""

import contextlib
import ctypes
import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from config.bootstrap import interrupts
from config.bootstrap.failure import with_log

Command = Sequence[str | Path]
LOG_LIMIT = 5 * 1024 * 1024
GRACE = 20.0
_SET_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG in <linux/prctl.h>
_libc = ctypes.CDLL(None) if sys.platform == "linux" else None


def open_log(log: Path) -> IO[bytes]:
    """Opens a log to write on; a log that has grown large is put aside as NAME.log.1 first."""
    if log.exists() and log.stat().st_size > LOG_LIMIT:
        log.replace(log.with_name(f"{log.name}.1"))
    return log.open("ab")


def run_step(
    command: Command,
    *,
    log: Path,
    failure: str,
    cwd: Path,
    env: Mapping[str, str],
    stdin: Path = Path(os.devnull),
) -> None:
    """Runs one step of the set-up, its output in a log; a failure shows how that log ends."""
    with open_log(log) as output, stdin.open("rb") as source:
        process = _spawn(command, cwd=cwd, env=env, stdin=source, output=output)
    try:
        while process.poll() is None:
            interrupts.pause(0.05)
    finally:
        _end(process, GRACE)
    interrupts.check()
    if process.returncode:
        raise with_log(failure, log)


def hand_over(command: Command, *, cwd: Path, env: Mapping[str, str]) -> int:
    """Runs a program at this terminal and returns its exit code, 128 + n for a signal.

    Ctrl-C reaches it by itself, as part of the terminal's process group. Any other stopping
    signal is handed on as SIGINT, which lets pytest and Django's commands tidy up.
    """
    process = _spawn(command, cwd=cwd, env=env)
    handled, deadline = len(interrupts.received()), math.inf
    while process.poll() is None:
        for signum in interrupts.received()[handled:]:
            handled += 1
            if signum != signal.SIGINT or not sys.stdin.isatty():
                process.send_signal(signal.SIGINT)
                deadline = time.monotonic() + GRACE
        if time.monotonic() > deadline:
            process.kill()
        time.sleep(0.05)
    return process.returncode if process.returncode >= 0 else 128 - process.returncode


class Child:
    """A long-running program of ours, with its own process group and its own log."""

    def __init__(
        self, name: str, command: Command, *, log: Path, cwd: Path, env: Mapping[str, str]
    ) -> None:
        self.name = name
        self.log = log
        with open_log(log) as output, open(os.devnull, "rb") as source:
            self.process = _spawn(
                command, cwd=cwd, env=env, stdin=source, output=output, group_of_its_own=True
            )

    def alive(self) -> bool:
        return self.process.poll() is None

    def stop(self) -> None:
        """Asks with SIGTERM, waits for work under way, then kills what is left of the group."""
        _end(self.process, GRACE)
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


def _spawn(
    command: Command,
    *,
    cwd: Path,
    env: Mapping[str, str],
    stdin: IO[bytes] | None = None,
    output: IO[bytes] | None = None,
    group_of_its_own: bool = False,
) -> subprocess.Popen[bytes]:
    """Starts a program; without `stdin` and `output` it has this terminal."""
    return subprocess.Popen(
        command,
        cwd=cwd,
        env=env,
        stdin=stdin,
        stdout=output,
        stderr=subprocess.STDOUT if output else None,
        start_new_session=group_of_its_own,
        preexec_fn=_end_with_parent,  # safe: this process has one thread
    )


def _end_with_parent() -> None:
    """Runs in the child between fork and exec: the kernel ends it when this process dies."""
    if _libc is not None:
        _libc.prctl(_SET_DEATH_SIGNAL, signal.SIGTERM)


def _end(process: subprocess.Popen[bytes], grace: float) -> None:
    if process.poll() is not None:
        return
    process.terminate()
    try:
        process.wait(grace)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
