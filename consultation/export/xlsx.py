"""A workbook written row by row: memory is the same for ten comments and for 100,000."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from consultation.export.rows import Row, columns

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

# What Excel allows in a cell, counted in UTF-16 units; a longer text goes on in further columns.
CELL_UNITS = 32_767
# Columns whose texts may be that long, by their place in Row.cells().
LONG_COLUMNS = (9, 11, 12)
_WIDTHS = (10, 18, 9, 11, 16, 24, 22, 14, 9, 50, 18, 70, 50, 18, 24, 30)


def write_xlsx(file: IO[bytes], rows: Iterable[Row], *, longest_text: int) -> int:
    """Write the workbook to `file`; the number of comments written.

    `longest_text` (characters) says beforehand whether continuation columns are needed.
    """
    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheet = book.add_worksheet(_("Comments"))
    parts = _parts_needed(longest_text)
    plain = book.add_format({"text_wrap": True, "valign": "top"})
    hidden = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#E3E0D8"})
    moment = {"num_format": "dd-mm-yyyy hh:mm:ss", "valign": "top"}
    times = (book.add_format(moment), book.add_format({**moment, "bg_color": "#E3E0D8"}))
    _head(sheet, book.add_format({"bold": True, "text_wrap": True, "valign": "top"}), parts)
    written = 0
    for written, row in enumerate(rows, start=1):
        _write_row(
            sheet, written, row, parts, hidden if row.is_hidden else plain, times[row.is_hidden]
        )
    if written:
        sheet.autofilter(0, 0, written, len(_WIDTHS) - 1)
    book.close()
    return written


def _head(sheet: Any, bold: Any, parts: int) -> None:
    sheet.freeze_panes(1, 1)
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    headings = columns()
    for column in LONG_COLUMNS:
        for part in range(2, parts + 1):
            headings.append(
                _("%(column)s, continued (%(part)s)") % {"column": headings[column], "part": part}
            )
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, bold)


def _write_row(sheet: Any, line: int, row: Row, parts: int, text: Any, time: Any) -> None:
    cells = row.cells()
    rest: list[str] = []
    for column, value in enumerate(cells):
        if isinstance(value, datetime):
            sheet.write_datetime(line, column, value, time)
        elif isinstance(value, int):
            sheet.write_number(line, column, value, text)
        else:
            pieces = list(_pieces(value))
            sheet.write_string(line, column, pieces[0], text)
            if column in LONG_COLUMNS:
                rest += [*pieces[1:], *[""] * (parts - len(pieces))]
    for column, piece in enumerate(rest, start=len(cells)):
        if piece:
            sheet.write_string(line, column, piece, text)


def _parts_needed(longest_text: int) -> int:
    """How many cells the longest text may need: a character is one or two UTF-16 units."""
    return 1 if longest_text * 2 <= CELL_UNITS else -(-longest_text * 2 // (CELL_UNITS - 1))


def _pieces(text: str) -> Iterator[str]:
    """The text cut into cells, never through a character; "" is one empty piece."""
    if len(text) * 2 <= CELL_UNITS:
        yield text
        return
    start = units = 0
    for index, character in enumerate(text):
        size = 2 if ord(character) > 0xFFFF else 1
        if units + size > CELL_UNITS:
            yield text[start:index]
            start, units = index, 0
        units += size
    yield text[start:]
