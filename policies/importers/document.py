"""A file of any kind that we read, in; a policy's outline, out. What it is, its content says."""

import io
import re
import zipfile
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from dataclasses import replace

from django.utils.translation import gettext as _

from policies.importers.archive import Archive, attribute, local
from policies.importers.docx import read_docx
from policies.importers.lines import MAX_BYTES, SIGNATURES, clean
from policies.importers.markdown import read_markdown
from policies.importers.odt import read_odt
from policies.importers.outline import ImportRefused, Note, Outline
from policies.importers.pdf import read_pdf
from policies.importers.text import read_text

MAX_DOCUMENT_BYTES = 25_000_000
"""The largest file of any kind; plain text may have 4 MB."""

_READERS = {
    "DOCX": read_docx,
    "ODT": read_odt,
    "PDF": read_pdf,
    "TXT": read_text,
    "Markdown": read_markdown,
}
_ENDINGS = {
    "docx": "DOCX",
    "dotx": "DOCX",
    "odt": "ODT",
    "ott": "ODT",
    "pdf": "PDF",
    "txt": "TXT",
    "text": "TXT",
    "md": "Markdown",
    "markdown": "Markdown",
}
_WORD = "wordprocessingml"
_ODF_TEXT = re.compile(rb"application/vnd\.oasis\.opendocument\.text(-template)?\s*")
_HEAD = 1024  # bytes in which a PDF may have other things before it
_MARKDOWN = re.compile(r"^ {0,3}#{1,6} +\S|^\S.*\n {0,3}={3,} *$", re.MULTILINE)
_MARKUP = re.compile(rb"\s*<(?:\?xml|!doctype|html|svg|\w+[\s>])", re.IGNORECASE)


def read_document(data: bytes, *, name: str = "") -> Outline:
    """The outline of a DOCX, ODT, PDF, text or Markdown file; `name` is the file's, for messages.

    Raises `ImportRefused` for every other kind of file and for what is no policy.
    """
    who = clean(name) or _("The file")
    if len(data) > MAX_DOCUMENT_BYTES:
        size = MAX_DOCUMENT_BYTES // 1_000_000
        message = _("%(name)s is larger than %(size)s MB.") % {"name": who, "size": size}
        raise ImportRefused(message)
    kind = _kind(data, who)
    ending = _ENDINGS.get(who.rpartition(".")[2].casefold(), "") if "." in who else ""
    if kind == "TXT" and ending == "Markdown":
        kind = "Markdown"  # any text may be Markdown; here the name has to say
    try:
        outline = _READERS[kind](data, name=who)
    except RecursionError as error:
        message = _("%(name)s is nested too deep to be a document.")
        raise ImportRefused(message % {"name": who}) from error
    if ending == kind or (not ending and "." not in who):
        return outline
    message = _("The name says %(ending)s, but the file is %(kind)s and was read as that.")
    said = who.rpartition(".")[2].upper()
    note = Note(message % {"ending": said, "kind": kind})
    return replace(outline, doubts=(note, *outline.doubts))


def _kind(data: bytes, who: str) -> str:
    """A key of `_READERS`; `ImportRefused` for all other files, by name where they have one."""
    packed = zipfile.is_zipfile(io.BytesIO(data))
    portable = b"%PDF-" in data[:_HEAD]
    if packed and (portable or not data.startswith(b"PK")):
        message = _("%(name)s is two kinds of file in one; that is no document.")
        raise ImportRefused(message % {"name": who})
    if portable:
        return "PDF"
    if data.startswith(b"PK\x03\x04"):
        return _packed_kind(Archive(data, who), who)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            message = _("%(name)s has a password. Save it without one.")
            raise ImportRefused(message % {"name": who})
        raise _unknown(who, "DOC")
    for signature, kind in SIGNATURES.items():
        if data.startswith(signature):
            raise _unknown(who, kind)
    if _MARKUP.match(data[:_HEAD].removeprefix(b"\xef\xbb\xbf")):
        raise _unknown(who, "HTML/XML")
    if b"\x00" in data and not data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise _unknown(who, _("binary"))
    start = data[:MAX_BYTES].decode("utf-8", errors="replace")
    return "Markdown" if _MARKDOWN.search(start) else "TXT"


def _packed_kind(archive: Archive, who: str) -> str:
    if any(part.lower().endswith("vbaproject.bin") for part in archive.names):
        raise ImportRefused(
            _("%(name)s holds macros. Save it as DOCX without them.") % {"name": who}
        )
    if "[Content_Types].xml" in archive.names:
        types = _content_types(archive)
        if any("macroenabled" in each.casefold() for each in types):
            message = _("%(name)s holds macros. Save it as DOCX without them.")
            raise ImportRefused(message % {"name": who})
        if any(_WORD in each and ".main+xml" in each for each in types):
            return "DOCX"
        raise _unknown(who, "XLSX/PPTX")
    if _ODF_TEXT.fullmatch(archive.read("mimetype")):
        _refuse_bad_odf(archive, who)
        return "ODT"
    raise _unknown(who, "ZIP")


def _content_types(archive: Archive) -> list[str]:
    root = archive.xml("[Content_Types].xml")
    return [attribute(each, "ContentType") for each in (root if root is not None else ())]


def _refuse_bad_odf(archive: Archive, who: str) -> None:
    manifest = archive.xml("META-INF/manifest.xml")
    if manifest is not None and any(local(each) == "encryption-data" for each in manifest.iter()):
        raise ImportRefused(_("%(name)s has a password. Save it without one.") % {"name": who})
    if any(part.startswith(("Basic/", "Scripts/")) for part in archive.names):
        message = _("%(name)s holds macros. Save it without them.")
        raise ImportRefused(message % {"name": who})


def _unknown(who: str, kind: str) -> ImportRefused:
    message = _("%(name)s is a %(kind)s file. Send a DOCX, ODT, PDF, TXT or Markdown file.")
    return ImportRefused(message % {"name": who, "kind": kind})
