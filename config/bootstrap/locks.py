"""Locks between the commands of one checkout, with flock.

The kernel lets go of a flock when its process ends, however it ends: no lock is ever stale.
"""

import fcntl
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from config.bootstrap import interrupts


class Lock:
    """One flock on a file. It may hold a line of text that tells others who has it."""

    def __init__(self, path: Path, *, create: bool = True) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT if create else os.O_RDONLY, 0o600)

    def take(self, *, shared: bool = False) -> bool:
        """Takes the lock, or changes its kind; False at once when somebody else has it."""
        try:
            fcntl.flock(self._file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def wait(self, pause: Callable[[float], None] = interrupts.pause) -> None:
        """Takes the lock as soon as it is free; a signal ends the waiting, or the given pause."""
        while not self.take():
            pause(interrupts.PAUSE)

    def write(self, text: str) -> None:
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, text.encode(), 0)

    def read(self) -> str:
        return os.pread(self._file, 4096, 0).decode(errors="replace")

    def unlock(self) -> None:
        fcntl.flock(self._file, fcntl.LOCK_UN)

    def release(self) -> None:
        os.close(self._file)


@contextmanager
def alone(path: Path, *, create: bool = True, busy: str = "") -> Iterator[None]:
    """Inside, no other process is in here; says `busy` when that means waiting."""
    lock = Lock(path, create=create)
    try:
        if busy and not lock.take():
            print(busy, file=sys.stderr)
        lock.wait()
        yield
    finally:
        lock.release()
