"""How an office is to be served."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

LOOPBACK: Final = frozenset({"127.0.0.1", "::1", "localhost"})


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """What the command line says.

    Attributes:
        data, database: as of `Office`.
        host, port: where the server listens.
        workers: how many processes do long work beside it; none where others do, on other machines.
        certificate, key: PEM files for TLS; None where the house's proxy does that, or nobody.
        address: the address that people open where it isn't host and port: the proxy's, or a name of the machine's.
        oidc: settings of the house's log-in service.
        trusted_header: the header by which a proxy tells who is logged in; believed from `trusted_proxies` only.
        trusted_proxies: addresses or networks (`10.0.0.1`, `10.0.0.0/24`) whose `X-Forwarded-…` headers are believed.
        demo: a list to try the office with, and two accounts for that; None for an office that people work in.
    """

    data: Path
    database: str | None = None
    host: str = "127.0.0.1"
    port: int = 8080
    workers: int = 1
    certificate: Path | None = None
    key: Path | None = None
    address: str | None = None
    oidc: Path | None = None
    trusted_header: str | None = None
    trusted_proxies: tuple[str, ...] = ()
    demo: Path | None = None

    @property
    def is_open_to_others(self) -> bool:
        """Whether others than this machine's users can reach the server."""
        return self.host not in LOOPBACK
