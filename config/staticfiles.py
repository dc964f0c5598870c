"""Third-party front-end files: installed by npm, never committed, and only those we serve."""

from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

# Served under this prefix: the folder in node_modules, and what of it is used. DKFDS's style
# sheet names icons and fonts that must exist for hashing, also those no page ever loads.
VENDOR: dict[str, tuple[str, tuple[str, ...]]] = {
    "dkfds": (
        "dkfds/dist",
        (
            "css/dkfds.min.css",
            "css/dkfds.min.css.map",
            "img/svg-icons/*.svg",
            "img/*.png",
            "img/logo*.svg",
            "fonts/IBMPlexSans/complete/*/IBMPlexSans-Regular.*",
            "fonts/IBMPlexSans/complete/woff*/IBMPlexSans-*.woff*",
            "fonts/IBMPlexSans/split/woff2/IBMPlexSans-*-Latin[12].woff2",
        ),
    ),
}


class VendorFinder(BaseFinder):
    """Finds `dkfds/css/dkfds.min.css` and the like in node_modules."""

    def __init__(self, app_names: Any = None, *args: Any, **kwargs: Any) -> None:
        modules = Path(settings.ROOT) / "node_modules"
        self.storages = {}
        for prefix, (folder, _patterns) in VENDOR.items():
            storage = FileSystemStorage(location=modules / folder)
            storage.prefix = prefix  # type: ignore[attr-defined]
            self.storages[prefix] = storage

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> Any:
        """The absolute path of a served file, [] when there is none."""
        prefix, _slash, rest = path.partition("/")
        storage = self.storages.get(prefix)
        if storage is None or not _served(prefix, rest) or not storage.exists(rest):
            return []
        found = storage.path(rest)
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every served file as (path in its package, storage of the package)."""
        for prefix, storage in self.storages.items():
            base = Path(storage.location)
            for file in sorted(base.rglob("*")):
                name = file.relative_to(base).as_posix()
                if file.is_file() and _served(prefix, name):
                    yield name, storage


def _served(prefix: str, name: str) -> bool:
    return any(fnmatch(name, pattern) for pattern in VENDOR[prefix][1])
