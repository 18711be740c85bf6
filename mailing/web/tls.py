"""The certificate for TLS, looked at before the office opens."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING

from mailing.base.errors import InputError, UsageError
from mailing.base.given_files import open_given
from mailing.base.messages import _

if TYPE_CHECKING:
    from mailing.web.serve_options import ServeOptions


def refuse_unusable_certificate(options: ServeOptions) -> None:
    """Refuse a certificate and a key that can't be served with.

    Raises:
        UsageError: a key without a certificate.
        InputError: a file isn't there, is no PEM, wants a password, or the two don't belong together.
        SurroundingsError: one may not be read.
    """
    if options.certificate is None:
        if options.key is not None:
            raise UsageError(_("--key braucht auch --certificate"), where=f"--key {options.key}")
        return
    for file in filter(None, (options.certificate, options.key)):
        open_given(file).close()
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(options.certificate, options.key, _no_password)
    except (ssl.SSLError, ValueError) as error:
        raise InputError(
            _("Mit Zertifikat und Schlüssel lässt sich kein TLS anbieten"),
            where=" ".join(str(file) for file in (options.certificate, options.key) if file),
            hint=_("Beide als PEM, der Schlüssel ohne Kennwort, und sie müssen zusammengehören"),
        ) from error


def _no_password() -> str:
    """Refuse to wait for somebody at the terminal."""
    raise ValueError
