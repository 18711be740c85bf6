"""All checks of the list's rows, in the order in which their findings stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from mailing.intake.address_cells import ADDRESSES
from mailing.intake.addressees import NAMES, check_recipients
from mailing.intake.checks.addresses import check_lines, check_places, check_postcodes
from mailing.intake.checks.appointments import check_appointments
from mailing.intake.checks.consistency import check_agreement, check_representatives
from mailing.intake.checks.countries import country_name, is_known_country
from mailing.intake.checks.duplicates import check_near_duplicates
from mailing.intake.checks.house_numbers import check_house_numbers
from mailing.intake.checks.misplaced import check_misplaced, check_remarks
from mailing.intake.checks.numbers import check_bg_numbers, check_numbers, check_required, check_roles
from mailing.intake.checks.placeholders import check_placeholders, check_words
from mailing.intake.checks.rule_runner import Verdict, judged
from mailing.intake.checks.texts import ADDRESS_FIELDS, PERSON_FIELDS, check_decoded, check_streets, check_texts
from mailing.intake.columns import ALWAYS_REQUIRED
from mailing.intake.country_reader import COUNTRIES
from mailing.intake.decisions import Decisions
from mailing.intake.households import group
from mailing.intake.languages import check_languages
from mailing.intake.routes import check_formats, is_electronic

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from mailing.findings import Finding
    from mailing.intake.households import Groups
    from mailing.intake.listtable import ListTable
    from mailing.intake.sources import Demands
    from mailing.intake.texts import Mask

EMPTY_BY_NATURE = frozenset(
    {
        "rolle",
        "anrede",
        "titel",
        "vorname",
        "zusatz",
        "hausnummer",
        "ortsteil",
        "land",
        "format",
        "sprache",
        "empfaenger",
    }
)
"""Columns that a template may need although many rows rightly have nothing there."""

OF_POST = frozenset({"strasse", "plz", "ort"})
"""What only a letter that is posted needs."""


def check_rows(table: ListTable, demands: Demands, decisions: Decisions) -> None:
    """Check what every row needs, whoever it stands for."""
    for field in table.columns:
        decisions.note(check_decoded(table, field, decisions.is_open))
    decisions.note(check_bg_numbers(table, demands, decisions.is_open))
    decisions.note(check_roles(table, decisions.is_open))


def check_households(table: ListTable, groups: Groups, demands: Demands, decisions: Decisions) -> None:
    """Check the rows that stand for a household by all rules, and the other members by those for persons."""
    is_head = groups.head_of_row(len(table))
    heads, members = decisions.is_open & is_head, decisions.is_open & ~is_head & (groups.household_of >= 0)
    decisions.note(check_placeholders(table, demands, heads, members))
    decisions.note(check_misplaced(table, heads, members))
    heads, members = heads & decisions.is_open, members & decisions.is_open
    decisions.note(NAMES.findings(table, heads | members))
    decisions.note(check_recipients(table, heads))
    decisions.note(ADDRESSES.findings(table, heads))
    table, heads = NAMES.applied(ADDRESSES.applied(table)), heads & decisions.is_open
    decisions.note(COUNTRIES.findings(table, heads))
    table, heads = COUNTRIES.applied(table), heads & decisions.is_open
    abroad = ~table["land"].where(lambda text: not country_name(text))
    decisions.note(check_numbers(table, demands, heads | members))
    decisions.note(check_required(table, ("nachname",), members))
    decisions.note(check_words(table, ("vorname", "nachname"), heads | members))
    decisions.note(check_texts(table, demands, members, PERSON_FIELDS))
    posted = heads & ~table["format"].where(is_electronic)
    decisions.note(check_required(table, _required(demands), posted & ~abroad))
    decisions.note(check_required(table, _required(demands, {"plz"}), posted & abroad))
    decisions.note(check_required(table, _required(demands, OF_POST), heads & ~posted))
    decisions.note(check_formats(table, heads))
    decisions.note(check_languages(table, demands, heads))
    decisions.note(check_texts(table, demands, heads, {**PERSON_FIELDS, **ADDRESS_FIELDS}))
    decisions.note(_check_address(table, demands, posted, abroad))
    decisions.note(check_words(table, ("strasse", "ort"), posted & decisions.is_open))
    decisions.note(check_appointments(table, demands, heads))
    decisions.note(check_remarks(table, heads & decisions.is_open))
    decisions.note(check_representatives(table, groups))
    decisions.note(check_agreement(table, groups, decisions.is_open))
    decisions.note(check_near_duplicates(table, groups.heads[decisions.is_open[groups.heads]]))


def findings_of(table: ListTable, demands: Demands) -> list[Finding]:
    """Return what there is to say of some rows for themselves."""
    decisions = Decisions(table.rows)
    check_rows(table, demands, decisions)
    check_households(table, group(table, np.ones(len(table), np.bool_)), demands, decisions)
    return decisions.findings


def _required(demands: Demands, needless: Collection[str] = ()) -> tuple[str, ...]:
    """Return the columns that must be filled, but for some that aren't needed."""
    names = dict.fromkeys((*ALWAYS_REQUIRED, *demands.required))
    return tuple(name for name in names if name not in {*EMPTY_BY_NATURE, "bg_nummer", *needless})


def _check_address(table: ListTable, demands: Demands, heads: Mask, abroad: Mask) -> Iterator[Finding]:
    """Check the addresses: by the rules of the home post where they are at home."""
    home = heads & ~abroad
    yield from check_postcodes(table, home)
    yield from check_places(table, home)
    yield from check_house_numbers(table, home)
    yield from check_streets(table, home)
    yield from judged(table, "land", _country_rule, heads & abroad)
    yield from check_lines(table, demands, heads)


def _country_rule(text: str) -> Verdict | None:
    return None if is_known_country(country_name(text)) else Verdict("land.unknown")
