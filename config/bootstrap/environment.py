"""The environment in which manage.py, the worker and the web server run here.

What the caller has set wins; the rest is filled in so that nothing needs to be set on a laptop.
"""

import contextlib
import os
import secrets
from collections.abc import Mapping
from urllib.parse import quote

from config.bootstrap.project import Project

FILLED_IN = ("SECRET_KEY", "BASE_URL", "ALLOWED_HOSTS", "EMAIL_URL")


def child_environment(
    project: Project,
    environ: Mapping[str, str],
    *,
    database_url: str,
    host: str = "127.0.0.1",
    port: int = 8000,
) -> dict[str, str]:
    """The caller's environment, completed. Paths in it are absolute."""
    names = ["127.0.0.1", "localhost", *([] if host in ("127.0.0.1", "localhost") else [host])]
    defaults = {
        "SECRET_KEY": environ.get("SECRET_KEY") or secret_key(project),
        "BASE_URL": address(host, port),
        "ALLOWED_HOSTS": ",".join(names),
        # Four slashes in all: django-environ takes the first three for its own.
        "EMAIL_URL": f"filemail:///{quote(str(project.data / 'mail'))}",
    }
    given = {name: value for name, value in environ.items() if value or name not in FILLED_IN}
    ours = {"DATABASE_URL": database_url, "DATA_DIR": str(project.data), "PYTHONUNBUFFERED": "1"}
    return defaults | given | ours


def environment_for_tests(
    project: Project, environ: Mapping[str, str], *, database_url: str
) -> dict[str, str]:
    """Of the caller's settings only DATABASE_URL counts, so that tests give the same result
    everywhere; DEBUG is off, as in production. pyproject.toml names the settings module."""
    left_out = (*FILLED_IN, "DJANGO_SETTINGS_MODULE")
    kept = {name: value for name, value in environ.items() if name not in left_out}
    return child_environment(project, kept, database_url=database_url) | {"DEBUG": "0"}


def address(host: str, port: int) -> str:
    """The web address of what listens there; a wildcard address is reached on this machine."""
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}"


def secret_key(project: Project) -> str:
    """The key of this data folder: made once, readable by its owner only."""
    file = project.data / "secret-key"
    draft = project.data / f"secret-key.{os.getpid()}"
    if not file.exists():
        with open(os.open(draft, os.O_WRONLY | os.O_CREAT, 0o600), "w") as output:
            output.write(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):  # another command was first: its key counts
            os.link(draft, file)
        draft.unlink()
    return file.read_text()
