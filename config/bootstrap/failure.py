"""The two ways in which a command ends early: something is wrong, or somebody stopped it."""

from pathlib import Path


class Failure(Exception):
    """One clear sentence for the person at the terminal; it is printed without a traceback."""


class Interrupted(Exception):
    """SIGINT, SIGTERM or SIGHUP came in; everything started so far has to be stopped."""

    def __init__(self, signum: int) -> None:
        super().__init__(signum)
        self.signum = signum


def with_log(sentence: str, log: Path, count: int = 15) -> Failure:
    """A failure that shows how the log ends and where the rest of it is."""
    shown = "\n".join(f"    {line}" for line in last_lines(log, count))
    return Failure(f"{sentence}\nThe last lines of {log}:\n{shown}" if shown else sentence)


def last_lines(log: Path, count: int) -> list[str]:
    """The last `count` lines of a log, at most 16 kB of it; nothing where there is no log."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - 16_384))
            return file.read().decode(errors="replace").splitlines()[-count:]
    except FileNotFoundError:
        return []
