"""What a page is to the server: an address, methods, who may, and how much may be sent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response

    from mailing.web.accounts.roles import Role
    from mailing.web.call import Call

FORM_BYTES: Final = 1_000_000
UPLOAD_BYTES: Final = 200 * 1024 * 1024 + FORM_BYTES
"""Bytes of the largest list, and of the form around it."""


@dataclass(frozen=True, slots=True)
class Page:
    """One address of the office.

    Attributes:
        path: as Starlette has it: `/laeufe/{run_id}`.
        endpoint: what answers, in a thread of its own; a `MailingError` that it raises becomes a page.
        roles: who may; None for anybody, logged in or not.
        methods: GET or POST; what changes anything is POST.
        most_bytes: how much of a body is read.
        is_act: whether a POST goes into the office's log.
    """

    path: str
    endpoint: Callable[[Call], Response]
    roles: frozenset[Role] | None
    methods: tuple[str, ...] = ("GET",)
    most_bytes: int = FORM_BYTES
    is_act: bool = True
