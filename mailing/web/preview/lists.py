"""The lists whose households a letter can be shown for: an invented one, and those of one's own runs in the making."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from mailing.base.files import is_plain_file
from mailing.base.messages import _
from mailing.web.store.tables import new_runs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mailing.web.office import Office

INVENTED: Final = ""
"""The id of the invented list."""
_READ_AS: Final = ("sheet", "encoding", "mapping", "columns", "unused")
"""What of a run in the making says how its list is read; a job calls it the same."""


@dataclass(frozen=True, slots=True)
class ShownList:
    """A list that can be chosen.

    Attributes:
        id: of the run in the making; `INVENTED` for the invented one.
        name: what people call it.
        options: the list and how it is read, as a job names it; None for the invented one.
    """

    id: str
    name: str
    options: Mapping[str, Any] | None


def lists_of(office: Office, account: str) -> tuple[ShownList, ...]:
    """Return the lists that an account may choose: nobody sees another's before its letters are made."""
    return (ShownList(INVENTED, _("erfundene Haushalte"), None), *_own_lists(office, account))


def _own_lists(office: Office, account: str) -> Iterator[ShownList]:
    query = select(new_runs).where(new_runs.c.by == account).order_by(new_runs.c.changed.desc())
    with office.store.read() as connection:
        rows = list(connection.execute(query))
    for row in rows:
        told = json.loads(row.content)
        name = str(told.get("list_name", ""))
        file = office.new_runs / row.id / "lists" / "list" / name
        if name and is_plain_file(file):
            reading = told.get("reading") or {}
            options = {key: reading[key] for key in _READ_AS if reading.get(key)}
            yield ShownList(row.id, name, {**options, "list": str(file)})


def used_by(office: Office, template: str) -> int:
    """Return how many runs in the making have chosen the template; each has a copy of its own."""
    with office.store.read() as connection:
        contents = connection.execute(select(new_runs.c.content)).scalars()
        letters = [json.loads(content).get("letter") or {} for content in contents]
    return sum(letter.get("template") == template for letter in letters)
