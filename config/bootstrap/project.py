"""Where everything lies."""

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from config.bootstrap.failure import Failure

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Project:
    """A checkout and its data folder. `data` is what one must keep; the rest can be made again."""

    root: Path
    data: Path

    @classmethod
    def here(cls, environ: Mapping[str, str]) -> "Project":
        """The checkout this file lies in; DATA_DIR moves the data folder out of it."""
        return cls(ROOT, Path(environ.get("DATA_DIR") or ROOT / ".data").absolute())

    def for_tests(self) -> "Project":
        """Tests write mails, attachments and static files beside the real ones, not among them."""
        return replace(self, data=self.data / "test")

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def packages(self) -> Path:
        major, minor = sys.version_info[:2]
        return self.venv / "lib" / f"python{major}.{minor}" / "site-packages"

    @property
    def node_modules(self) -> Path:
        return self.root / "node_modules"

    @property
    def stamps(self) -> Path:
        return self.data / "stamps"

    def log(self, name: str) -> Path:
        return self.data / "log" / f"{name}.log"

    def make_folders(self) -> None:
        """Makes the data folder, readable by its owner only: it will hold a key and addresses."""
        try:
            for folder in (self.data, self.data / "log", self.stamps):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
                if not os.access(folder, os.W_OK | os.X_OK):
                    raise PermissionError
        except OSError as error:
            why = error.strerror or "it belongs to another user"
            raise Failure(
                f"The data folder {self.data} cannot be written ({why}); make it writable for this "
                "user, or name another one in DATA_DIR."
            ) from error
