"""The office's runs in the making: one row each, changed by compare-and-swap, so that two windows harm nothing."""

from __future__ import annotations

import time
import uuid
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, select, update

from mailing.base.errors import NotAllowedError
from mailing.base.messages import _
from mailing.web.call import NotFoundError
from mailing.web.new_runs.new_run import KeptNewRun, NewRun
from mailing.web.store.tables import new_runs

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Row

    from mailing.web.store.database import Store

TRIES = 20
"""Others change the same run between reading and writing seldom; so often in a row never."""


class NewRuns:
    """The runs in the making."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @staticmethod
    def new_id() -> str:
        """Return a name for a new one."""
        return uuid.uuid4().hex

    def add(self, id_: str, content: NewRun, by: str) -> None:
        """Keep a new one."""
        now = time.time()
        row = {"id": id_, "by": by, "created": now, "changed": now, "version": 1, "content": content.model_dump_json()}
        with self._store.begin() as connection:
            connection.execute(new_runs.insert().values(row))

    def get(self, id_: str) -> KeptNewRun:
        """Return one.

        Raises:
            NotFoundError: there is none of that name, or not any more.
        """
        with self._store.read() as connection:
            row = connection.execute(select(new_runs).where(new_runs.c.id == id_)).first()
        if row is None:
            raise NotFoundError(
                _("Diesen neuen Lauf gibt es nicht mehr"),
                hint=_("Er ist gemacht oder verworfen; unter „Läufe“ steht, was gemacht ist"),
            )
        return _kept(row)

    def all(self) -> Sequence[KeptNewRun]:
        """Return all, the latest first."""
        with self._store.read() as connection:
            return [_kept(row) for row in connection.execute(select(new_runs).order_by(new_runs.c.changed.desc()))]

    def swap(self, kept: KeptNewRun, content: NewRun) -> bool:
        """Put other content in place of what was read; return whether nobody else had changed it meanwhile."""
        ours = (new_runs.c.id == kept.id, new_runs.c.version == kept.version)
        values = {"version": kept.version + 1, "changed": time.time(), "content": content.model_dump_json()}
        with self._store.begin() as connection:
            return connection.execute(update(new_runs).where(*ours).values(values)).rowcount == 1

    def change(self, id_: str, change: Callable[[NewRun], NewRun]) -> NewRun:
        """Change one by what it is at that moment; return what it became.

        Raises:
            NotFoundError: there is none of that name.
            NotAllowedError: `change` raised it, or others are faster all the time.
        """
        for _try in range(TRIES):
            kept = self.get(id_)
            content = change(kept.content)
            if content == kept.content or self.swap(kept, content):
                return content
        raise NotAllowedError(_("Das wird gerade anderswo geändert"), hint=_("Versuchen Sie es noch einmal"))

    def remove(self, id_: str) -> None:
        """Forget one."""
        with self._store.begin() as connection:
            connection.execute(delete(new_runs).where(new_runs.c.id == id_))


def _kept(row: Row[Any]) -> KeptNewRun:
    return KeptNewRun(row.id, row.by, row.created, row.changed, row.version, NewRun.model_validate_json(row.content))
