"""What a run's manifest and journal tell an auditor, before anything of it is believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file that the manifest names; `personal` is whether a purge removes it."""

    path: str
    sha256: str
    bytes: int
    personal: bool


@dataclass(frozen=True, slots=True)
class ClosingEquation:
    """A sum that must be right: what went in is what came out.

    Attributes:
        whole: its left side, by name.
        parts: its right side.
    """

    name: str
    whole: int
    parts: Mapping[str, int]

    @property
    def holds(self) -> bool:
        """Whether both sides are equal."""
        return self.whole == sum(self.parts.values())


@dataclass(frozen=True, slots=True)
class Dossier:
    """What there is to look at of a run.

    Attributes:
        manifest_sha256: of the bytes of `manifest.json`, which each line of the journal repeats.
        digest: of all that determined the run.
        head: the hex SHA-256 of the journal's last line; "" where the journal can't be used.
        signature: who signed the manifest, told.
        settings: the hex SHA-256 of each source, by name.
    """

    run_id: str
    title: str
    date: str
    program: str
    manifest_sha256: str
    digest: str
    merkle_root: str
    head: str
    signature: str
    inputs: tuple[NamedFile, ...]
    files: tuple[NamedFile, ...]
    settings: Mapping[str, str]
    equations: tuple[ClosingEquation, ...]
