"""How a page is held to its cost."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext


@contextmanager
def at_most(queries: int, *, passing_by: tuple[str, ...] = ()) -> Iterator[None]:
    """So many queries, none of which is planned to read a large table from end to end, but for
    those it may pass by."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("SELECT relname FROM pg_class WHERE reltuples > 1000 AND relkind = 'r'")
        large = {name for (name,) in cursor.fetchall()}
    with CaptureQueriesContext(connection) as asked:
        yield
    read = [query["sql"] for query in asked if query["sql"].startswith("SELECT")]
    assert 0 < len(read) <= queries, read
    with connection.cursor() as cursor:
        for sql in read:
            cursor.execute("EXPLAIN " + sql.replace("%", "%%"), [])
            plan = "\n".join(line for (line,) in cursor.fetchall())
            scanned = set(re.findall(r"Seq Scan on (\w+)", plan))
            assert not scanned & large - set(passing_by), f"{sql}\n{plan}"
