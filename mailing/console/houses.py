"""An own folder and a new letter in it, as their users read of them: where they are, and what to do next."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from mailing.base.messages import _
from mailing.console.speech import say, say_json

if TYPE_CHECKING:
    from mailing.runs.offices.house import House
    from mailing.runs.offices.new_letter import NewLetter


def show_house(house: House, *, as_json: bool) -> None:
    """Tell of an own folder."""
    if as_json:
        say_json(asdict(house))
        return
    say(_("Angelegt: {folder}").format(folder=house.folder))
    say(_("  Ihre Angaben: letter_templates/organisation.toml   Ihre Druckerei: shop_profiles/druckerei.toml"))
    say(_("  Fakten und Standorte mit „(Beispiel)“ sind erfunden: vor dem ersten echten Lauf ersetzen (LIESMICH.txt)"))
    if house.state is None:
        say(_("  Das Bundesland sagt die Postleitzahl nicht: in organisation.toml eintragen, zum Beispiel NI"))
    say()
    say(_("Als Nächstes:"))
    where = f'"{house.folder}"' if " " in str(house.folder) else str(house.folder)
    for command in (
        f"cd {where}",
        "mailing sample 20 -o liste.csv",
        "mailing proof liste.csv -t einladung",
        _("mailing new-letter mein-brief --like einladung"),
    ):
        say(f"  {command}")


def show_new_letter(letter: NewLetter, *, as_json: bool) -> None:
    """Tell of a new letter."""
    if as_json:
        say_json(asdict(letter))
        return
    say(_("Angelegt: {folder}").format(folder=letter.folder))
    say(_("  Text: letter.md.j2   Titel und Betreff: letter.toml"))
    if letter.dates:
        dates = ", ".join(f"{key} = {day}" for key, day in letter.dates.items())
        say(_("  Achtung, noch wie bei „{like}“: {dates}").format(like=letter.like, dates=dates))
    say()
    say(_("Als Nächstes:"))
    named = f'"{letter.name}"' if " " in letter.name else letter.name
    say(f"  mailing templates {named} --check")
    say(_("  mailing proof LISTE -t {name}").format(name=named))
