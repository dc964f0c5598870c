"""Files that mean harm: each is one sentence, in under a second and under 200 MB."""

import io
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from pypdf import PdfWriter

from tests.policies.importers import files

SECONDS = 1.0
KILOBYTES = 200_000

MORE = "".join(f"<!ENTITY {chr(98 + i)} '{f'&{chr(97 + i)};' * 10}'>" for i in range(12))
LAUGHS = f"<!DOCTYPE a [<!ENTITY a 'ha'>{MORE}]>"
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
NETWORK = '<!DOCTYPE a SYSTEM "http://127.0.0.1:9/a.dtd">'
PARAMETER = '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:9/a.dtd"> %p;]>'

BIG = "%s would unpack to far more than a document holds."
MANY = "%s is packed in too many parts to be a document."
HALF = "%s is damaged or only half of it came."
LOCKED = "%s has a password. Save it without one."
MACROS = "%s holds macros. Save it as DOCX without them."
ENTITIES = "%s declares XML entities, which no word processor writes."
AROUND = "%s has other data around the document; it is no plain document."
TWO = "%s is two kinds of file in one; that is no document."
NAMES = "%s has parts with forbidden names; it is no document."
UNKNOWN = "%s is a {} file. Send a DOCX, ODT, PDF, TXT or Markdown file."
MEMORY = "%s needs more memory than a document may, and was given up."
SCAN = "%s has pictures of pages but no text; have it read by OCR first."
DEEP = "%s is nested too deep to be a document."


def nested_zip() -> bytes:
    data = bytes(1_000_000)
    for _ in range(6):
        data = files.packed({f"{i}.zip": data for i in range(8)})
    return data


def many_parts(count: int) -> bytes:
    return files.packed({f"word/{i}": b"" for i in range(count)}, zipfile.ZIP_STORED)


def twice() -> bytes:
    file = io.BytesIO(files.good_docx())
    with zipfile.ZipFile(file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("word/document.xml", "<a/>")
    return file.getvalue()


def macros() -> bytes:
    return files.raw_docx(files.paragraph("a"), parts={"word/vbaProject.bin": b"\xd0\xcf"})


def macro_type() -> bytes:
    types = files.TYPES.replace(
        "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "vnd.ms-word.document.macroEnabled.main+xml",
    )
    return files.raw_docx(files.paragraph("a"), parts={"[Content_Types].xml": types})


def encrypted_docx() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le")


def encrypted_odt() -> bytes:
    manifest = "<m><file-entry><encryption-data/></file-entry></m>"
    return files.raw_odt("<a/>", {"META-INF/manifest.xml": manifest})


def odt_with_basic() -> bytes:
    return files.raw_odt("<a/>", {"Basic/Standard/Module1.xml": "<a/>"})


def deep_xml() -> bytes:
    return files.raw_docx("<w:ins>" * 100_000 + files.paragraph("a") + "</w:ins>" * 100_000)


def pages(count: int) -> bytes:
    writer = PdfWriter()
    for _ in range(count):
        writer.add_blank_page(100, 100)
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def looping_pages() -> bytes:
    return files.raw_pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>",
        }
    )


def stream_bomb() -> bytes:
    return files.page_with(files.stream(files.bomb(600), b"/Filter /FlateDecode"))


def stream_bomb_twice() -> bytes:
    packed = zlib.compress(files.bomb(600), 9)
    return files.page_with(files.stream(packed, b"/Filter [/FlateDecode /FlateDecode]"))


def deep_pdf() -> bytes:
    return files.page_with(files.stream(b"BT /F1 9 Tf " + b"[" * 100_000 + b"] TJ ET"))


def scan() -> bytes:
    return files.page_with(files.stream(b"0 0 100 100 re f"))


