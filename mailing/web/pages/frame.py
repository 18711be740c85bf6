"""What belongs to no part of the job: the way in, and the language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.messages import Language
from mailing.web.accounts.roles import EVERYONE
from mailing.web.call import see
from mailing.web.languages import COOKIE, SECONDS_KEPT
from mailing.web.menu import first_page
from mailing.web.routing import Page

if TYPE_CHECKING:
    from starlette.responses import Response

    from mailing.web.call import Call


def home(call: Call) -> Response:
    """Go to the page that the account begins with."""
    return see(first_page(call.who))


def choose_language(call: Call) -> Response:
    """Keep the chosen language in a cookie and show the page again."""
    answer = see(call.local_address(call.text("seite")))
    if call.text("sprache") in [*Language]:
        answer.set_cookie(COOKIE, call.text("sprache"), max_age=SECONDS_KEPT, httponly=True, samesite="strict")
    return answer


PAGES = (
    Page("/", home, EVERYONE),
    Page("/sprache", choose_language, None, ("POST",), is_act=False),
)
