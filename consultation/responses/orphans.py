"""Files that no row knows of: left by a crash between the file and its row, or by a draft that was
sent or thrown away. Nobody can see them; here they go."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice

from django.core.files.storage import default_storage

from consultation.models import Attachment, DraftAttachment

# A younger file may be one whose row is not committed yet.
AGE = timedelta(hours=24)
_ROOT, _AT_A_TIME = "responses", 500


def remove_orphans(now: datetime) -> int:
    """Delete them; how many."""
    removed = 0
    files = _old_files(now)
    while names := tuple(islice(files, _AT_A_TIME)):
        for name in set(names) - _known(names):
            default_storage.delete(name)
            removed += 1
    return removed


def _known(names: tuple[str, ...]) -> set[str]:
    """Those that a row knows of. One statement sees one moment: a file that moves from a draft to
    its response is in one of the two tables."""
    sent = Attachment.objects.order_by().filter(file__in=names).values_list("file", flat=True)
    drafted = DraftAttachment.objects.order_by().filter(file__in=names)
    return set(sent.union(drafted.values_list("file", flat=True)))


def _old_files(now: datetime) -> Iterator[str]:
    if not default_storage.exists(_ROOT):
        return
    folders, _files = default_storage.listdir(_ROOT)
    for folder in folders:
        for file in default_storage.listdir(f"{_ROOT}/{folder}")[1]:
            name = f"{_ROOT}/{folder}/{file}"
            if default_storage.get_modified_time(name) < now - AGE:
                yield name
