"""HTML from the office's templates, in the language of whoever asks."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context

from mailing.base import messages
from mailing.web import showing
from mailing.web.accounts.roles import Role
from mailing.web.hints import on_page, place_on_page
from mailing.web.menu import menu_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from jinja2.runtime import Context

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
            data=str(call.office.data),
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
    made.filters |= {**showing.FILTERS, "on_page": on_page, "place": _place}
    return made


@pass_context
def _place(context: Context, where: str) -> str:
    return place_on_page(where, context["data"])
