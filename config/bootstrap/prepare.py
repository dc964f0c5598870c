"""From an empty database and a fresh checkout to something that can be served or tested."""

import sys
from collections.abc import Mapping
from pathlib import Path

from config.bootstrap.failure import Failure, with_log
from config.bootstrap.postgres import Cluster
from config.bootstrap.processes import run_step
from config.bootstrap.project import Project
from config.bootstrap.stamps import Stamp, files_in, fingerprint


def compile_translations(project: Project, env: Mapping[str, str]) -> None:
    """Only when a catalogue has changed."""
    sources = list((project.root / "locale").rglob("*.po"))
    compiled = [file.with_suffix(".mo") for file in sources]
    if not _up_to_date(project, "compile_catalogues", sources, compiled):
        print("Compiling the translations …", file=sys.stderr)
        manage(project, env, "compile_catalogues")
        _done(project, "compile_catalogues", sources, compiled)


def collect_static_files(project: Project, env: Mapping[str, str]) -> None:
    """Only when what they are made from has changed."""
    sources, collected = static_inputs(project), [project.data / "static" / "staticfiles.json"]
    if not _up_to_date(project, "collectstatic", sources, collected):
        print("Collecting the static files …", file=sys.stderr)
        manage(project, env, "collectstatic", "--noinput", "--clear")
        _done(project, "collectstatic", sources, collected)


def prepare_database(project: Project, env: Mapping[str, str], cluster: Cluster | None) -> None:
    """Tables, triggers and the cache table. In a cluster of ours a stamp says when this code's
    migrations have run; another server is always asked."""
    migrations = [*project.root.glob("*/migrations/*.py"), project.root / "requirements.txt"]
    stamp = Stamp(cluster.folder / "ordet-migrated.json") if cluster else None
    record = {"migrations": fingerprint(migrations, project.root)}
    if stamp and stamp.read() == record:
        return
    print("Bringing the database up to date …", file=sys.stderr)
    manage(project, env, "migrate", "--noinput")
    manage(project, env, "createcachetable")
    if stamp:
        stamp.write(record)


def load_demo_once(project: Project, env: Mapping[str, str], cluster: Cluster) -> None:
    """On the first start only. The stamp lies in the cluster: a new cluster has no demo yet, and
    what somebody deleted from the demo does not come back."""
    stamp = Stamp(cluster.folder / "ordet-demo.json")
    if not stamp.read():
        print("Loading the demonstration hearing …", file=sys.stderr)
        manage(project, env, "demo")
        stamp.write({"loaded": True})


# Without the pool, which would wait and then not say why.
PROBE = """
import sys
from django.db import connection, OperationalError
connection.settings_dict["OPTIONS"].pop("pool", None)
try:
    connection.ensure_connection()
except OperationalError as error:
    sys.exit(str(error).splitlines()[0])
"""


def require_database(project: Project, env: Mapping[str, str]) -> None:
    """Asked through Django, which alone knows what the settings make of DATABASE_URL."""
    try:
        manage(project, env, "shell", "-v", "0", "-c", PROBE)
    except Failure as error:
        raise with_log(
            "The database server in DATABASE_URL does not answer; without that variable, Ordet "
            "starts one of its own.",
            project.log("shell"),
            1,
        ) from error


def static_inputs(project: Project) -> list[Path]:
    """Our own files, those of the packages by their locks, and the code that chooses among them."""
    named = ["requirements.txt", "package-lock.json", "config/settings.py", "config/staticfiles.py"]
    apps = [folder for folder in project.root.iterdir() if not folder.name.startswith(".")]
    folders = [project.root / "static", *(folder / "static" for folder in apps)]
    return [*(project.root / name for name in named), *files_in(*folders)]


def manage(project: Project, env: Mapping[str, str], *arguments: str) -> None:
    run_step(
        [project.python, "manage.py", *arguments],
        log=project.log(arguments[0]),
        failure=f"`manage.py {' '.join(arguments)}` failed.",
        cwd=project.root,
        env=env,
    )


def _up_to_date(project: Project, name: str, inputs: list[Path], outputs: list[Path]) -> bool:
    """Whether this was done for these inputs, and what came of it is still there unchanged."""
    return _stamp(project, name).read() == _record(project, inputs, outputs)


def _done(project: Project, name: str, inputs: list[Path], outputs: list[Path]) -> None:
    _stamp(project, name).write(_record(project, inputs, outputs))


def _stamp(project: Project, name: str) -> Stamp:
    return Stamp(project.stamps / f"{name}.json")


def _record(project: Project, inputs: list[Path], outputs: list[Path]) -> dict[str, str]:
    return {
        "inputs": fingerprint(inputs, project.root),
        "outputs": fingerprint(outputs, project.data),
    }
