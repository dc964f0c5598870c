"""Signals are noted when they come and acted on where stopping is safe.

An exception raised from a signal handler can land between starting a process and noting that it
runs, which leaves an orphan. So the handler only writes the number down, and whoever waits asks.
"""

import signal
import time
from types import FrameType

from config.bootstrap.failure import Interrupted

STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PAUSE = 0.1

_received: list[int] = []


def watch() -> None:
    """From now on the stopping signals are noted instead of ending this process.

    Under nohup, SIGHUP is ignored already, and stays so.
    """
    for signum in STOPPING:
        if signum != signal.SIGHUP or signal.getsignal(signum) != signal.SIG_IGN:
            signal.signal(signum, _note)


def received() -> tuple[int, ...]:
    """Every signal that has come in so far, for a caller who deals with them himself."""
    return tuple(_received)


def check() -> None:
    """Raises Interrupted when a signal has come in; called wherever stopping is safe."""
    if _received:
        raise Interrupted(_received[0])


def pause(seconds: float = PAUSE) -> None:
    """Sleeps a moment of a longer wait; raises Interrupted when a signal has come in."""
    check()
    time.sleep(seconds)
    check()


def _note(signum: int, frame: FrameType | None) -> None:
    _received.append(signum)
