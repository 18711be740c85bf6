"""What stands between the network and the office's pages; every answer goes through it, those that refuse too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.web.arrival import Arrivals
from mailing.web.body_limit import BodyLimit
from mailing.web.pages import all_pages
from mailing.web.refusals import Faultless
from mailing.web.same_site import KnownHost, SameSite
from mailing.web.security_headers import SecurityHeaders

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from mailing.web.office import Office
    from mailing.web.serve_options import ServeOptions


def guarded(app: ASGIApp, _office: Office, options: ServeOptions) -> ASGIApp:
    """Return the application behind all that guards it, the outermost last."""
    app = BodyLimit(app, all_pages())
    app = SameSite(app, options)
    app = KnownHost(app, options)
    app = Faultless(app)
    app = SecurityHeaders(app)
    return Arrivals(app, options)
