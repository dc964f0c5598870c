"""Small files as people attach them, and as they should not."""

import io
import zipfile
import zlib

from consultation.responses.files import LARGEST

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
HTML = b"<!doctype html><script>alert(document.cookie)</script>"


def _chunk(kind: bytes, content: bytes) -> bytes:
    body = kind + content
    return len(content).to_bytes(4, "big") + body + zlib.crc32(body).to_bytes(4, "big")


PNG = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", b"\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00")
    + _chunk(b"IDAT", zlib.compress(b"\x00\x00"))
    + _chunk(b"IEND", b"")
)

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
WITH_MACROS = "application/vnd.ms-word.document.macroEnabled.main+xml"


def zipped(**entries: str | bytes) -> bytes:
    """A ZIP of these entries, packed."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            # Without a time, so that the same file is the same bytes.
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def docx(main: str = _WORD, **more: str | bytes) -> bytes:
    types = f'<Types><Override PartName="/word/document.xml" ContentType="{main}"/></Types>'
    return zipped(**{"[Content_Types].xml": types, "word/document.xml": "<w/>", **more})


def odt(mimetype: str = "application/vnd.oasis.opendocument.text", **more: str | bytes) -> bytes:
    return zipped(**{"mimetype": mimetype, "content.xml": "<office/>", **more})


def bomb() -> bytes:
    """A Word file whose list of types is 100 MB unpacked and 100 kB packed."""
    return zipped(**{"[Content_Types].xml": b" " * (10 * LARGEST), "word/document.xml": "<w/>"})


def crowd(entries: int) -> bytes:
    """A Word file with that many empty entries; enough of them fill memory as they are listed."""
    return docx(**{f"{n:06d}": "" for n in range(entries)})
