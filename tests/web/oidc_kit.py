"""A small real log-in service on the loopback: OpenID Connect with PKCE, and what a false one would answer."""

from __future__ import annotations

import base64
import hashlib
import secrets
import socket
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey
from serving_kit import served
from starlette.applications import Starlette
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from starlette.requests import Request

CLIENT = "buero"
SECRET = "sehr geheim / mit: Zeichen"  # noqa: S105 - of the tests' client


@dataclass
class Service:
    """The service, and what it does wrong where a test has it do so.

    Attributes:
        user: who is logged in at it.
        wrong: entries of the identity token that are other than they should be; None takes one away.
        key: what it signs with, where that isn't its published key.
    """

    issuer: str
    user: str = "eva muster"
    wrong: dict[str, Any] = field(default_factory=dict)
    key: RSAKey | OctKey | None = None
    algorithm: str = "RS256"
    told: dict[str, str] = field(default_factory=dict)
    published: RSAKey = field(default_factory=lambda: RSAKey.generate_key(2048, {"kid": "1", "use": "sig"}))
    codes: dict[str, dict[str, str]] = field(default_factory=dict)

    def described(self, _request: Request) -> Response:
        """Tell where everything is."""
        return JSONResponse(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/jwks",
            }
        )

    def keys(self, _request: Request) -> Response:
        """Publish the key."""
        return JSONResponse({"keys": [self.published.as_dict(private=False)]})

    def authorize(self, request: Request) -> Response:
        """Send a browser back with a code, as if its user had logged in."""
        asked = dict(request.query_params)
        assert asked["response_type"] == "code"
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        told = {"code": code, "state": asked["state"], "iss": self.issuer, **self.told}
        return RedirectResponse(f"{asked['redirect_uri']}?{urlencode(told)}", 303)

    async def token(self, request: Request) -> Response:
        """Give an identity token for a code, once, to the client that can show the verifier."""
        form = await request.form()
        basic = base64.b64decode(request.headers["authorization"].removeprefix("Basic ")).decode()
        asked = self.codes.pop(str(form["code"]), None)
        digest = hashlib.sha256(str(form["code_verifier"]).encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if asked is None or asked["code_challenge"] != challenge or basic != f"{CLIENT}:{SECRET}":
            return JSONResponse({"error": "invalid_grant"}, 400)
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "sub": "4711", "iat": now, "exp": now + 300}
        claims |= {"nonce": asked["nonce"], "preferred_username": self.user, **self.wrong}
        claims = {name: value for name, value in claims.items() if value is not None}
        header = {"alg": self.algorithm, "kid": "1"}
        signed = jwt.encode(header, claims, self.key or self.published, algorithms=[self.algorithm])
        return JSONResponse({"access_token": "x", "token_type": "Bearer", "id_token": signed, "expires_in": 300})


@contextmanager
def log_in_service() -> Iterator[Service]:
    """Serve one as long as the block lasts."""
    listener = socket.create_server(("127.0.0.1", 0))
    service = Service(f"http://127.0.0.1:{listener.getsockname()[1]}")
    routes = [
        Route("/.well-known/openid-configuration", service.described),
        Route("/jwks", service.keys),
        Route("/authorize", service.authorize),
        Route("/token", service.token, methods=["POST"]),
    ]
    with served(Starlette(routes=routes), listener):
        yield service


def settings_in(folder: Path, service: Service) -> Path:
    """Write the settings of an office that uses the service."""
    file = folder / "anmeldedienst.toml"
    file.write_text(
        f'issuer = "{service.issuer}"\nclient_id = "{CLIENT}"\nclient_secret = "{SECRET}"\nlabel = "Mit Stadt-Konto"\n',
        "utf-8",
    )
    return file
