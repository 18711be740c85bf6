"""The kinds of findings that concern the run as a whole."""

from __future__ import annotations

from mailing.base.messages import n_
from mailing.findings.kinds import FindingKind, Severity

ALREADY_MADE = "register.already-made"
ADDRESS_CHANGED = "register.address-changed"
CLAIMED = "register.claimed"
UNUSABLE = "register.unusable"
OTHER_DATE = "register.other-date"
CAME_BACK = "return.address-unchanged"
FAR_DATE = "run.date-far"
MENDED = "run.mended"

RUN_KINDS: tuple[FindingKind, ...] = (
    FindingKind(
        FAR_DATE,
        Severity.WARNING,
        n_("Das Datum der Briefe, der {date}, liegt {days} Tage von heute entfernt"),
        n_("Prüfen Sie, ob es stimmt; ein anderes nennt --date, sonst gilt das der Vorlage oder heute"),
    ),
    FindingKind(
        MENDED,
        Severity.INFO,
        n_("Im Ordner dieses Laufs lagen {count} Dateien, die beschädigt waren oder nicht zum Lauf gehören"),
        n_("Nichts tun: Beschädigtes ist neu gemacht, Fremdes ist entfernt"),
    ),
    FindingKind(
        ALREADY_MADE,
        Severity.WARNING,
        n_("Derselbe Brief ist für diesen Haushalt schon in einem anderen Lauf gemacht worden"),
        n_("Nichts tun; ist ein zweiter Brief gewollt, den Lauf mit --again BG-NUMMER wiederholen"),
    ),
    FindingKind(
        CLAIMED,
        Severity.WARNING,
        n_("Ein anderer Aufruf macht diesen Brief für denselben Haushalt gerade"),
        n_("Warten, bis er fertig ist, und den Lauf wiederholen: er macht, was dann noch fehlt"),
    ),
    FindingKind(
        ADDRESS_CHANGED,
        Severity.WARNING,
        n_("Dieser Haushalt hat den Brief schon bekommen, aber an eine andere Anschrift als die in dieser Liste"),
        n_("Entscheiden Sie, ob er ihn noch einmal braucht; dann den Lauf mit --again BG-NUMMER wiederholen"),
    ),
    FindingKind(
        OTHER_DATE,
        Severity.WARNING,
        n_("{count} Haushalte haben denselben Brief schon mit dem Datum {date}; mit diesem bekommen sie noch einen"),
        n_("Ist das nicht gewollt: Mit --date und jenem Datum wird nur denen geschrieben, die ihn noch nicht haben"),
    ),
    FindingKind(
        CAME_BACK,
        Severity.WARNING,
        n_("Ein Brief an diesen Haushalt kam zurück, und eine geklärte neue Anschrift steht nicht in der Liste"),
        n_("Die Sachbearbeitung klärt die Anschrift; steht eine andere in der Liste, bekommt er wieder Post"),
    ),
    FindingKind(
        UNUSABLE,
        Severity.WARNING,
        n_("{reason}; dieser Lauf wurde mit keinem Register verglichen"),
        n_("Register wiederherstellen oder eine andere Datei nennen: --register DATEI"),
    ),
)
