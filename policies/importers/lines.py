"""Bytes to lines: what encoding, what is no text at all, how large is too large."""

import codecs
import re
import unicodedata
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from policies.importers.outline import ImportRefused, Note

# The longest Danish policy we know is 0.4 MB as text; a line is a printed line or one paragraph.
MAX_BYTES = 4_000_000
MAX_LINE = 20_000
MAX_LINES = 50_000

SIGNATURES = {
    b"%PDF": "PDF",
    b"PK\x03\x04": "DOCX, ODT or ZIP",
    b"\xd0\xcf\x11\xe0": "DOC",
    b"{\\rtf": "RTF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"\x1f\x8b": "GZIP",
}
_BOMS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
SOFT_HYPHEN = "\u00ad"
# PDF tools write these for a line-end hyphen, a ligature, an invisible joint or a hard space.
_CLEAN = str.maketrans(
    {
        "\x02": SOFT_HYPHEN,
        "\ufffe": SOFT_HYPHEN,
        "\u2010": "-",
        "\u2011": "-",
        "\u2212": "-",
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "\u200b": None,
        "\u200c": None,
        "\u200d": None,
        "\u2060": None,
        "\ufeff": None,
    }
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff]")
_MOJIBAKE = re.compile(r"Ã[¦¸¥†˜…]")


@dataclass(frozen=True)
class Line:
    """One line with words on it. `gap` counts the blank lines before it, `indent` columns.

    `new_page` says that blank lines before it mean nothing: a page, or page furniture, was between.
    """

    number: int
    text: str
    indent: int = 0
    gap: int = 0
    new_page: bool = False

    @property
    def edge(self) -> int:
        """The column where the line ends."""
        return self.indent + len(self.text)


def decode(data: bytes, name: str = "") -> tuple[str, list[Note]]:
    """The text of a file and doubts about its encoding; `ImportRefused` for what is no text."""
    who = {"name": name or _("The file")}
    if len(data) > MAX_BYTES:
        who["size"] = str(MAX_BYTES // 1_000_000)
        raise ImportRefused(_("%(name)s is larger than %(size)s MB.") % who)
    if not data.strip():
        raise ImportRefused(_("%(name)s is empty.") % who)
    for magic, kind in SIGNATURES.items():
        if data.startswith(magic):
            message = _("%(name)s is a %(kind)s file; this command reads plain text.")
            raise ImportRefused(message % {**who, "kind": kind})
    text, doubts = _decode(data, who)
    controls = len(_CONTROL.findall(text.replace("\x02", "")))
    if "\x00" in text or controls > len(text) // 50:
        raise ImportRefused(_("%(name)s is a binary file; this command reads plain text.") % who)
    if "\ufffd" in text or _MOJIBAKE.search(text):
        doubts.append(Note(_("Some letters were damaged before the file came here."), None))
    return unicodedata.normalize("NFC", _CONTROL.sub(" ", text.translate(_CLEAN))), doubts


def _decode(data: bytes, who: dict[str, str]) -> tuple[str, list[Note]]:
    encoding = next((e for bom, e in _BOMS.items() if data.startswith(bom)), "utf-8")
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError:
        pass
    text = data.decode("cp1252", errors="replace")
    if encoding != "utf-8" or _MOJIBAKE.search(text):
        message = _("%(name)s has bytes that are no letters in its encoding; save it as UTF-8.")
        raise ImportRefused(message % who)
    message = _("The file is not UTF-8; it was read as Windows-1252. Check æ, ø and å.")
    return text, [Note(message, None)]


def decode_glyphs(text: str) -> str:
    """Letters as in `decode`; a soft hyphen at the end stays, because it says the word goes on."""
    return unicodedata.normalize("NFC", _CONTROL.sub(" ", text.translate(_CLEAN))).strip()


def clean(text: str) -> str:
    """A text that has no lines of its own: letters as in `decode`, white space collapsed."""
    text = _CONTROL.sub(" ", text.translate(_CLEAN).replace(SOFT_HYPHEN, ""))
    return " ".join(unicodedata.normalize("NFC", text).split())


def split(text: str, name: str = "") -> list[Line]:
    """The lines that have something on them, runs of spaces collapsed, blank lines counted."""
    rows = re.split(r"\r\n|[\r\n\u2028\u2029]", text)
    who = {"name": name or _("The file")}
    if len(rows) > MAX_LINES:
        message = _("%(name)s has more than %(limit)s lines.")
        raise ImportRefused(message % {**who, "limit": MAX_LINES})
    if max(map(len, rows)) > MAX_LINE:
        message = _("%(name)s has a line of more than %(limit)s characters; it is no document.")
        raise ImportRefused(message % {**who, "limit": MAX_LINE})
    lines: list[Line] = []
    gap, new_page = 0, False
    for number, row in enumerate(rows, start=1):
        for position, part in enumerate(row.replace("\x0b", "\f").split("\f")):
            new_page = new_page or position > 0
            line = _line(number, part)
            if line.text:
                lines.append(replace(line, gap=gap, new_page=new_page))
                gap, new_page = 0, False
        gap += not row.strip()
    if not lines:
        raise ImportRefused(_("%(name)s is empty.") % who)
    return lines


def _line(number: int, row: str) -> Line:
    row = row.expandtabs(4).replace("\u00a0", " ").rstrip()
    text = " ".join(row.split())
    if SOFT_HYPHEN in text:
        # Inside a line a soft hyphen is invisible; at its end it is a hyphen that must go.
        at_end = text.endswith(SOFT_HYPHEN)
        text = text.replace(SOFT_HYPHEN, "") + (SOFT_HYPHEN if at_end else "")
    return Line(number, text, indent=len(row) - len(row.lstrip()))
