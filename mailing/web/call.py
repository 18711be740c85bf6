"""One request, as pages see it, and the answers that they give."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, urlsplit

from starlette.datastructures import FormData, UploadFile
from starlette.responses import FileResponse, HTMLResponse, JSONResponse, RedirectResponse, Response

from mailing.base.errors import UsageError
from mailing.base.figures import number_in
from mailing.base.messages import _
from mailing.model.actors import Source, actor_named
from mailing.web.rendering import render

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from starlette.requests import Request

    from mailing.model.actors import Actor
    from mailing.web.accounts.account import Account
    from mailing.web.office import Office
    from mailing.web.work.queue import Queue

SEE_OTHER = 303


class NotFoundError(UsageError):
    """There is no such thing at this address, or not for this account."""


@dataclass(frozen=True)
class Call:
    """A request whose sender is known and may ask this.

    Attributes:
        account: who asks; None only on pages that are open to anybody.
        form: what was sent with a POST: texts, and files that lie on disk already where they are large.
    """

    office: Office
    queue: Queue
    request: Request
    account: Account | None
    form: FormData = field(default_factory=FormData)

    @property
    def who(self) -> Account:
        """The account; on pages that need one."""
        if self.account is None:
            raise NotFoundError(_("Dazu müssen Sie angemeldet sein"))
        return self.account

    @property
    def actor(self) -> Actor:
        """The account as the journal names it."""
        return actor_named(self.who.name, Source.WEB)

    def in_path(self, name: str) -> str:
        """Return a part of the address."""
        return str(self.request.path_params[name])

    def asked(self, name: str, default: str = "") -> str:
        """Return a word behind the address's question mark."""
        return self.request.query_params.get(name, default)

    def number_asked(self, name: str, default: int = 1) -> int:
        """Return a number behind the question mark; `default` where it is none or below one."""
        return number_in(self.asked(name)) or default

    def numbers(self, name: str, most: int) -> tuple[int, ...]:
        """Return all values of a field that are numbers from 0 up to `most`."""
        found = (number_in(word, most) for word in self.texts(name))
        return tuple(number for number in found if number is not None)

    def text(self, name: str, default: str = "") -> str:
        """Return a field of the form, without blanks around it."""
        value = self.form.get(name, default)
        return value.strip() if isinstance(value, str) else default

    def texts(self, name: str) -> tuple[str, ...]:
        """Return all values of a field."""
        return tuple(value for value in self.form.getlist(name) if isinstance(value, str))

    def file(self, name: str) -> UploadFile | None:
        """Return a file of the form; None where none was chosen."""
        value = self.form.get(name)
        return value if isinstance(value, UploadFile) and value.filename else None

    def local_address(self, address: str) -> str:
        """Return an address of this office as it stands, and the first page for any other."""
        parts = _split(address)
        is_ours = not parts.scheme and not parts.netloc and address.isprintable() and "\\" not in address
        return address if is_ours and address.startswith("/") and not address.startswith("//") else "/"

    def page_before(self) -> str:
        """Return the address of the page that led here, if it was one of this office."""
        before = _split(self.request.headers.get("referer", ""))
        return self.local_address(before.path or "/") if before.netloc == self.request.url.netloc else "/"

    def page_shown(self) -> str:
        """Return the address to come back to after this page's form was sent: its own, or that which led to it."""
        url = self.request.url
        if self.request.method == "POST":
            return self.page_before()
        return f"{url.path}?{url.query}" if url.query else url.path

    def page(self, name: str, /, *, status: int = 200, **values: Any) -> HTMLResponse:
        """Return a page: the template `html/NAME` with these values."""
        return HTMLResponse(render(name, self, values), status)


def _split(address: str) -> SplitResult:
    """Return the parts of an address that somebody sent; of one that is none, those of another site's."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("http://invalid/")


def see(path: str) -> RedirectResponse:
    """Return the answer that sends the browser to a page of ours."""
    return RedirectResponse(path, SEE_OTHER)


def download(file: Path, name: str, media_type: str = "application/octet-stream") -> FileResponse:
    """Return a file that the browser keeps under `name`."""
    return FileResponse(file, media_type=media_type, filename=name)


def shown_file(file: Path, media_type: str) -> FileResponse:
    """Return a file that the browser shows."""
    return FileResponse(file, media_type=media_type)


def data(values: Mapping[str, Any]) -> JSONResponse:
    """Return values for the page's script."""
    return JSONResponse(dict(values))


def shown_bytes(content: bytes, media_type: str) -> Response:
    """Return bytes that the browser shows."""
    return Response(content, media_type=media_type)
