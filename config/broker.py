"""MitID through an OpenID Connect broker: what the environment says of it, and what settings make
of that."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import environ

_NEEDED = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
_ON_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Broker:
    """Empty when none is set up."""

    issuer: str = ""
    client_id: str = ""
    secret: str = ""
    # What the button says.
    name: str = ""
    # What it is asked for. Never a CPR number: nothing here needs it.
    scope: tuple[str, ...] = ()
    # Which sign-in it shall offer, when it has several.
    acr_values: str = ""
    # Where else it sends the browser on its way.
    origins: tuple[str, ...] = ()

    @property
    def providers(self) -> dict[str, Any]:
        """allauth's SOCIALACCOUNT_PROVIDERS."""
        app = {
            "provider_id": "mitid",
            "name": self.name,
            "client_id": self.client_id,
            "secret": self.secret,
            "settings": {"server_url": self.issuer},
        }
        return {
            "openid_connect": {
                "APPS": [app] if self.issuer else [],
                "SCOPE": list(self.scope),
                "AUTH_PARAMS": {"acr_values": self.acr_values} if self.acr_values else {},
                "OAUTH_PKCE_ENABLED": True,
            }
        }

    @property
    def form_origins(self) -> list[str]:
        """Where the form with the button may lead. Chromium holds a form to its Content Security
        Policy through every redirect."""
        if not self.issuer:
            return []
        issuer = urlsplit(self.issuer)
        return [f"{issuer.scheme}://{issuer.netloc}", *self.origins]


def read(env: environ.Env) -> Broker:
    """The broker of this environment; what is half said or wrong stops the start."""
    issuer, client_id, secret = (env.str(name, default="").strip() for name in _NEEDED)
    given = dict(zip(_NEEDED, (issuer, client_id, secret), strict=True))
    if not any(given.values()):
        return Broker()
    missing = ", ".join(name for name, value in given.items() if not value)
    if missing:
        raise environ.ImproperlyConfigured(
            f"Sign-in through a broker is half configured. Also set: {missing}."
        )
    parts = urlsplit(issuer)
    if not parts.hostname or (parts.scheme != "https" and parts.hostname not in _ON_THIS_MACHINE):
        raise environ.ImproperlyConfigured(f"OIDC_ISSUER is not an https address: {issuer}")
    scope = env.str("OIDC_SCOPE", default="openid profile email").split()
    if any(word in name.lower() for name in scope for word in ("ssn", "cpr")):
        raise environ.ImproperlyConfigured(
            "OIDC_SCOPE asks for CPR numbers, which are never stored."
        )
    return Broker(
        issuer.rstrip("/"),
        client_id,
        secret,
        name=env.str("OIDC_NAME", default="MitID"),
        scope=tuple(scope),
        acr_values=env.str("OIDC_ACR_VALUES", default=""),
        origins=tuple(env.list("OIDC_FORM_ORIGINS", default=[])),
    )
