"""Which files may be attached: told by what is in them, never by what they are called.

Everything here is cheap on purpose: the first and last bytes of a file, and of a ZIP its directory
and one small entry. Nothing is unpacked that could be larger than it says.
"""

import re
import struct
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from typing import IO

import puremagic

MEGABYTE = 1024 * 1024
# Bytes in one file, and files in one response.
LARGEST, MOST = 10 * MEGABYTE, 5

# Bytes of a ZIP's directory and of the one entry that is read.
_LARGEST_DIRECTORY, _LARGEST_ENTRY = MEGABYTE, 256 * 1024
# The record at the end of a ZIP, and the mark of a larger kind that stands 20 bytes before it.
_END, _LARGER_KIND = struct.Struct("<4s4H2LH"), b"PK\x06\x07"

# What Python raises on an archive that is broken, encrypted, or lies about itself.
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    KeyError,
    ValueError,
    RuntimeError,
    EOFError,
    OSError,
)

_LONGEST_NAME = 100
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ODT = "application/vnd.oasis.opendocument.text"


@dataclass(frozen=True)
class Kind:
    content_type: str
    endings: tuple[str, ...]


_PDF = Kind("application/pdf", ("pdf",))
_DOCX = Kind(_OFFICE, ("docx",))
_TEXT = Kind(_ODT, ("odt",))
_KINDS = {
    kind.content_type: kind
    for kind in (_PDF, Kind("image/png", ("png",)), Kind("image/jpeg", ("jpg", "jpeg")))
}
# For the file chooser; what counts is what is in the file.
ACCEPT = ".pdf,.docx,.odt,.png,.jpg,.jpeg"


def kind_of(file: IO[bytes]) -> Kind | None:
    """What the file is, None when it is nothing that may be attached.

    A file that is two things at once is what it begins as.
    """
    file.seek(0)
    if file.read(4) == b"PK\x03\x04":
        return _document_in(file)
    file.seek(0)
    try:
        found = puremagic.magic_stream(file)
    except (puremagic.PureError, ValueError):
        return None
    return _KINDS.get(found[0].mime_type)


def _document_in(file: IO[bytes]) -> Kind | None:
    """Whether a ZIP is a text document without macros."""
    if not _has_small_directory(file):
        return None
    try:
        with zipfile.ZipFile(file) as archive:
            names = {name.lower() for name in archive.namelist()}
            if any(_is_macro(name) for name in names):
                return None
            if "mimetype" in names:
                return _TEXT if _entry(archive, "mimetype") == _ODT.encode() else None
            types = _entry(archive, "[Content_Types].xml").lower()
    except _UNREADABLE:
        return None
    is_word = _OFFICE.encode() + b".main+xml" in types
    return _DOCX if is_word and b"macro" not in types and b"vba" not in types else None


def _has_small_directory(file: IO[bytes]) -> bool:
    """True for a ZIP that ends with the plain end record of a directory worth reading. Python
    reads the whole directory at once, and a hostile one holds 200,000 names."""
    end = file.seek(0, 2)
    if end < _END.size + 20:
        return False
    file.seek(end - _END.size - 20)
    tail = file.read()
    mark, *_counts, size, _offset, comment = _END.unpack(tail[20:])
    return (
        mark == b"PK\x05\x06"
        and comment == 0
        and size <= _LARGEST_DIRECTORY
        and not tail.startswith(_LARGER_KIND)
    )


def _is_macro(name: str) -> bool:
    return "vba" in name.rsplit("/", 1)[-1] or name.startswith(("basic/", "scripts/"))


def _entry(archive: zipfile.ZipFile, name: str) -> bytes:
    """A small entry; ValueError for one that is larger, whatever the directory says of it."""
    if archive.getinfo(name).compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise ValueError("packed as no text document is")
    with archive.open(name) as entry:
        content = entry.read(_LARGEST_ENTRY + 1)
    if len(content) > _LARGEST_ENTRY:
        raise ValueError("an entry too large to be read")
    return content


def plain_name(name: str) -> str:
    """The name as it may be shown: no folder, nothing invisible, nothing that turns text around."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rsplit("/", 1)[-1]
    name = "".join(" " if _is_odd(character) else character for character in name)
    return " ".join(name.split()).strip(". ")[-2 * _LONGEST_NAME :]


def safe_name(name: str, kind: Kind) -> str:
    """The name a reader saves the file as: plain, and with the ending that its content has."""
    name = plain_name(name)
    stem, _dot, ending = name.rpartition(".")
    if stem and ending.lower() in kind.endings:
        return f"{stem[:_LONGEST_NAME]}.{ending.lower()}"
    if stem and re.fullmatch(r"[A-Za-z][A-Za-z0-9]{0,4}", ending):
        name = stem
    return f"{name[:_LONGEST_NAME].strip('. ') or 'bilag'}.{kind.endings[0]}"


def _is_odd(character: str) -> bool:
    """Control, format and unassigned characters, and what some disks do not take."""
    return unicodedata.category(character)[0] in "CZ" or character in '<>:"|?*'
