"""An office's own folder in one step: templates, organisation, sites and a shop profile to start from.

What is called in it finds by itself the templates in `letter_templates`, the profiles in `shop_profiles`, the runs in
`runs`.
"""

from __future__ import annotations

import filecmp
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mailing import letters, press
from mailing.base.appearing import appearing, is_empty
from mailing.base.errors import InputError, UsageError
from mailing.base.files import all_below, is_plain_file
from mailing.base.messages import _
from mailing.runs.making.job import DEFAULT_TEMPLATE
from mailing.runs.making.preparation import TEMPLATES_FOLDER, letter_date, program_templates
from mailing.runs.offices import house_files
from mailing.runs.offices.house_files import ORGANISATION_NAME, README_NAME, SITES_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from mailing.runs.offices.office import Office

PROFILE: Final = f"{press.OWN_PROFILES}/{press.OWN_PROFILE}.toml"


@dataclass(frozen=True, slots=True)
class House:
    """What was made.

    Attributes:
        folder: where.
        files: all of its files, relative to the folder, sorted.
        templates: the names of its letters.
        shop: the profile that its own one was made from.
        state: the state whose public holidays count, by the PLZ; None where the PLZ doesn't tell.
    """

    folder: Path
    files: tuple[str, ...]
    templates: tuple[str, ...]
    shop: str
    state: str | None


def make_house(folder: Path, office: Office, shop: str | None = None) -> House:
    """Make a folder for an office, whole or not at all.

    Args:
        folder: a new one, or one that is there and empty.
        office: whose letters they will be.
        shop: the profile to start from; the usual one where None.

    Raises:
        UsageError: the folder isn't empty or can't be; there is no such profile; letters can't be set with what the
            office is called.
    """
    shop = press.DEFAULT_PROFILE if shop is None else shop
    profile = press.profile_text(shop)
    with appearing(folder) as filled:
        templates = filled / TEMPLATES_FOLDER
        _copy_templates(templates)
        ours = program_templates() / ORGANISATION_NAME
        _write(templates / ORGANISATION_NAME, house_files.organisation(ours.read_text("utf-8"), office))
        _write(templates / SITES_NAME, house_files.sites(house_files.sites_named_by(ours), office), for_excel=True)
        _write(filled / PROFILE, house_files.shop_profile(profile, shop))
        _write(filled / README_NAME, house_files.readme(office.name), for_excel=True)
        _refuse_unsettable(templates)
        files = tuple(sorted(path.relative_to(filled).as_posix() for path in all_below(filled) if path.is_file()))
        names = letters.template_names(templates)
    return House(folder, files, names, shop, office.address.state)


def furnish(folder: Path) -> None:
    """Put the program's letters into a folder that has none of its own yet, whole or not at all.

    Where it has letters, it is given only what no letter can do without: who writes, and the table of the sites. What
    is there stays as it is.

    Raises:
        UsageError: something else lies there.
    """
    templates = folder / TEMPLATES_FOLDER
    organisation, ours = templates / ORGANISATION_NAME, program_templates() / ORGANISATION_NAME
    if not templates.is_dir() or is_empty(templates):
        with appearing(templates) as filled:
            _copy_templates(filled)
            _write_organisation(filled, ours)
    elif not os.path.lexists(organisation):
        _copy_shared_parts(templates)
        _write_organisation(templates, ours)
    elif is_plain_file(organisation) and filecmp.cmp(organisation, ours, shallow=False):
        _add_named_sites(templates, ours)


def _write_organisation(templates: Path, ours: Path) -> None:
    """Write the program's organisation, with the table of its sites beside it."""
    if not os.path.lexists(templates / SITES_NAME):
        _write(templates / SITES_NAME, house_files.sites_named_by(ours), for_excel=True)
    _write(templates / ORGANISATION_NAME, house_files.with_sites_beside(ours.read_text("utf-8")))


def _add_named_sites(templates: Path, ours: Path) -> None:
    """Put the table of the sites where the program's own organisation, copied as it is, looks for it."""
    named = templates / house_files.name_of_sites(ours)
    if not os.path.lexists(named):
        _write(named.resolve(), house_files.sites_named_by(ours))


def _copy_templates(folder: Path) -> None:
    """Copy the program's letters and their parts."""
    for name in _program_files():
        _copy_file(folder, name)


def _copy_shared_parts(folder: Path) -> None:
    """Copy the parts that the program's letters share, where they are missing; no letter."""
    of_letters = letters.template_names(program_templates())
    for name in _program_files():
        if len(name.parts) > 1 and name.parts[0] not in of_letters and not os.path.lexists(folder / name):
            _copy_file(folder, name)


def _program_files() -> Iterator[Path]:
    ours = program_templates()
    for path in all_below(ours):
        name = path.relative_to(ours)
        if is_plain_file(path) and not any(part.startswith((".", "__")) for part in name.parts):
            yield name


def _copy_file(folder: Path, name: Path) -> None:
    target = folder / name
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(program_templates() / name, target)


def _write(path: Path, text: str, *, for_excel: bool = False) -> None:
    r"""Write a text; for programs of Windows with its line ends and a mark that it is UTF-8."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8-sig" if for_excel else "utf-8", newline="\r\n" if for_excel else "\n") as file:
        file.write(text)


def _refuse_unsettable(templates: Path) -> None:
    """Refuse what no letter could show: a sign that the fonts lack, a sender that tells of benefits.

    Raises:
        UsageError: that is so.
    """
    try:
        template = letters.load_template(DEFAULT_TEMPLATE, templates)
        letters.check_template(template, letter_date(None, template), None)
    except InputError as error:
        raise UsageError(
            _("Mit diesen Angaben lässt sich kein Brief setzen; es ist nichts geändert: {reason}").format(
                reason=error.what
            ),
            where="--name, --address",
            hint=error.hint,
            faults=error.faults if len(error.faults) > 1 else (),
        ) from error
