"""Who is running on a PostgreSQL data folder, read from postmaster.pid and /proc.

postmaster.pid survives a crash, and after a restart of the machine (or of a container) its number
may belong to anybody: only a process that works *in* the data folder is its server.
"""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Postmaster:
    """What postmaster.pid says: line 1 the process, line 5 the socket folder, line 8 the state."""

    pid: int
    socket_folder: Path
    ready: bool

    @classmethod
    def of(cls, folder: Path) -> "Postmaster | None":
        """The server this data folder names, running or left over; None where it names none."""
        try:
            lines = (folder / "postmaster.pid").read_text().splitlines()
            return cls(int(lines[0]), Path(lines[4]), len(lines) > 7 and "ready" in lines[7])
        except (FileNotFoundError, ValueError, IndexError):
            # Half-written, while the server comes up, is the same as not yet there.
            return None


def working_in(pid: int, folder: Path) -> bool:
    """Whether that process exists, is no zombie, and has its working directory in the folder."""
    try:
        return Path(os.readlink(f"/proc/{pid}/cwd")) == folder.resolve()
    except OSError:
        return False


def running(folder: Path) -> Postmaster | None:
    """The server that runs on this data folder, or None."""
    named = Postmaster.of(folder)
    return named if named and working_in(named.pid, folder) else None


def left_in(folder: Path) -> list[int]:
    """Every process that works in the data folder: after a crash, backends without a server."""
    pids = (int(name) for name in os.listdir("/proc") if name.isdigit())
    return [pid for pid in pids if working_in(pid, folder)]