def cut_pdf() -> bytes:
    data = files.good_pdf("= Mål\n" + "#lorem(800)\n\n" * 9)
    return data[: len(data) // 2]


def polyglot() -> bytes:
    return files.good_pdf() + files.good_docx()


CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "bomb.docx": (lambda: files.raw_docx(" " * 60_000_000), BIG),
    "bomb.odt": (lambda: files.raw_odt(" " * 60_000_000), BIG),
    "pictures.docx": (
        lambda: files.raw_docx("", parts={f"word/{i}.png": bytes(40_000_000) for i in range(8)}),
        BIG,
    ),
    "undeclared.docx": (
        lambda: files.with_sizes(files.raw_docx(" " * 60_000_000), 400),
        HALF,
    ),
    "overlapping.docx": (lambda: files.overlapping(500), BIG),
    "nested.docx": (nested_zip, UNKNOWN.format("ZIP")),
    "many.docx": (lambda: many_parts(2_500), MANY),
    "very-many.docx": (lambda: many_parts(70_000), MANY),
    "slip.docx": (lambda: files.raw_docx("", parts={"../../etc/passwd": "x"}), NAMES),
    "absolute.docx": (lambda: files.raw_docx("", parts={"/etc/passwd": "x"}), NAMES),
    "drive.docx": (lambda: files.raw_docx("", parts={"C:\\a": "x"}), NAMES),
    "twice.docx": (twice, "%s holds two parts of one name; it is no document."),
    "locked.docx": (lambda: files.with_flags(files.good_docx(), 1), LOCKED),
    "bzip2.docx": (
        lambda: files.packed({"[Content_Types].xml": files.TYPES}, zipfile.ZIP_BZIP2),
        "%s is packed in a way that documents are not.",
    ),
    "half.docx": (lambda: files.good_docx()[:9_000], HALF),
    "last-byte.docx": (lambda: files.good_docx()[:-1], HALF),
    "trailing.docx": (lambda: files.good_docx() + b"x" * 50, AROUND),
    "laughs.docx": (lambda: files.raw_docx("&m;", prolog=LAUGHS), ENTITIES),
    "outside.docx": (lambda: files.raw_docx("&x;", prolog=OUTSIDE), ENTITIES),
    "network.docx": (lambda: files.raw_docx("", prolog=NETWORK), ENTITIES),
    "parameter.docx": (lambda: files.raw_docx("", prolog=PARAMETER), ENTITIES),
    "laughs.odt": (lambda: files.raw_odt(f"{LAUGHS}<a>&m;</a>"), ENTITIES),
    "broken.docx": (lambda: files.raw_docx("<w:p>"), HALF),
    "deep.docx": (deep_xml, DEEP),
    "tags.docx": (
        lambda: files.raw_docx("<w:p/>" * 1_500_000),
        "%s has far more parts in it than a document holds.",
    ),
    "paragraphs.docx": (
        lambda: files.raw_docx(files.paragraph("a") * 50_000),
        "%s has more text than any policy.",
    ),
    "long.docx": (
        lambda: files.raw_docx(files.paragraph("ord " * 1_200_000)),
        "%s has more text than any policy.",
    ),
    "columns.odt": (
        lambda: files.raw_odt(
            '<o:document xmlns:o="o" xmlns:t="t"><o:body><o:text><t:table>'
            + '<t:table-row t:number-rows-repeated="90000"><t:table-cell'
            ' t:number-columns-repeated="90000"><t:p/></t:table-cell><t:table-cell/></t:table-row>'
            + "</t:table></o:text></o:body></o:document>"
        ),
        "%s holds no text.",
    ),
    "encrypted.docx": (encrypted_docx, LOCKED),
    "encrypted.odt": (encrypted_odt, LOCKED),
    "macros.docm": (macros, MACROS),
    "macros.docx": (macro_type, MACROS),
    "macros.odt": (odt_with_basic, "%s holds macros. Save it without them."),
    "old.doc": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), UNKNOWN.format("DOC")),
    "sheet.xlsx": (
        lambda: files.packed({"[Content_Types].xml": "<a/>", "xl/workbook.xml": "<a/>"}),
        UNKNOWN.format("XLSX/PPTX"),
    ),
    "picture.docx": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(500), UNKNOWN.format("PNG")),
    "page.html": (lambda: b"<!DOCTYPE html><html><h1>a</h1>", UNKNOWN.format("HTML/XML")),
    "flat.fodt": (lambda: b"<?xml version='1.0'?>\n<office:document/>", UNKNOWN.format("HTML/XML")),
    "program.pdf": (lambda: b"\x7fELF" + bytes(5000), UNKNOWN.format("binary")),
    "huge.pdf": (lambda: b"%PDF-1.7\n" + bytes(26_000_000), "%s is larger than 25 MB."),
    "empty.pdf": (lambda: b"", "%s is empty."),
    "locked.pdf": (lambda: files.locked_pdf("hemmelig"), LOCKED),
    "half.pdf": (cut_pdf, HALF),
    "broken.pdf": (lambda: b"%PDF-1.7\n" + b"1 0 obj\n" * 5_000 + b"%%EOF", HALF),
    "pages.pdf": (lambda: pages(501), "%s has 501 pages; a policy has at most 500."),
    "loop.pdf": (looping_pages, SCAN),
    "stream.pdf": (stream_bomb, MEMORY),
    "streams.pdf": (stream_bomb_twice, MEMORY),
    "deep.pdf": (deep_pdf, SCAN),
    "scan.pdf": (scan, SCAN),
    "polyglot.pdf": (polyglot, TWO),
    "prefixed.docx": (lambda: b"MZ" + bytes(100) + files.good_docx(), TWO),
}


@pytest.fixture(scope="module")
def took(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """What was said of each file, and what it cost; measured in one go."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, (make, _sentence) in CASES.items():
        (folder / name).write_bytes(make())
    command = [sys.executable, "-m", "tests.policies.importers.measure"]
    paths = [str(folder / name) for name in CASES]
    said = subprocess.run([*command, *paths], capture_output=True, check=True).stdout
    return {each["name"]: each for each in map(json.loads, said.splitlines())}


@pytest.mark.parametrize("name", CASES)
def test_refused_with_a_sentence_at_once(name: str, took: dict[str, dict[str, Any]]) -> None:
    sentence = CASES[name][1]
    assert took[name]["said"] == sentence % name
    assert took[name]["seconds"] < SECONDS
    # The most of any file so far; the first test to fail has the one to blame.
    assert took[name]["kilobytes"] < KILOBYTES
