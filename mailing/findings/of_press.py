"""The kinds of findings that the room `press` makes."""

from __future__ import annotations

from mailing.base.messages import n_
from mailing.findings.kinds import FindingKind, Severity

PRESS_KINDS: tuple[FindingKind, ...] = (
    FindingKind(
        "press.blocked-zone",
        Severity.ERROR,
        n_("Text auf Seite {page} bei {y} mm steht in einer Sperrzone der Druckerei: {zone}"),
        n_("Den Text kürzen oder ein anderes Profil wählen (--shop)"),
    ),
    FindingKind(
        "press.too-many-sheets",
        Severity.ERROR,
        n_("Der Brief hat {sheets} Blätter; kein Umschlag des Profils fasst sie"),
        n_("Den Text kürzen oder im Profil ein Produkt für mehr Blätter angeben"),
    ),
    FindingKind(
        "press.too-heavy",
        Severity.ERROR,
        n_(
            "Die Sendung wiegt {grams} g ({sheets} Blatt, Umschlag und {inserts} g Beilagen); "
            "das Profil hat dafür Produkte bis {limit} g"
        ),
        n_("Leichtere oder weniger Beilagen, weniger Blätter, oder im Profil ein Produkt für mehr Gramm angeben"),
    ),
)
