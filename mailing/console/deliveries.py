"""What went to the shop, and what it answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mailing.base.figures import grouped
from mailing.base.messages import _
from mailing.console.speech import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from mailing.runs.afterwards.delivering import Delivered


def show_delivered(done: Sequence[Delivered]) -> None:
    """Tell which packages went where, as which file."""
    for package in done:
        say(_("Geliefert: {package} an {target}").format(package=package.package, target=package.target))
        say(_("    {name}, {size} Bytes").format(name=package.name, size=grouped(package.size)))
        say(f"    SHA-256 {package.sha256}")
        if package.is_taken:
            say(_("    Ein abgebrochener Aufruf hatte es schon geliefert; die Druckerei hat es abgeholt"))
    if not done:
        say(_("Die Druckerei hat schon alles; geliefert ist nichts"))


def show_accepted(packages: Sequence[str]) -> None:
    """Tell for which packages the shop's answer is recorded."""
    if packages:
        say(_("Antwort der Druckerei festgehalten für: {packages}").format(packages=", ".join(packages)))
    else:
        say(_("Diese Antwort der Druckerei ist schon festgehalten"))
