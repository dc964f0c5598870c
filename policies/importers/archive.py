"""A ZIP file from a stranger: looked at before it is opened, read part by part under limits."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from xml.etree.ElementTree import Element, ParseError

import defusedxml.ElementTree
from defusedxml import DefusedXmlException
from django.utils.translation import gettext as _

from policies.importers.outline import ImportRefused

# A policy of 100 pages has 60 parts, the largest with words in it 3 MB; its pictures may have 100.
MAX_PARTS = 2_000
MAX_UNPACKED = 300_000_000
MAX_PART = 10_000_000
MAX_XML = 16_000_000
MAX_TAGS = 600_000
_DIRECTORY_ENTRY = 400  # bytes, generously
_NO_MEMORY = 1  # expat's XML_ERROR_NO_MEMORY
_END = b"PK\x05\x06"
_END_SIZE = 22
_ZIP64 = b"PK\x06\x07"


class Archive:
    """The parts of a DOCX or ODT file. Every problem with it is an `ImportRefused`."""

    def __init__(self, data: bytes, name: str) -> None:
        self._name = name
        self._size = len(data)
        self._read = 0
        _refuse_bad_directory(data, self._refusal)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, struct.error, NotImplementedError) as error:
            raise self._refusal(_("%(name)s is damaged or only half of it came.")) from error
        self._refuse_bad_parts()
        self.names = frozenset(self._zip.namelist())

    def _refusal(self, message: str) -> ImportRefused:
        return ImportRefused(message % {"name": self._name})

    def _refuse_bad_parts(self) -> None:
        parts = self._zip.infolist()
        if len(parts) > MAX_PARTS:
            raise self._refusal(_("%(name)s is packed in too many parts to be a document."))
        if any(part.flag_bits & 0x1 for part in parts):
            raise self._refusal(_("%(name)s has a password. Save it without one."))
        if any(_leads_out(part.filename) for part in parts):
            raise self._refusal(_("%(name)s has parts with forbidden names; it is no document."))
        if len({part.filename for part in parts}) < len(parts):
            raise self._refusal(_("%(name)s holds two parts of one name; it is no document."))
        known = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        if any(part.compress_type not in known for part in parts):
            raise self._refusal(_("%(name)s is packed in a way that documents are not."))
        # Parts that lie over one another are how a small file unpacks to petabytes.
        overlap = sum(part.compress_size for part in parts) > self._size
        if overlap or sum(part.file_size for part in parts) > MAX_UNPACKED:
            raise self._refusal(_("%(name)s would unpack to far more than a document holds."))

    def read(self, part: str) -> bytes:
        """The bytes of a part, b"" when there is none, whatever size the file declares for it."""
        if part not in self.names:
            return b""
        try:
            with self._zip.open(part) as packed:
                data = packed.read(MAX_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError) as error:
            raise self._refusal(_("%(name)s is damaged or only half of it came.")) from error
        self._read += len(data)
        if len(data) > MAX_PART or self._read > MAX_XML:
            raise self._refusal(_("%(name)s would unpack to far more than a document holds."))
        return data

    def xml(self, part: str) -> Element | None:
        """The root of an XML part, None when there is none. No entities, no document type."""
        data = self.read(part)
        if not data:
            return None
        if data.count(b"<") > MAX_TAGS:
            raise self._refusal(_("%(name)s has far more parts in it than a document holds."))
        try:
            root: Element = defusedxml.ElementTree.fromstring(data, forbid_dtd=True)
        except DefusedXmlException as error:
            message = _("%(name)s declares XML entities, which no word processor writes.")
            raise self._refusal(message) from error
        except (ParseError, ValueError, LookupError) as error:
            if getattr(error, "code", 0) == _NO_MEMORY:
                raise MemoryError from error
            raise self._refusal(_("%(name)s is damaged or only half of it came.")) from error
        return root


def _refuse_bad_directory(data: bytes, refusal: Callable[[str], ImportRefused]) -> None:
    """What must be known before Python reads the directory: that it is one, whole, and short."""
    end = data.rfind(_END, -_END_SIZE - 65_536)
    if end < 0 or len(data) < end + _END_SIZE:
        raise refusal(_("%(name)s is damaged or only half of it came."))
    size, offset, comment = struct.unpack("<IIH", data[end + 12 : end + _END_SIZE])
    if end + _END_SIZE + comment != len(data) or offset + size > end:
        raise refusal(_("%(name)s has other data around the document; it is no plain document."))
    if size > MAX_PARTS * _DIRECTORY_ENTRY or data[max(0, end - 20) : end].startswith(_ZIP64):
        raise refusal(_("%(name)s is packed in too many parts to be a document."))
    if offset + size < end:
        raise refusal(_("%(name)s has other data around the document; it is no plain document."))


def _leads_out(name: str) -> bool:
    """Whether the name of a part would lead out of a folder that it is unpacked in."""
    steps = re.split(r"[/\\]", name)
    return ".." in steps or name.startswith(("/", "\\")) or ":" in steps[0] or "\x00" in name


def local(element: Element) -> str:
    """The name of an element without its namespace, of which each format has several."""
    return str(element.tag).rpartition("}")[2]


def attribute(element: Element | None, name: str) -> str:
    """The value of an attribute by its name without a namespace, "" when it has none."""
    if element is None:
        return ""
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == name:
            return value
    return ""


def child(element: Element | None, *path: str) -> Element | None:
    """The first descendant by a path of names without namespaces."""
    for step in path:
        if element is None:
            return None
        element = next((each for each in element if local(each) == step), None)
    return element
