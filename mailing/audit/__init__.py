"""Proof that every household got its own letter, once: the books, the manifest and its verification."""

from __future__ import annotations

from mailing.audit.house import write_findings, write_households
from mailing.audit.manifest import Manifest, close_run
from mailing.audit.record import RunRecord

__all__ = ["Manifest", "RunRecord", "close_run", "write_findings", "write_households"]
