"""Making an export: one moment in time, on record."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import IO

from django.db import connection, transaction

from accounts.models import User
from consultation.export.csv import csv_lines
from consultation.export.rows import longest_text, rows
from consultation.export.xlsx import write_xlsx
from consultation.models import AuditEvent, Hearing

FORMATS = ("xlsx", "csv")


def write_export(
    hearing: Hearing, format: str, file: IO[bytes], *, acting_user: User | None, at: datetime
) -> None:
    """Write the whole export to `file`; acting_user None is the server's own command line."""
    with one_moment():
        if format == "xlsx":
            write_xlsx(file, rows(hearing), longest_text=longest_text(hearing))
        else:
            file.writelines(csv_lines(rows(hearing)))
    record_export(hearing, format, acting_user=acting_user, at=at)


def stream_csv(hearing: Hearing) -> Iterator[bytes]:
    """The CSV piece by piece, all of it from one moment."""
    with one_moment():
        yield from csv_lines(rows(hearing))


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read inside is as it was at the start, however long it takes."""
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def record_export(hearing: Hearing, format: str, *, acting_user: User | None, at: datetime) -> None:
    """Who took what out of the house, and when."""
    AuditEvent.record(AuditEvent.Verb.EXPORTED, hearing, by=acting_user, at=at, format=format)
