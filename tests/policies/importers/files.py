"""Files as people, and people with bad intentions, send them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

import docx
import typst
from odf.opendocument import OpenDocumentText
from odf.text import H, P
from pypdf import PdfReader, PdfWriter

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
ODF_MIME = "application/vnd.oasis.opendocument.text"


def packed(parts: Mapping[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file of these parts."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def raw_docx(
    body: str, *, prolog: str = "", parts: Mapping[str, str | bytes] | None = None
) -> bytes:
    """A Word file with this XML in its body."""
    xml = f'{prolog}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
    base = {"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": xml}
    return packed({**base, **(parts or {})})


def raw_odt(content: str, parts: Mapping[str, str | bytes] | None = None) -> bytes:
    """An OpenDocument file with this content.xml."""
    return packed({"mimetype": ODF_MIME, "content.xml": content, **(parts or {})})


def paragraph(text: str) -> str:
    """A Word paragraph."""
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def good_docx() -> bytes:
    """A small Word file with a title, two sections and a list."""
    document = docx.Document()
    document.add_heading("Kulturpolitik", 0)
    document.add_heading("Indledning", 1)
    document.add_paragraph("Vi vil have kultur i hele byen.")
    document.add_heading("Mål", 1)
    document.add_paragraph("Flere skal synge.", style="List Bullet")
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def good_odt() -> bytes:
    """The same as an OpenDocument file, without the list."""
    document = OpenDocumentText()
    for level, text in ((1, "Indledning"), (0, "Vi vil have kultur i hele byen."), (1, "Mål")):
        element = H(outlinelevel=level, text=text) if level else P(text=text)
        document.text.addElement(element)
    document.text.addElement(P(text="Flere skal synge."))
    file = io.BytesIO()
    document.write(file)
    return file.getvalue()


def good_pdf(source: str = "= Indledning\nVi vil have kultur i hele byen.\n= Mål\nSyng.") -> bytes:
    """A tagged PDF, set by typst."""
    return bytes(typst.compile(f'#set text(lang: "da")\n{source}'.encode()))


def untagged(pdf: bytes) -> bytes:
    """The PDF without its structure tree."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    del writer._root_object["/StructTreeRoot"]
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def locked_pdf(password: str) -> bytes:
    """A PDF that opens with a password; with "" it opens for everybody but may not be changed."""
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(good_pdf())))
    writer.encrypt(password, "owner", algorithm="AES-256")
    file = io.BytesIO()
    writer.write(file)
    return file.getvalue()


def raw_pdf(objects: Mapping[int, bytes]) -> bytes:
    """A PDF of these objects, number 1 its catalog."""
    data = b"%PDF-1.7\n"
    offsets = {}
    for number, content in objects.items():
        offsets[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start, size = len(data), max(objects) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        data += b"%010d 00000 n \n" % offsets.get(number, 0)
    trailer = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return data + trailer % (size, start)


def stream(content: bytes, extra: bytes = b"") -> bytes:
    """A PDF stream object."""
    head = b"<< /Length %d %s >>\nstream\n" % (len(content), extra)
    return head + content + b"\nendstream"


def page_with(content: bytes) -> bytes:
    """A PDF of one page whose content is this stream object."""
    return raw_pdf(
        {
            1: b"<< /Type /Catalog /Pages 2 0 R >>",
            2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 300] /Contents 4 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>",
            4: content,
            5: b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        }
    )


def bomb(megabytes: int) -> bytes:
    """That many million spaces, deflated a thousand times smaller."""
    spaces = b" " * 1_000_000
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = packer.compress(spaces) + packer.flush(zlib.Z_FULL_FLUSH)
    check = 1
    for _ in range(megabytes):
        check = zlib.adler32(spaces, check)
    return b"\x78\xda" + block * megabytes + b"\x03\x00" + check.to_bytes(4, "big")


def with_sizes(data: bytes, declared: int) -> bytes:
    """A ZIP whose directories declare another size for every part than it has."""
    changed = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = data.find(signature)
        while at >= 0:
            struct.pack_into("<I", changed, at + offset, declared)
            at = data.find(signature, at + 4)
    return bytes(changed)


def with_flags(data: bytes, flag: int) -> bytes:
    """A ZIP with a flag set on every part in its directory."""
    changed = bytearray(data)
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        changed[at + 8] |= flag
        at = data.find(b"PK\x01\x02", at + 4)
    return bytes(changed)


def overlapping(count: int) -> bytes:
    """A ZIP in which `count` names stand for one and the same compressed megabytes."""
    one = packed({"[Content_Types].xml": TYPES, "a00000": b"x" * 20_000_000})
    end = one.rfind(b"PK\x05\x06")
    start = struct.unpack("<I", one[end + 16 : end + 20])[0]
    last = one.rfind(b"PK\x01\x02", 0, end)
    entry = one[last:end]
    copies = b"".join(entry.replace(b"a00000", b"a%05d" % i) for i in range(1, count))
    directory = one[start:end] + copies
    tail = struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, count + 1, count + 1, len(directory), start, 0
    )
    return one[:start] + directory + tail
