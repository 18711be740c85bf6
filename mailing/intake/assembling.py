"""The households that get a letter, put together from the list's rows and the seed addresses, in postal order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mailing.intake.address_cells import ADDRESSES
from mailing.intake.addressees import NAMES
from mailing.intake.checks.appointments import read_appointment
from mailing.intake.checks.countries import country_name
from mailing.intake.column_names import BLOCK_FLAG
from mailing.intake.household_table import PERSON_FIELDS, PLAIN_FIELDS, OrderedHouseholds
from mailing.intake.languages import language_tag
from mailing.intake.postal_order import postal_order
from mailing.intake.routes import FORMATS, ROUTES
from mailing.intake.texts import packed
from mailing.model import LIST_COLUMNS, LetterFormat, Route, TextColumn

if TYPE_CHECKING:
    from mailing.intake.decisions import Decisions
    from mailing.intake.households import Groups
    from mailing.intake.listtable import ListTable
    from mailing.intake.routes import Numbers
    from mailing.intake.texts import Positions


def assemble(
    table: ListTable, groups: Groups, choices: tuple[Numbers, Numbers], seeds: ListTable, decisions: Decisions
) -> tuple[OrderedHouseholds, Positions]:
    """Return the households that get a letter, seeds among them, and for each of `groups` its place or -1.

    Args:
        table: the list's rows.
        groups: its households.
        choices: for every row the numbers of its route and of its format.
        seeds: the seed addresses, each a household of its own.
        decisions: what was decided of the rows; those still open get a letter.
    """
    alive = np.flatnonzero(decisions.is_open[groups.heads])
    members = groups.members[decisions.is_open[groups.members]]
    sizes = np.bincount(groups.household_of[members], minlength=len(groups))
    seed_rows = np.arange(len(table), len(table) + len(seeds))
    whole = with_meanings(table.followed_by(seeds))
    heads = np.concatenate([groups.heads[alive], seed_rows])
    order = postal_order(whole, heads)
    routes, formats = (
        np.concatenate([numbers[groups.heads[alive]], np.full(len(seeds), plain, np.int8)])[order]
        for numbers, plain in zip(
            choices, (ROUTES.index(Route.BULK), FORMATS.index(LetterFormat.STANDARD)), strict=True
        )
    )
    extra = [name for name in whole.columns if name not in LIST_COLUMNS and name != BLOCK_FLAG]
    members_and_seeds = np.concatenate([members, seed_rows])
    households = OrderedHouseholds(
        columns={
            **whole.selected(PLAIN_FIELDS, heads[order]),
            "row": packed(whole.rows[heads[order]]),
            "route": TextColumn(packed(routes), [route.value for route in ROUTES]),
            "format": TextColumn(packed(formats), [form.value for form in FORMATS]),
            "is_seed": (np.arange(len(heads)) >= len(alive))[order].tolist(),
        },
        extra=whole.selected(extra, heads[order]),
        members=whole.selected(PERSON_FIELDS, members_and_seeds),
        ends=np.concatenate([np.cumsum(sizes)[alive], len(members) + 1 + np.arange(len(seeds))])[order],
        sizes=np.concatenate([sizes[alive], np.ones(len(seeds), np.int64)])[order],
    )
    return households, _places(alive, order, len(groups))


def _places(alive: Positions, order: Positions, count: int) -> Positions:
    """Return each group's place in the order, -1 where it has none; the last is that of rows without a group."""
    rank = np.empty(len(order), np.int64)
    rank[order] = np.arange(len(order))
    places = np.full(count + 1, -1, np.int64)
    places[alive] = rank[: len(alive)]
    return places


def with_meanings(table: ListTable) -> ListTable:
    """Return the table with names and addresses read: ISO moments, countries in German, languages as tags."""

    def moment(text: str) -> str:
        said = read_appointment(text)
        return said.iso if said and said.at else ""

    table = NAMES.applied(ADDRESSES.applied(table))
    read = {"termin": table["termin"].changed(moment), "land": table["land"].changed(country_name)}
    if "sprache" in table.columns:
        read["sprache"] = table["sprache"].changed(lambda text: language_tag(text) or "")
    return table.with_columns(read)
