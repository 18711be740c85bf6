"""Logging in by the house's log-in service: OpenID Connect, authorization code with PKCE (RFC 7636).

The browser is sent to the service with a state, a nonce and the digest of a verifier, which it keeps in a cookie of
ours meanwhile; the service sends it back with a code, for which we get an identity token from the service itself. What
counts of it is one entry: the name of an account that must be there already.
"""

from __future__ import annotations

import hmac
import json
import secrets
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import httpx2
from authlib.integrations.base_client import OAuthError
from authlib.integrations.httpx_client import OAuth2Client
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from mailing.base.errors import SurroundingsError, UsageError
from mailing.base.messages import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.web.accounts.oidc_settings import OidcSettings

DISCOVERY: Final = "/.well-known/openid-configuration"
ALGORITHMS: Final = [
    "RS256",
    "RS384",
    "RS512",
    "PS256",
    "PS384",
    "PS512",
    "ES256",
    "ES384",
    "ES512",
    "EdDSA",
    "Ed25519",
]
"""Signatures by a key pair only: with a shared secret, or none, anybody who knows our settings could sign."""
SECONDS_TO_ANSWER: Final = 10
SECONDS_KEPT: Final = 600
"""What the service publishes of itself is asked for again after that."""
SECONDS_AWAY: Final = 900
"""That a browser may spend at the service."""
LEEWAY: Final = 60
"""Seconds that two clocks may differ by."""


class OidcError(UsageError):
    """The service's answer isn't one to a question of ours."""


@dataclass(frozen=True, slots=True)
class RoundTrip:
    """What a browser keeps while it is at the service."""

    state: str
    nonce: str
    verifier: str

    def as_text(self) -> str:
        """Return it as a cookie holds it."""
        return f"{self.state}.{self.nonce}.{self.verifier}"


def round_trip_in(text: str) -> RoundTrip | None:
    """Return what a cookie holds; None where it is none of ours."""
    parts = text.split(".")
    return RoundTrip(*parts) if len(parts) == len(RoundTrip.__slots__) and all(parts) else None


class LogInService:
    """The house's log-in service.

    Args:
        settings: what we know of it.
        back: the address of ours that it sends browsers back to.
    """

    def __init__(self, settings: OidcSettings, back: str) -> None:
        self._settings = settings
        self._back = back
        self._published: tuple[float, Mapping[str, Any], KeySet] | None = None

    @property
    def label(self) -> str:
        """What the button says; empty where the settings leave that to us."""
        return self._settings.label

    def begin(self) -> tuple[str, RoundTrip]:
        """Return the address to send a browser to, and what it is to keep meanwhile.

        Raises:
            SurroundingsError: the service doesn't answer, or not as one does.
        """
        described, _keys = self._described()
        trip = RoundTrip(secrets.token_urlsafe(32), secrets.token_urlsafe(32), secrets.token_urlsafe(48))
        with self._client() as client:
            address, _state = client.create_authorization_url(
                described["authorization_endpoint"], state=trip.state, nonce=trip.nonce, code_verifier=trip.verifier
            )
        return str(address), trip

    def finish(self, trip: RoundTrip, told: Mapping[str, str]) -> str:
        """Return the name of whoever comes back from the service with what it told.

        Raises:
            OidcError: it isn't an answer to this round trip, or the token isn't for us.
            SurroundingsError: the service doesn't answer, or not as one does.
        """
        if not hmac.compare_digest(told.get("state", "").encode(), trip.state.encode()):
            raise _not_ours("state")
        if told.get("iss", self._settings.issuer) != self._settings.issuer:
            raise _not_ours("iss")  # RFC 9207: the answer of another service
        if "code" not in told:
            raise OidcError(
                _("Der Anmeldedienst hat Sie nicht angemeldet"),
                where=told.get("error", "")[:100],
                hint=_("Versuchen Sie es noch einmal; sonst hilft, wer den Dienst betreibt"),
            )
        described, keys = self._described()
        token = self._token(described, told["code"], trip)
        return self._name_in(token, keys, trip)

    def _token(self, described: Mapping[str, Any], code: str, trip: RoundTrip) -> str:
        try:
            with self._client() as client:
                given = client.fetch_token(described["token_endpoint"], code=code, code_verifier=trip.verifier)
        except OAuthError as error:
            raise _not_ours(str(error.error)) from error
        except (httpx2.HTTPError, ValueError) as error:
            raise _silent(self._settings) from error
        token = given.get("id_token") if isinstance(given, dict) else None
        if not isinstance(token, str):
            raise _not_ours("id_token")
        return token

    def _name_in(self, token: str, keys: KeySet, trip: RoundTrip) -> str:
        """Return what the token's entry says, if the token is the service's, for us, of now and of this round trip."""
        ours = self._settings
        registry = jwt.JWTClaimsRegistry(
            leeway=LEEWAY,
            iss={"essential": True, "value": ours.issuer},
            aud={"essential": True, "value": ours.client_id},
            exp={"essential": True},
            iat={"essential": True},
            sub={"essential": True},
            nonce={"essential": True, "value": trip.nonce},
        )
        try:
            claims = jwt.decode(token, keys, algorithms=ALGORITHMS).claims
            registry.validate(claims)
        except (JoseError, ValueError) as error:
            raise _not_ours(type(error).__name__) from error
        if claims.get("azp", ours.client_id) != ours.client_id:
            raise _not_ours("azp")
        name = claims.get(ours.claim)
        if not isinstance(name, str) or not name:
            raise _not_ours(ours.claim)
        return name

    def _described(self) -> tuple[Mapping[str, Any], KeySet]:
        """Return what the service publishes of itself, and its keys."""
        now = time.monotonic()
        if self._published is None or self._published[0] < now:
            described = self._asked(self._settings.issuer.rstrip("/") + DISCOVERY)
            if described.get("issuer") != self._settings.issuer:
                raise _silent(self._settings)
            keys = KeySet.import_key_set(self._asked(described["jwks_uri"]))  # type: ignore[arg-type]
            self._published = now + SECONDS_KEPT, described, keys
        return self._published[1:]

    def _asked(self, address: str) -> Mapping[str, Any]:
        try:
            answer = httpx2.get(address, timeout=SECONDS_TO_ANSWER)
            answer.raise_for_status()
            told = answer.json()
        except (httpx2.HTTPError, httpx2.InvalidURL, json.JSONDecodeError, UnicodeDecodeError) as error:
            raise _silent(self._settings) from error
        if not isinstance(told, dict):
            raise _silent(self._settings)
        return told

    def _client(self) -> Any:
        ours = self._settings
        return OAuth2Client(
            ours.client_id,
            ours.client_secret or None,
            token_endpoint_auth_method="client_secret_basic" if ours.client_secret else "none",
            scope=ours.scope,
            redirect_uri=self._back,
            code_challenge_method="S256",
            timeout=SECONDS_TO_ANSWER,
        )


def _not_ours(what: str) -> OidcError:
    return OidcError(
        _("Die Antwort des Anmeldedienstes passt nicht zu dieser Anmeldung"),
        where=what,
        hint=_("Melden Sie sich noch einmal an; wenn das bleibt, stimmen die Einstellungen des Dienstes nicht"),
    )


def _silent(settings: OidcSettings) -> SurroundingsError:
    return SurroundingsError(
        _("Der Anmeldedienst antwortet nicht, wie er sollte"),
        where=settings.issuer,
        hint=_("Später noch einmal, oder mit Konto und Kennwort; wer das Büro betreibt, prüft issuer"),
    )
