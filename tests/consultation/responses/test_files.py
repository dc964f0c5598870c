"""What a file is, by what is in it; and what it is called when it is downloaded."""

import io
import struct
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.responses.files import kind_of, safe_name
from tests import files


def ending(content: bytes) -> str | None:
    kind = kind_of(io.BytesIO(content))
    return kind.endings[0] if kind else None


@pytest.mark.parametrize(
    ("content", "is_a"),
    [
        (files.PDF, "pdf"),
        (files.PNG, "png"),
        (files.JPEG, "jpg"),
        (files.docx(), "docx"),
        (files.odt(), "odt"),
        # A page of ours to a browser that guesses; a PDF to us, and saved as one.
        (files.PDF + files.HTML, "pdf"),
        (files.PDF + files.docx(), "pdf"),
    ],
)
def test_what_may_be_attached(content: bytes, is_a: str) -> None:
    assert ending(content) == is_a


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Hej med jer",
        files.HTML,
        files.HTML + files.PDF,
        b"MZ\x90\x00" + files.PDF,
        b"GIF89a\x01\x00\x01\x00",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
        b"{\\rtf1 Hej}",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 gammel Word",
        b"PK\x03\x04",
        b"PK\x03\x04" + b"\x00" * 100,
        files.zipped(brev="Kære kommune"),
        files.docx(files.WITH_MACROS),
        files.docx(**{"word/vbaProject.bin": b"makro"}),
        files.docx(**{"word/VBAPROJECT.BIN": b"makro"}),
        files.docx("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"),
        files.odt("application/vnd.oasis.opendocument.spreadsheet"),
        files.odt(**{"Basic/Standard/Makro.xml": "makro"}),
        files.odt(**{"Scripts/python/makro.py": "makro"}),
        files.docx()[:-30],
        files.HTML + files.docx(),
        # A comment after the end of the ZIP, where another ZIP may hide.
        files.docx()[:-2] + b"\x05\x00hallo",
    ],
)
def test_what_may_not(content: bytes) -> None:
    assert ending(content) is None


@given(st.binary(max_size=200), st.sampled_from([b"", b"PK\x03\x04", b"%PDF-", b"\x89PNG\r\n"]))
def test_nothing_makes_it_fall_over(content: bytes, start: bytes) -> None:
    kind_of(io.BytesIO(start + content))


@given(st.integers(0, 400), st.binary(min_size=1, max_size=8))
def test_a_broken_zip_is_only_not_a_document(at: int, noise: bytes) -> None:
    content = files.docx()
    kind_of(io.BytesIO(content[:at] + noise + content[at + len(noise) :]))


@pytest.mark.parametrize("content", [files.bomb(), files.crowd(30_000)], ids=["large", "many"])
def test_a_zip_bomb_is_not_unpacked(content: bytes) -> None:
    tracemalloc.start()
    assert ending(content) is None
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 5 * 1024 * 1024


def test_a_directory_that_lies_about_its_size_is_believed_in_nothing() -> None:
    """The entry says one byte and unpacks to many."""
    content = files.bomb()
    at = content.index(b"PK\x01\x02")
    lying = content[: at + 24] + struct.pack("<L", 1) + content[at + 28 :]
    assert ending(lying) is None


@pytest.mark.parametrize(
    ("name", "content", "saved_as"),
    [
        ("Svar fra Seniorrådet.pdf", files.PDF, "Svar fra Seniorrådet.pdf"),
        ("SVAR.PDF", files.PDF, "SVAR.pdf"),
        ("billede.jpeg", files.JPEG, "billede.jpeg"),
        # Named one thing, and another inside.
        ("faktura.exe", files.PDF, "faktura.pdf"),
        ("svar.docx", files.PDF, "svar.pdf"),
        ("brev", files.odt(), "brev.odt"),
        ("udkast.v2 endelig", files.docx(), "udkast.v2 endelig.docx"),
        ("../../etc/passwd", files.PDF, "passwd.pdf"),
        ("C:\\Users\\Ole\\svar.pdf", files.PDF, "svar.pdf"),
        (".htaccess", files.PDF, "htaccess.pdf"),
        ("..", files.PDF, "bilag.pdf"),
        ("", files.PDF, "bilag.pdf"),
        # "fdp.exe" as it would be shown turned around.
        ("svar\u202efdp.exe", files.PDF, "svar fdp.pdf"),
        ("a\x00b\r\nSet-Cookie: x.pdf", files.PDF, "a b Set-Cookie x.pdf"),
        ('"; filename="ond.html', files.PDF, "; filename= ond.pdf"),
        ("رد المجلس.pdf", files.PDF, "رد المجلس.pdf"),
        ("=1+1.pdf", files.PDF, "=1+1.pdf"),
    ],
)
def test_what_it_is_saved_as(name: str, content: bytes, saved_as: str) -> None:
    kind = kind_of(io.BytesIO(content))
    assert kind is not None
    assert safe_name(name, kind) == saved_as


@given(st.text(max_size=300))
def test_any_name_becomes_a_safe_one(name: str) -> None:
    kind = kind_of(io.BytesIO(files.PDF))
    assert kind is not None
    safe = safe_name(name, kind)
    assert safe.endswith(".pdf")
    assert len(safe) <= 104
    assert safe == safe_name(safe, kind)
    assert not set(safe) & set('/\\<>:"|?*\x00\r\n\u202a\u202b\u202d\u202e\u2066\u2067\u2069')
