"""CSV as a Danish Excel opens it: semicolons, UTF-8 with a byte-order mark, CRLF between rows."""

import csv
from collections.abc import Iterable, Iterator
from datetime import datetime

from consultation.export.rows import Row, columns

Value = int | str | datetime

CONTENT_TYPE = "text/csv; charset=utf-8"

# A cell that begins with one of these is a formula to a spreadsheet (OWASP: CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")


class _Line:
    """A file of one line, for the csv module to write to."""

    def write(self, text: str) -> str:
        return text


def csv_lines(rows: Iterable[Row]) -> Iterator[bytes]:
    """The comments' file in pieces, one for each row."""
    return lines(columns(), (row.cells() for row in rows))


def lines(heading: Iterable[str], rows: Iterable[Iterable[Value]]) -> Iterator[bytes]:
    """Any file in pieces, one for the heading and one for each row."""
    writer = csv.writer(_Line(), delimiter=";", lineterminator="\r\n")
    yield b"\xef\xbb\xbf" + _encoded(writer.writerow(heading))
    for row in rows:
        yield _encoded(writer.writerow([_cell(value) for value in row]))


def _cell(value: Value) -> str:
    """The value as text that no spreadsheet computes: a formula gets an apostrophe in front."""
    if isinstance(value, datetime):
        return value.strftime("%d-%m-%Y %H:%M:%S")
    text = str(value)
    return f"'{text}" if text.lstrip(" ").startswith(_FORMULA) else text


def _encoded(line: object) -> bytes:
    return str(line).encode()
