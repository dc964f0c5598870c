"""What `run.py` says before it does anything slow: one sentence, an exit code, no traceback."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from config.bootstrap import preflight
from config.bootstrap.failure import Failure
from config.bootstrap.locks import Lock
from config.bootstrap.project import ROOT, Project


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, ROOT / "run.py", *arguments],
        env=os.environ | variables,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )


def test_an_old_python_is_turned_away() -> None:
    program = f"import sys, runpy; sys.version_info = (3, 10, 1); runpy.run_path({str(ROOT)!r}"
    done = subprocess.run(
        [sys.executable, "-c", f"{program} + '/run.py')"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == "Ordet needs Python 3.11 or newer; this is Python 3.10.\n"


def test_the_usage_names_every_command() -> None:
    done = run("--help")
    assert done.returncode == 0
    for command in ("run.py test", "run.py bench", "run.py check", "run.py manage", "--port"):
        assert command in done.stdout


@pytest.mark.parametrize("wrong", [["tset"], ["--port", "0"], ["--port", "http"], ["check", "x"]])
def test_a_wrong_command_line_exits_with_2(wrong: list[str]) -> None:
    done = run(*wrong)
    assert done.returncode == 2
    assert "usage" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_busy_port_is_named_before_anything_is_installed(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        done = run("--port", str(port), DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert done.stderr.strip() == (
        f"Port {port} on 127.0.0.1 is already in use; choose another one with --port."
    )
    assert done.stdout == ""


def test_an_address_of_another_machine_cannot_be_listened_on() -> None:
    # 192.0.2.0/24 is for documentation: no machine has it.
    with pytest.raises(Failure, match=r"cannot listen on 192\.0\.2\.1, port 8000"):
        preflight.require_free_port("192.0.2.1", 8000)


def test_a_second_start_on_the_same_data_folder_names_the_first(tmp_path: Path) -> None:
    lock = Lock(tmp_path / "lock")
    assert lock.take()
    lock.write("process 1, http://127.0.0.1:8000")
    done = run("--port", "8000", DATA_DIR=str(tmp_path))
    lock.release()
    assert done.returncode == 1
    assert "already runs on the data folder" in done.stderr
    assert "process 1, http://127.0.0.1:8000" in done.stderr


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """Below a file no folder can be made, not even by root, whom permissions do not stop."""
    (tmp_path / "file").touch()
    done = run(DATA_DIR=str(tmp_path / "file" / "data"))
    assert done.returncode == 1
    assert "cannot be written (Not a directory)" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_data_folder_is_closed_to_others(tmp_path: Path) -> None:
    project = Project(ROOT, tmp_path / "data")
    project.make_folders()
    assert project.data.stat().st_mode & 0o777 == 0o700


def test_without_ensurepip_the_debian_package_is_named(tmp_path: Path) -> None:
    """Debian's python3 has no ensurepip until python3-venv is there; this one breaks on import."""
    (tmp_path / "ensurepip.py").write_text("raise ModuleNotFoundError('ensurepip')")
    program = (
        "from config.bootstrap import preflight\n"
        "try: preflight.require_venv_module()\n"
        "except Exception as failure: print(failure)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "sudo apt install python3-venv" in done.stdout


def test_only_root_needs_unshare(monkeypatch: pytest.MonkeyPatch) -> None:
    preflight.require_unshare()
    monkeypatch.setenv("PATH", "")
    if os.geteuid() == 0:
        with pytest.raises(Failure, match="`unshare`"):
            preflight.require_unshare()
    else:
        preflight.require_unshare()


@pytest.mark.parametrize("arguments", [[], ["-x"], ["tests/"], ["tests/config", "."]])
def test_browser_tests_without_a_browser_say_how_to_get_one(
    arguments: list[str], tmp_path: Path
) -> None:
    done = run("test", *arguments, PATH=str(tmp_path), DATA_DIR=str(tmp_path))
    assert done.returncode == 1
    assert "sudo apt install chromium default-jre-headless" in done.stderr


def test_other_tests_need_no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    preflight.require_browser_and_java(["tests/config/test_bootstrap_preflight.py", "-x"])
    with pytest.raises(Failure):
        preflight.require_browser_and_java(["tests/config", "tests"])


def test_an_unknown_benchmark_is_answered_with_those_there_are() -> None:
    done = run("bench", "nonesuch")
    assert done.returncode == 1
    assert "There is no benchmark “nonesuch”. There is: lighthouse" in done.stderr
