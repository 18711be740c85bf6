"""Styles, scripts, fonts: the same for everybody, packed once and kept by the browser."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import Response

from mailing.web.rendering import KERN, STATIC

if TYPE_CHECKING:
    from pathlib import Path

    from starlette.types import Receive, Scope, Send

OURS: Final = frozenset({".css", ".js", ".svg", ".png"})
KERN_PREFIX: Final = "kern/"
TEXTS: Final = frozenset({".css", ".js", ".svg"})
SECONDS_KEPT: Final = 3600


@dataclass(frozen=True, slots=True)
class _File:
    content: bytes
    packed: bytes | None
    media_type: str
    tag: str


class StaticFiles:
    """An ASGI application that gives the files it knows by name: no address is ever made a path."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request below `/static`."""
        name = str(scope["path"]).removeprefix(str(scope.get("root_path", ""))).lstrip("/")
        path = _known().get(name)
        if path is None or scope["method"] not in {"GET", "HEAD"}:
            await Response(status_code=HTTPStatus.NOT_FOUND)(scope, receive, send)
            return
        file = await run_in_threadpool(_read, path)
        await _response(file, Headers(scope=scope))(scope, receive, send)


def _response(file: _File, asked: Headers) -> Response:
    headers = {
        "ETag": file.tag,
        "Cache-Control": f"public, max-age={SECONDS_KEPT}",
        "Content-Type": file.media_type,
        "Vary": "Accept-Encoding",
    }
    if asked.get("if-none-match") == file.tag:
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    if file.packed is not None and "gzip" in asked.get("accept-encoding", ""):
        return Response(file.packed, headers={**headers, "Content-Encoding": "gzip"})
    return Response(file.content, headers=headers)


def read_all() -> None:
    """Read and pack all files now, so that nobody waits for it later."""
    for path in _known().values():
        _read(path)


@cache
def _known() -> dict[str, Path]:
    """Return address below `/static` -> file, of ours and of the design standard's."""
    ours = {path.name: path for path in STATIC.iterdir() if path.suffix in OURS}
    kern = KERN / "dist"
    theirs = {f"{KERN_PREFIX}dist/{path.relative_to(kern).as_posix()}": path for path in kern.rglob("*.*")}
    return {**theirs, **ours}


@cache
def _read(path: Path) -> _File:
    content = path.read_bytes()
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    is_text = path.suffix in TEXTS
    return _File(
        content=content,
        packed=gzip.compress(content, mtime=0) if is_text else None,
        media_type="text/javascript; charset=utf-8" if path.suffix == ".js" else f"{kind}{'; charset=utf-8' * is_text}",
        tag=f'"{hashlib.sha256(content).hexdigest()[:32]}"',
    )
