"""An OpenID Connect provider in a process of its own, as MitID's brokers are ones."""

import copy
import json
import socket
import subprocess
import sys
import time
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from pytest_django import Settings

from config import broker

# `sub` of two people whom the broker knows.
YASEMIN, OLE = "5f0c2c1e-yasemin", "0b7b6a52-ole"
CLAIMS = (
    {
        "sub": YASEMIN,
        "name": "Yasemin Kaya",
        "email": "Yasemin@Post.example",
        "email_verified": True,
        # What no broker should tell, and we do not keep.
        "cpr": "0101901234",
        "birthdate": "1990-01-01",
    },
    {"sub": OLE, "name": "Ole Vang"},
)
PATIENCE = 20.0  # seconds


class Broker:
    def __init__(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            port = taken.getsockname()[1]
        self.issuer = f"http://127.0.0.1:{port}"
        people = [part for who in CLAIMS for part in ("--user-claims", json.dumps(who))]
        self._process = subprocess.Popen(
            [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), *people],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._wait()

    def _wait(self) -> None:
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            try:
                requests.get(f"{self.issuer}/.well-known/openid-configuration", timeout=2)
            except requests.ConnectionError:
                time.sleep(0.1)
            else:
                return
        self.stop()
        pytest.fail("The OpenID Connect provider did not start.")

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()

    def set_up(self, settings: Settings) -> None:
        """As config/settings.py does it when OIDC_ISSUER and the rest are set."""
        configured = broker.Broker(
            self.issuer, "ordet", "hemmelig", "MitID", ("openid", "profile", "email")
        )
        settings.OIDC_NAME = configured.name
        settings.SOCIALACCOUNT_PROVIDERS = configured.providers
        policy = copy.deepcopy(settings.CONTENT_SECURITY_POLICY)
        policy["DIRECTIVES"]["form-action"] += configured.form_origins
        settings.CONTENT_SECURITY_POLICY = policy

    def tells(self, sub: str, **claims: object) -> None:
        """What it says about somebody from now on."""
        requests.put(f"{self.issuer}/users/{sub}", json=claims, timeout=5).raise_for_status()

    def back(self, off_to: str, sub: str) -> str:
        """Where it sends somebody who identifies herself as `sub`: a path of ours."""
        answer = requests.post(off_to, data={"sub": sub}, allow_redirects=False, timeout=5)
        assert answer.status_code == 302, answer.text
        location = urlsplit(answer.headers["Location"])
        assert "code" in parse_qs(location.query), location
        return f"{location.path}?{location.query}"
