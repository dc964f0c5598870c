"""`python3 run.py`: everything up, the address printed, everything down again."""

import http.client
import os
import time
from contextlib import ExitStack
from urllib.parse import urlsplit

from config.bootstrap import interrupts, preflight
from config.bootstrap.database import provided
from config.bootstrap.environment import address, child_environment
from config.bootstrap.failure import Failure, Interrupted, with_log
from config.bootstrap.install import install
from config.bootstrap.locks import Lock
from config.bootstrap.postgres import Cluster
from config.bootstrap.prepare import (
    collect_static_files,
    compile_translations,
    load_demo_once,
    prepare_database,
    require_database,
)
from config.bootstrap.processes import Child, Command, hand_over
from config.bootstrap.project import Project

START_LIMIT = 60.0
WEB_SERVER = (
    "gunicorn --worker-class gthread --workers 2 --threads 4 --graceful-timeout 15 "
    "--no-control-socket"
)


def serve(project: Project, host: str, port: int) -> int:
    """Ends with 0 when a signal stops it once it is up; leaving the stack stops web server,
    worker and database, in this order, whatever the reason."""
    project.make_folders()
    with ExitStack() as stack:
        stack.callback(_be_the_only_one(project, address(host, port)).release)
        preflight.require_free_port(host, port)
        if not os.environ.get("DATABASE_URL"):
            preflight.require_unshare()
        install(project, tools=False)
        url, cluster = stack.enter_context(provided(project, os.environ))
        env = child_environment(project, os.environ, database_url=url, host=host, port=port)
        _prepare(project, env, cluster)
        children = _start(stack, project, env, host, port)
        everyone = [*children, *([cluster] if cluster else [])]
        _wait_until_it_answers(everyone, host, port)
        _announce(project, env, address(host, port), demo=cluster is not None)
        try:
            while True:
                interrupts.pause(0.25)
                require_all_alive(everyone)
        except Interrupted:
            print("\nStopping …", flush=True)
    print("Stopped.", flush=True)
    return 0


def require_all_alive(everyone: list[Child | Cluster]) -> None:
    """The first one that has ended by itself takes the rest down with it, and is named."""
    for one in everyone:
        if not one.alive():
            interrupts.check()
            raise with_log(f"The {one.name} stopped unexpectedly.", one.log)


def _be_the_only_one(project: Project, own_address: str) -> Lock:
    lock = Lock(project.data / "lock")
    if not lock.take():
        other = lock.read() or "another run.py"
        lock.release()
        raise Failure(f"Ordet already runs on the data folder {project.data}: {other}.")
    lock.write(f"process {os.getpid()}, {own_address}")
    return lock


def _prepare(project: Project, env: dict[str, str], cluster: Cluster | None) -> None:
    """The demo, with its well-known passwords, only goes into a database that we made ourselves."""
    if cluster is None:
        require_database(project, env)
    compile_translations(project, env)
    collect_static_files(project, env)
    prepare_database(project, env, cluster)
    if cluster is not None:
        load_demo_once(project, env, cluster)


def _start(
    stack: ExitStack, project: Project, env: dict[str, str], host: str, port: int
) -> list[Child | Cluster]:
    """The web server last, so that it is the first to be stopped and no task is added after the
    worker has gone."""
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    programs: list[tuple[str, str, Command]] = [
        ("worker", "worker", ["manage.py", "worker", "--no-reload"]),
        (
            "web server",
            "web",
            ["-m", *WEB_SERVER.split(), "--bind", bind, "config.wsgi:application"],
        ),
    ]
    children: list[Child | Cluster] = []
    for name, log, command in programs:
        child = Child(
            name,
            [project.python, *command],
            log=project.log(log),
            cwd=project.root,
            env=env,
        )
        stack.callback(child.stop)
        children.append(child)
    return children


def _wait_until_it_answers(everyone: list[Child | Cluster], host: str, port: int) -> None:
    deadline = time.monotonic() + START_LIMIT
    while not _answers(host, port):
        require_all_alive(everyone)
        if time.monotonic() > deadline:
            log = next(one.log for one in everyone if one.name == "web server")
            raise with_log("The web server started but /healthz does not answer 200.", log)
        interrupts.pause()


def _answers(host: str, port: int) -> bool:
    """Past any proxy, and under a host name that is always allowed."""
    target = urlsplit(address(host, port)).hostname
    connection = http.client.HTTPConnection(target or host, port, timeout=5)
    try:
        connection.request("GET", "/healthz", headers={"Host": f"127.0.0.1:{port}"})
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _announce(project: Project, env: dict[str, str], own_address: str, *, demo: bool) -> None:
    print(f"\nOrdet is running at {own_address}/\n", flush=True)
    if demo:
        hand_over([project.python, "manage.py", "demo", "--logins"], cwd=project.root, env=env)
        print(flush=True)
    print(f"Logs: {project.log('web').parent} · stop with Ctrl-C", flush=True)
