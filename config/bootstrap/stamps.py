"""What is already done is not done again: stamps, written last.

A stamp is a small JSON file beside what it vouches for. It is removed before the work and written
after it, so work that was interrupted has no stamp and is done again.
"""

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any


class Stamp:
    """The record of one piece of finished work."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> dict[str, Any]:
        """What was recorded; empty when the work was never finished or the file is damaged."""
        try:
            record = json.loads(self.path.read_bytes())
        except (OSError, ValueError):
            return {}
        return record if isinstance(record, dict) else {}

    def remove(self) -> None:
        self.path.unlink(missing_ok=True)

    def write(self, record: dict[str, Any]) -> None:
        """Replaces the stamp in one move, so that no half-written one can be read."""
        draft = self.path.with_name(f"{self.path.name}.new")
        draft.write_text(json.dumps(record, indent=1, sort_keys=True) + "\n")
        draft.replace(self.path)


def fingerprint(files: Iterable[Path], base: Path) -> str:
    """A SHA-256 over contents and names, the latter as seen from `base`, so that a folder may be
    moved as a whole; a missing file counts as such."""
    digest = hashlib.sha256()
    for file in sorted(files):
        content = file.read_bytes() if file.is_file() else b"\0missing"
        name = os.path.relpath(file, base)
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def files_in(*folders: Path) -> list[Path]:
    return [file for folder in folders for file in folder.rglob("*") if file.is_file()]
