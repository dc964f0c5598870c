"""What may be written after `python3 run.py`, and how each ending is told."""

import argparse
import io
import os
import sys
from collections.abc import Sequence

from config.bootstrap import commands, interrupts
from config.bootstrap.failure import Failure, Interrupted
from config.bootstrap.project import Project
from config.bootstrap.serve import serve

USAGE = """\
python3 run.py [--host 127.0.0.1] [--port 8000]   set everything up and serve Ordet here
python3 run.py test [pytest arguments …]          set everything up and run the tests
python3 run.py bench NAME                         a benchmark of tests/benchmarks/, with its figures
python3 run.py check                              formatting, types, layers, templates, migrations
python3 run.py manage COMMAND …                   manage.py, with the database running
"""
NOTES = """\
Everything is installed inside this folder: .venv, node_modules, and .data (the database, mails,
logs). Variables that are honoured when set, each with a default for this machine:
DATABASE_URL, DATA_DIR, SECRET_KEY, BASE_URL, ALLOWED_HOSTS, EMAIL_URL.
"""


def main(arguments: Sequence[str]) -> int:
    """Runs one command and returns its exit code: 1 for a failure, 2 for a wrong command line,
    128 + n when signal n stopped it before it was done."""
    interrupts.watch()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without … is no reason to fail
    try:
        return _dispatch(list(arguments))
    except Failure as failure:
        print(f"\n{failure}", file=sys.stderr)
        return 1
    except Interrupted as interrupted:
        print("\nStopped before it was done; the next start goes on from here.", file=sys.stderr)
        return 128 + interrupted.signum


def _dispatch(arguments: list[str]) -> int:
    """`test` and `manage` take whatever pytest and manage.py take, --help included."""
    project = Project.here(os.environ)
    match arguments:
        case ["test", *rest]:
            return commands.test(project, rest)
        case ["manage", *rest]:
            return commands.manage(project, rest)
        case ["bench", name, *rest]:
            return commands.bench(project, name, rest)
        case ["check"]:
            return commands.check(project)
        case _:
            options = _parser().parse_args(arguments)
            return serve(project, options.host, options.port)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python3 run.py",
        usage=f"\n{USAGE}",
        epilog=NOTES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--host", default="127.0.0.1", help="where to listen (default %(default)s)")
    parser.add_argument("--port", type=_port, default=8000, help="default %(default)s")
    return parser


def _port(text: str) -> int:
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text} is not a port (1 to 65535)")
    return int(text)
