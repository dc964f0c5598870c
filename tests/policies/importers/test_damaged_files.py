"""Files with some bytes changed: an outline or a sentence, never anything else."""

import io
import re
import zipfile
from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.importers.document import read_document
from policies.importers.outline import ImportRefused, Outline
from policies.importers.sandbox import read_safely
from tests.policies.importers import files

GOOD = {
    "politik.docx": files.good_docx(),
    "politik.odt": files.good_odt(),
    "politik.pdf": files.good_pdf(),
    "løs.pdf": files.untagged(files.good_pdf()),
    "politik.md": "# Plan\n\n## Mål\n\n- *mere*\n- [to](x)\n\n| a | b |\n|-|-|\n| c | d |".encode(),
}
PARTS = {"politik.docx": "word/document.xml", "politik.odt": "content.xml"}


def damaged(data: bytes, dice: Random) -> bytes:
    """Bytes changed, cut out or doubled in some places."""
    changed = bytearray(data)
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(len(changed) + 1)
        act = dice.randrange(4)
        if act == 0:
            changed[at : at + 1] = bytes([dice.randrange(256)])
        elif act == 1:
            del changed[at : at + dice.randint(1, 40)]
        elif act == 2:
            changed[at:at] = changed[at : at + dice.randint(1, 40)]
        else:
            changed[at : at + 1] = b"%d" % dice.choice([0, 1, 3, 9, 999, 65_536])
    return bytes(changed)


def inside(data: bytes, part: str, dice: Random) -> bytes:
    """The file with its XML changed, well packed: numbers, names and order of elements."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    pieces = re.split(r"(<[^>]*>)", parts[part].decode())
    for _ in range(dice.randint(1, 8)):
        at, other = dice.randrange(len(pieces)), dice.randrange(len(pieces))
        pieces[at] = dice.choice([pieces[other], pieces[at] * 2, re.sub(r"\d+", "-7", pieces[at])])
    parts[part] = "".join(pieces).encode()
    return files.packed(parts)


Reader = Callable[..., Outline]


def assert_outline_or_sentence(read: Reader, data: bytes, name: str) -> None:
    try:
        outline = read(data, name=name)
    except ImportRefused:
        return
    assert outline.sections


@pytest.mark.parametrize("name", ["politik.docx", "politik.odt", "politik.md"])
@settings(max_examples=120, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_damaged_anywhere(name: str, seed: int) -> None:
    assert_outline_or_sentence(read_document, damaged(GOOD[name], Random(seed)), name)


@pytest.mark.parametrize("name", PARTS)
@settings(max_examples=120, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_damaged_xml(name: str, seed: int) -> None:
    data = inside(GOOD[name], PARTS[name], Random(seed))
    assert_outline_or_sentence(read_document, data, name)


@pytest.mark.parametrize("name", ["politik.pdf", "løs.pdf"])
def test_damaged_pdf(name: str) -> None:
    """In the sandbox: a damaged PDF can ask for all the memory there is."""
    for seed in range(10):
        assert_outline_or_sentence(read_safely, damaged(GOOD[name], Random(seed)), name)
