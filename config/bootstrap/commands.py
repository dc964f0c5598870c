"""The commands. Each reads from top to bottom as what happens, in order."""

import os
import subprocess
from collections.abc import Sequence

from config.bootstrap import preflight
from config.bootstrap.database import provided
from config.bootstrap.environment import child_environment, environment_for_tests
from config.bootstrap.failure import Failure
from config.bootstrap.install import install
from config.bootstrap.locks import alone
from config.bootstrap.prepare import (
    collect_static_files,
    compile_translations,
    prepare_database,
    require_database,
)
from config.bootstrap.processes import hand_over
from config.bootstrap.project import Project

CHECKS = (
    "ruff check",
    "ruff format --check",
    "mypy .",
    "lint-imports",
    "djlint templates --lint",
    "manage.py makemigrations --check --dry-run",
    "manage.py check --fail-level WARNING",
    "manage.py check_catalogues",
)


def test(project: Project, arguments: Sequence[str]) -> int:
    """Everything the tests need, then pytest; its exit code is ours."""
    preflight.require_browser_and_java(arguments)
    project.make_folders()
    _require_what_runs_the_database()
    install(project, tools=True)
    apart = project.for_tests()
    apart.make_folders()
    busy = "Another test run is under way here; waiting for it …"
    with (
        alone(apart.data / "lock", busy=busy),
        provided(project, os.environ, for_tests=True) as (url, cluster),
    ):
        env = environment_for_tests(apart, os.environ, database_url=url)
        if cluster is None:
            require_database(apart, env)
        compile_translations(apart, env)
        collect_static_files(apart, env)
        # All of it takes minutes; a part is shown in order, as it runs.
        several = () if arguments else ("-n", "auto", "--dist", "loadfile")
        command = [project.python, "-m", "pytest", *several, *arguments]
        return hand_over(command, cwd=project.root, env=env)


def bench(project: Project, name: str, arguments: Sequence[str]) -> int:
    """A benchmark by its name, set up as the tests are; it prints what it measured."""
    known = sorted(file.stem for file in project.root.glob("tests/benchmarks/[a-z]*.py"))
    known.remove("conftest")
    if name not in known:
        raise Failure(f"There is no benchmark “{name}”. There is: {', '.join(known)}.")
    return test(project, ["-q", f"tests/benchmarks/{name}.py", *arguments])


def manage(project: Project, arguments: Sequence[str]) -> int:
    """manage.py with the database running, at this terminal; its exit code is ours."""
    project.make_folders()
    _require_what_runs_the_database()
    install(project, tools=False)
    with provided(project, os.environ) as (url, cluster):
        env = child_environment(project, os.environ, database_url=url)
        compile_translations(project, env)
        if cluster:
            # A server of somebody's own is migrated when they say so.
            prepare_database(project, env, cluster)
        return hand_over([project.python, "manage.py", *arguments], cwd=project.root, env=env)


def check(project: Project) -> int:
    """Every check, also after one has failed; 1 if any failed."""
    project.make_folders()
    _require_what_runs_the_database()
    install(project, tools=True)
    apart = project.for_tests()
    apart.make_folders()
    with provided(project, os.environ, for_tests=True) as (url, _):
        env = environment_for_tests(apart, os.environ, database_url=url)
        passed = [_passes(project, line, env) for line in CHECKS]
    print("All checks passed." if all(passed) else f"{passed.count(False)} failed.", flush=True)
    return 0 if all(passed) else 1


def _passes(project: Project, line: str, env: dict[str, str]) -> bool:
    """Runs one check, silent when it passes."""
    program, *arguments = line.split()
    command = (
        [project.python, program] if program.endswith(".py") else [project.venv / "bin" / program]
    )
    done = subprocess.run(
        [*command, *arguments],
        cwd=project.root,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    print(f"{line} … {'failed' if done.returncode else 'ok'}", flush=True)
    if done.returncode:
        print(done.stdout.decode(errors="replace"), flush=True)
    return done.returncode == 0


def _require_what_runs_the_database() -> None:
    if not os.environ.get("DATABASE_URL"):
        preflight.require_unshare()
