"""Settings fail loudly, and production's are the strict ones."""

import os
import subprocess
import sys

import pytest

PRODUCTION = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "DATABASE_URL": "postgresql://ordet@db.example/ordet",
    "BASE_URL": "https://hoering.kommune.example",
    "DJANGO_SETTINGS_MODULE": "config.settings",
    "PATH": os.environ["PATH"],
}


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        env={name: value for name, value in {**PRODUCTION, **environment}.items() if value},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"DATABASE_URL": ""}, "DATABASE_URL"),
        ({"DATABASE_URL": "sqlite:///db"}, "must name a PostgreSQL database"),
        ({"BASE_URL": "hoering.kommune.example"}, "BASE_URL is not a web address"),
        ({"EMAIL_URL": "gopher://x"}, "gopher"),
    ],
)
def test_a_missing_or_malformed_variable_stops_the_start(wrong: dict[str, str], said: str) -> None:
    done = run("-c", "from django.conf import settings; settings.DEBUG", **wrong)
    assert done.returncode != 0
    assert said in done.stderr


def test_deploying_is_clean() -> None:
    done = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr


def test_https_makes_cookies_strict() -> None:
    asked = (
        "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_SECURE)"
    )
    assert run("-c", asked).stdout.strip() == "__Host-ordet True"
    assert run("-c", asked, BASE_URL="http://127.0.0.1:8000").stdout.strip() == "ordet False"
