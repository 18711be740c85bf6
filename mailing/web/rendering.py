"""HTML from the office's templates, in the language of whoever asks."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from mailing.base import messages
from mailing.web import showing
from mailing.web.accounts.roles import Role
from mailing.web.menu import menu_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from mailing.web.call import Call

HTML = Path(__file__).parent / "html"
STATIC = Path(__file__).parent / "static"
KERN = STATIC / "node_modules" / "@kern-ux" / "native"
"""The design standard's styles and fonts, where `make office` has npm put them."""


def render(name: str, call: Call, values: Mapping[str, Any]) -> str:
    """Return a page as text; what every page's frame needs is added: `account`, `language`, `path`."""
    return (
        _environment()
        .get_template(name)
        .render(
            account=call.account,
            Role=Role,
            language=messages.chosen_language().value,
            path=call.request.url.path,
            page_shown=call.page_shown(),
            menu=tuple(menu_of(call.account)),
            has_kern=KERN.is_dir(),
            **values,
        )
    )


def load_all() -> None:
    """Load all templates now, so that nobody waits for it later."""
    for name in _environment().list_templates():
        _environment().get_template(name)


@cache
def _environment() -> Environment:
    made = Environment(
        loader=FileSystemLoader(HTML),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(messages._, messages.plural, newstyle=True)  # type: ignore[attr-defined]
    made.filters |= showing.FILTERS
    return made
