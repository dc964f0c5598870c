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


BROKER = {
    "OIDC_ISSUER": "https://broker.example/op",
    "OIDC_CLIENT_ID": "ordet",
    "OIDC_CLIENT_SECRET": "hemmelig",
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
        (
            {"OIDC_ISSUER": "https://mitid.example", "OIDC_CLIENT_ID": "ordet"},
            "Sign-in through a broker is half configured. Also set: OIDC_CLIENT_SECRET.",
        ),
        (
            {"OIDC_CLIENT_SECRET": "x"},
            "Sign-in through a broker is half configured. Also set: OIDC_ISSUER, OIDC_CLIENT_ID.",
        ),
        ({**BROKER, "OIDC_ISSUER": "http://mitid.example"}, "OIDC_ISSUER is not an https address"),
        ({**BROKER, "OIDC_ISSUER": "mitid.example"}, "OIDC_ISSUER is not an https address"),
        ({**BROKER, "OIDC_SCOPE": "openid ssn"}, "OIDC_SCOPE asks for CPR numbers"),
        ({**BROKER, "OIDC_SCOPE": "openid mitid.cpr"}, "OIDC_SCOPE asks for CPR numbers"),
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


def test_a_broker_is_set_up_by_the_environment() -> None:
    asked = (
        "from django.conf import settings as s; app = s.SOCIALACCOUNT_PROVIDERS['openid_connect'];"
        "print(s.OIDC_NAME, app['APPS'][0]['settings']['server_url'], app['AUTH_PARAMS'],"
        "s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action'])"
    )
    more = {"OIDC_ACR_VALUES": "urn:mitid", "OIDC_FORM_ORIGINS": "https://www.mitid.example"}
    assert run("-c", asked, **BROKER, **more).stdout.strip() == (
        "MitID https://broker.example/op {'acr_values': 'urn:mitid'} "
        "[\"'self'\", 'https://broker.example', 'https://www.mitid.example']"
    )
    asked = (
        "from django.conf import settings as s; print([s.OIDC_NAME,"
        "s.SOCIALACCOUNT_PROVIDERS['openid_connect']['APPS'],"
        "s.CONTENT_SECURITY_POLICY['DIRECTIVES']['form-action']])"
    )
    assert run("-c", asked).stdout.strip() == """['', [], ["'self'"]]"""


def test_behind_a_proxy_people_have_addresses_of_their_own() -> None:
    """Or a national hearing would share one limit on attempts."""
    asked = "from django.conf import settings as s; print(s.ALLAUTH_TRUSTED_PROXY_COUNT)"
    assert run("-c", asked).stdout.strip() == "0"
    assert run("-c", asked, BEHIND_HTTPS_PROXY="true").stdout.strip() == "1"
    two = {"BEHIND_HTTPS_PROXY": "true", "TRUSTED_PROXIES": "2"}
    assert run("-c", asked, **two).stdout.strip() == "2"
