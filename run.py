"""The two commands: `python3 run.py` serves Ordet here, `python3 run.py test` tests it.

This file must be readable by an old Python, which it then turns away in one sentence. What
it does stands in config/bootstrap/, standard library only: it runs before anything is installed.
"""

import sys

if sys.version_info < (3, 11):  # noqa: UP036  (what pyproject.toml demands is not checked here)
    sys.exit("Ordet needs Python 3.11 or newer; this is Python {}.{}.".format(*sys.version_info))

from config.bootstrap.cli import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
