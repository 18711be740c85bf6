"""The room `intake`: any list an office has becomes households, and nothing is lost or guessed.

    reading      the file's bytes, once, as columns of text
    columns      the list's column names become ours
    cleaning     what changes no meaning; accepted proposals
    checking     findings, each with its row, field and hint
    households   persons become one row for each Bedarfsgemeinschaft
    routes       suppression, special routes, seed addresses
    postal order

`take_in` is the way through all of it.
"""

from __future__ import annotations

from mailing.intake.column_meanings import column_meanings
from mailing.intake.dispositions import NoHouseholdError
from mailing.intake.foreign_tables import ForeignTable, TableRow, read_foreign_table
from mailing.intake.looking import ListLook, look_at, sheets_told
from mailing.intake.marked_copy import write_marked_copy
from mailing.intake.pipeline import take_in
from mailing.intake.proposal_table import write_accepted, write_proposals
from mailing.intake.sample.writing import write_sample
from mailing.intake.sources import Demands, ListSource, SavedMapping, SideLists

__all__ = [
    "Demands",
    "ForeignTable",
    "ListLook",
    "ListSource",
    "NoHouseholdError",
    "SavedMapping",
    "SideLists",
    "TableRow",
    "column_meanings",
    "look_at",
    "read_foreign_table",
    "sheets_told",
    "take_in",
    "write_accepted",
    "write_marked_copy",
    "write_proposals",
    "write_sample",
]
