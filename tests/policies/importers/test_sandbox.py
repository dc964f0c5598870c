"""Whatever becomes of the child, the caller has an outline or one sentence, and no file is lost."""

import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.importers import sandbox
from policies.importers.document import read_document
from policies.importers.outline import (
    Block,
    ImportRefused,
    Note,
    Outline,
    SectionOutline,
    ThemeOutline,
)
from policies.importers.outline_json import from_json, to_json
from policies.importers.sandbox import read_safely
from tests.policies.importers import files

POLICY = Path("consultation/demo/medborgerpolitik-hoeringsversion.txt")


def childless(monkeypatch: pytest.MonkeyPatch, program: str) -> None:
    """Another program in the child's place, which may do what a child that was taken over does."""
    monkeypatch.setattr(sandbox, "_COMMAND", [sys.executable, "-c", program])


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("politik.docx", files.good_docx()),
        ("politik.odt", files.good_odt()),
        ("politik.pdf", files.good_pdf()),
        ("politik.txt", POLICY.read_bytes()),
        ("politik.md", "# Æblepolitik\n\n## Mål\n\nFlere æbler.\n".encode()),
    ],
)
def test_the_same_outline_as_without_it(name: str, data: bytes) -> None:
    assert read_safely(data, name=name) == read_document(data, name=name)


def test_a_refusal_comes_through_in_the_language_of_the_person() -> None:
    with pytest.raises(ImportRefused, match=r"^plan\.txt is empty\.$"):
        read_safely(b"", name="plan.txt")
    with translation.override("da"), pytest.raises(ImportRefused, match=r"^plan\.txt er tom\.$"):
        read_safely(b"", name="plan.txt")


@pytest.mark.parametrize(
    "name", ["", "a\x00b.txt", "\ud800.txt", "--help", "$(id).docx", "å" * 999]
)
def test_any_name_will_do(name: str) -> None:
    assert read_safely(POLICY.read_bytes(), name=name).paragraph_count == 41


@pytest.mark.parametrize(
    "program",
    {
        "killed": "import os; os.kill(os.getpid(), 9)",
        "crashed": "import os; os.abort()",
        "raised": "raise RuntimeError",
        "silent": "pass",
        "babbles": "print('[[[')",
        "answers nothing": "print('{}')",
        "answers a number": "print('7')",
        "answers no outline": """print('{"outline": "{}"}')""",
        "lies about blocks": """print('{"outline": "{\\\\"title\\\\": 1}"}')""",
        "never reads": "import sys; sys.stdin.close()",
    }.values(),
)
def test_a_child_that_fails_is_a_sentence(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    childless(monkeypatch, program)
    with pytest.raises(ImportRefused, match=r"^a\.pdf could not be read; it may be damaged\.$"):
        read_safely(b"x" * 3_000_000, name="a.pdf")


@pytest.mark.parametrize("program", ["while True: pass", "import time; time.sleep(60)"])
def test_a_child_that_never_ends_is_given_up(program: str, monkeypatch: pytest.MonkeyPatch) -> None:
    childless(monkeypatch, program)
    began = time.monotonic()
    with pytest.raises(ImportRefused, match=r"a\.pdf took longer than 1 seconds"):
        read_safely(b"x", name="a.pdf", seconds=1)
    assert time.monotonic() - began < 5


def test_a_file_that_takes_too_long_is_given_up() -> None:
    with pytest.raises(ImportRefused, match="took longer than"):
        read_safely(files.good_pdf(), name="a.pdf", seconds=0.05)


def test_a_file_that_takes_too_much_memory_is_given_up() -> None:
    bomb = files.page_with(files.stream(files.bomb(400), b"/Filter /FlateDecode"))
    with pytest.raises(ImportRefused, match=r"^a\.pdf needs more memory than a document may"):
        read_safely(bomb, name="a.pdf")


def test_a_child_that_starves_at_once_is_a_sentence() -> None:
    with pytest.raises(ImportRefused, match=r"^a\.docx (could not be read|needs more memory)"):
        read_safely(files.good_docx(), name="a.docx", memory=1_000_000)


ACTS = {
    "network": "import socket; socket.socket()",
    "names": "import socket; socket.getaddrinfo('kommune.example', 80)",
    "web": "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9/')",
    "program": "import subprocess; subprocess.run(['true'])",
    "shell": "import os; os.system('true')",
    "fork": "import os; os.fork()",
    "write": "open('/tmp/ordet-was-here', 'w')",
    "append": "open('/tmp/ordet-was-here', 'a')",
    "descriptor": "import os; os.open('/tmp/ordet-was-here', os.O_CREAT | os.O_WRONLY)",
    "remove": "import os; os.remove('/tmp/ordet-was-here')",
    "kill": "import os; os.kill(os.getppid(), 0)",
}


@pytest.mark.parametrize("act", ACTS)
def test_the_child_may_not(act: str) -> None:
    program = f"from policies.importers.child import lock; lock()\n{ACTS[act]}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 1
    assert "PermissionError" in done.stderr
    assert "is not for a process that reads a stranger's file" in done.stderr


def test_the_child_may_read() -> None:
    program = (
        "from policies.importers.child import lock; lock()\nprint(len(open('manage.py').read()))"
    )
    subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)


def test_the_system_keeps_the_limits() -> None:
    program = (
        "import resource as r; from policies.importers.child import limit\n"
        "limit(200_000_000, 5, 1000)\n"
        "assert [r.getrlimit(x) for x in (r.RLIMIT_CPU, r.RLIMIT_FSIZE, r.RLIMIT_CORE)]"
        " == [(6, 6), (1000, 1000), (0, 0)]\n"
        "bytearray(400_000_000)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stderr.strip().endswith("MemoryError")


def test_the_child_has_no_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "hemmelig")
    monkeypatch.setenv("DATABASE_URL", "postgres://hemmelig")
    childless(
        monkeypatch,
        "import json, os; print(json.dumps({'refused': repr(sorted(os.environ))}))",
    )
    with pytest.raises(ImportRefused) as refused:
        read_safely(b"x", name="a.txt")
    assert "SECRET" not in str(refused.value)
    assert "DATABASE" not in str(refused.value)


TEXT = st.text(max_size=20)
NOTES = st.builds(Note, TEXT, st.none() | st.integers(1, 10**6), TEXT)
BLOCKS = st.builds(Block, TEXT, TEXT, st.integers(0, 9), TEXT, TEXT)
SECTIONS = st.builds(SectionOutline, TEXT, TEXT, st.lists(BLOCKS, max_size=4).map(tuple))
OUTLINES = st.builds(
    Outline,
    TEXT,
    TEXT,
    st.lists(SECTIONS, max_size=4).map(tuple),
    st.lists(st.builds(ThemeOutline, TEXT, TEXT), max_size=3).map(tuple),
    st.lists(NOTES, max_size=3).map(tuple),
    st.lists(NOTES, max_size=3).map(tuple),
    label_follows_title=st.booleans(),
)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(OUTLINES)
def test_an_outline_survives_the_way(outline: Outline) -> None:
    assert from_json(to_json(outline)) == outline


@pytest.mark.parametrize("text", ["", "[]", "1", "{}", '{"title": ""}', "[" * 100_000, '"\\ud800"'])
def test_what_is_no_outline_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"This is no outline|Expecting value"):
        from_json(text)
