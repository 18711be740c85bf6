"""What errors and findings advise, in the words of the pages: where they name a command, the page or button instead.

The verbs speak of their options, for the command line calls them too. What they say is known here by its source text;
where a page shows it, it is found again, also within a longer text and in either language.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from mailing.base.messages import Language, _, chosen_language, in_language, n_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_CHECK_TELLS: Final = n_("Unter „Prüfen“ steht, woran es liegt")
_SETTLE_THE_CASE: Final = n_("Unter „Prüfen“ stehen alle Befunde; klären Sie den Vorfall")
_SAME_RUN_AGAIN: Final = n_("Derselbe neue Lauf, noch einmal begonnen, bringt ihn zu Ende")
_OTHER_PROFILE: Final = n_("Ein anderes Druckereiprofil wählen oder die Vorlage ändern")

ON_PAGES: Final[Mapping[str, str]] = {
    # letters and profiles
    "Der Ordner der Vorlagen ist leer: --templates nennt einen anderen": n_(
        "Legen Sie unter „Vorlagen“ einen Brief an"
    ),
    "Dort liegt: {found}; die Datei {name} anlegen, zum Beispiel mit mailing new-letter": n_(
        "Dort liegt: {found}; legen Sie den Brief unter „Vorlagen“ neu an"
    ),
    "Eine Spalte der Liste in letter.toml unter columns nennen, oder mit --list LISTE prüfen": n_(
        "Nennen Sie die Spalte der Liste in den Einstellungen des Briefs unter columns"
    ),
    "Zeilen in die Fußzeile setzen (fusszeile), oder ein Profil mit anderem Umschlag wählen (--shop)": n_(
        "Setzen Sie Zeilen in die Fußzeile (fusszeile), oder wählen Sie ein Druckereiprofil mit anderem Umschlag"
    ),
    "Ein anderes Profil wählen (--shop), oder in letter.toml die andere Form": n_(
        "Wählen Sie ein anderes Druckereiprofil, oder in den Einstellungen des Briefs die andere Form"
    ),
    'Form {fitting} passt: in letter.toml form = "{fitting}"; oder ein Profil mit anderem Umschlag (--shop)': n_(
        'Form {fitting} passt: in den Einstellungen des Briefs form = "{fitting}"; '
        "oder ein Druckereiprofil mit anderem Umschlag"
    ),
    "Ein anderes Profil wählen (--shop) oder die Vorlage ändern": _OTHER_PROFILE,
    "Den Text kürzen oder ein anderes Profil wählen (--shop)": n_(
        "Kürzen Sie den Text, oder wählen Sie ein anderes Druckereiprofil"
    ),
    # lists and their columns
    "Die Datei enthält keinen Text: das ist keine Adressliste": n_(
        "Die Datei enthält keinen Text: das ist keine Liste"
    ),
    "Die Datei ist {kind}, keine Adressliste": n_("Die Datei ist {kind}, keine Liste"),
    "Nennen Sie die Spalte mit --column {mine}={theirs}": n_(
        "Wählen Sie unter „Spalten“ {mine} bei der Spalte {theirs}"
    ),
    "{option}; mailing columns nennt alle Namen": "{option}",
    "Für mehrere Angaben in einer Zelle gibt es eigene Namen: mailing columns nennt sie": n_(
        "Für mehrere Angaben in einer Zelle gibt es eigene Namen, zum Beispiel plz_ort"
    ),
    "In der ersten Zeile stehen Angaben: schreiben Sie die Namen der Spalten darüber (mailing columns)": n_(
        "In der ersten Zeile stehen Angaben: schreiben Sie die Namen der Spalten darüber"
    ),
    "{nearest}; ordnen Sie neu zu mit --column, und speichern Sie mit --save-mapping {mapping}": n_(
        "{nearest}; ordnen Sie die Spalten neu zu, und speichern Sie die Zuordnung noch einmal als {mapping}"
    ),
    "mailing check LISTE --save-mapping {name} legt sie an": n_("Unter „Spalten“ lässt sie sich speichern"),
    "--column {mine}={theirs} ordnet sie zu, --column -={theirs} lässt sie weg": n_(
        "Wählen Sie bei der Spalte {theirs} die Bedeutung {mine} oder „nicht gebraucht“"
    ),
    "Ergänzen Sie eine Spalte anrede oder geschlecht, oder nennen Sie sie mit --column anrede=…": n_(
        "Ergänzen Sie eine Spalte anrede oder geschlecht, oder wählen Sie sie unter „Spalten“"
    ),
    "Anrede, Titel und Namen auf ihre Spalten verteilen; ganze Namen: --column vorname_nachname=…": n_(
        "Verteilen Sie Anrede, Titel und Namen auf ihre Spalten; für ganze Namen gibt es vorname_nachname"
    ),
    "Übernehmen Sie die Vorschläge, oder ordnen Sie die Spalte zu: --column nachname_vorname=…": n_(
        "Übernehmen Sie die Vorschläge, oder wählen Sie unter „Spalten“ nachname_vorname"
    ),
    "Übernehmen Sie die Vorschläge für die Zeile, oder ordnen Sie die Spalte zu: --column anschrift_komplett=…": n_(
        "Übernehmen Sie die Vorschläge für die Zeile, oder wählen Sie unter „Spalten“ anschrift_komplett"
    ),
    "Ist die andere gemeint, nennen Sie sie mit --column; sonst lassen Sie diese weg: --column -=…": n_(
        "Ist die andere gemeint, wählen Sie sie unter „Spalten“; sonst ist diese „nicht gebraucht“"
    ),
    "Prüfen Sie, ob die Liste anders ausgegeben wurde; speichern Sie die Zuordnung neu: --save-mapping": n_(
        "Prüfen Sie, ob die Liste anders ausgegeben wurde; speichern Sie unter „Spalten“ die Zuordnung neu"
    ),
    "Übernehmen Sie beide Vorschläge; ist es in allen Zeilen so, ordnen Sie die Spalten mit --column zu": n_(
        "Übernehmen Sie beide Vorschläge; ist es in allen Zeilen so, ordnen Sie die Spalten anders zu"
    ),
    "Wählen Sie ein anderes Blatt mit --sheet": n_("Wählen Sie unter „Spalten“ ein anderes Tabellenblatt"),
    "--encoding gibt es nur bei Listen, die Text sind (CSV)": n_(
        "Einen Zeichensatz gibt es nur bei Listen, die Text sind (CSV)"
    ),
    "--sheet gibt es nur bei Arbeitsmappen": n_("Tabellenblätter gibt es nur in Arbeitsmappen"),
    "Am nächsten kommt --sheet {sheet}": n_("Am nächsten kommt das Blatt {sheet}"),
    "Lassen Sie die Vorschläge mit mailing check neu schreiben": n_("Lassen Sie die Liste unter „Spalten“ neu lesen"),
    "Lassen Sie sie mit mailing check --proposals neu schreiben": n_("Lassen Sie die Liste unter „Spalten“ neu lesen"),
    "Lassen Sie die Befunde mit --findings als Tabelle schreiben": n_("Nehmen Sie die Befunde als Tabelle (CSV) mit"),
    "Berichtigen Sie den Termin, oder prüfen Sie das Datum des Schreibens (--date)": n_(
        "Berichtigen Sie den Termin, oder prüfen Sie das Datum des Schreibens"
    ),
    "Prüfen Sie, ob es stimmt; ein anderes nennt --date, sonst gilt das der Vorlage oder heute": n_(
        "Prüfen Sie, ob es stimmt; ein anderes wählen Sie unter „Brief“"
    ),
    "mailing check zeigt die Befunde zu jeder Zeile": n_("Unter „Befunde“ stehen sie zu jeder Zeile"),
    # double letters
    "Nichts tun; ist ein zweiter Brief gewollt, den Lauf mit --again BG-NUMMER wiederholen": n_(
        "Nichts tun; ist ein zweiter Brief gewollt, sagen Sie es unter „Probe“"
    ),
    "Entscheiden Sie, ob er ihn noch einmal braucht; dann den Lauf mit --again BG-NUMMER wiederholen": n_(
        "Entscheiden Sie, ob er ihn noch einmal braucht; dann sagen Sie es unter „Probe“"
    ),
    "Ist ein zweiter Brief gewollt, den Aufruf mit --again BG-NUMMER wiederholen": n_(
        "Ist ein zweiter Brief gewollt, wählen Sie unten, wer ihn noch einmal bekommt, und setzen Sie die Probe neu"
    ),
    "Prüfen Sie die Nummer, und ob der Haushalt überhaupt einen Brief bekommt (mailing check)": n_(
        "Prüfen Sie die Nummer, und unter „Befunde“, ob der Haushalt überhaupt einen Brief bekommt"
    ),
    "Register wiederherstellen oder eine andere Datei nennen: --register DATEI": n_(
        "Sagen Sie es Ihrer IT: Das Register der Läufe ist wiederherzustellen"
    ),
    "Liste, Vorlage oder Datum ändern, oder einen anderen Ordner nennen: --out ORDNER": n_(
        "Ändern Sie Liste, Vorlage oder Datum"
    ),
    "Sind neue Briefe gewollt, einen anderen Ordner nennen: --out ORDNER": n_(
        "Sind neue Briefe gewollt, ändern Sie Liste, Vorlage oder Datum"
    ),
    # a run's way
    "--accept nennt einen Befund des Laufs und braucht --reason TEXT": n_(
        "Was Sie hinnehmen, muss ein Befund des Laufs sein und braucht eine Begründung"
    ),
    "Die Liste bereinigen und den Lauf neu machen, oder --accept {code} --reason TEXT": n_(
        "Bereinigen Sie die Liste und machen Sie den Lauf neu, oder nehmen Sie {code} mit Begründung hin"
    ),
    "--reason braucht einen Grund": n_("Es fehlt der Grund"),
    "Eine zweite Person nennt sich mit --by NAME. {allowed}": n_(
        "Eine zweite Person meldet sich dazu mit ihrem Konto an. {allowed}"
    ),
    "Den Lauf mit mailing withdraw zurückziehen und mit einem neuen Datum noch einmal machen": n_(
        "Ziehen Sie den Lauf zurück, und machen Sie ihn mit einem neuen Datum noch einmal"
    ),
    "Erst den Nachdruck liefern: mailing deliver": n_("Erst muss die Druckerei das Paket des Nachdrucks holen"),
    "Erst die Lieferung zu Ende bringen: mailing deliver": n_("Bringen Sie erst die Lieferung zu Ende"),
    "mailing status LAUF zählt die Stücke": n_("Auf der Seite des Laufs sind die Stücke gezählt"),
    "--pieces nennt Stücke; mailing status zählt sie": n_("Auf der Seite des Laufs sind die Stücke gezählt"),
    "Erst die Rückmeldung der Druckerei lesen: mailing feedback LAUF DATEI": n_(
        "Lesen Sie erst die Rückmeldung der Druckerei"
    ),
    "Die Zahl, die die Druckerei bestätigt, mit --total angeben; stimmt sie nicht, dort nachfragen": n_(
        "Geben Sie bei „Bearbeitete Stücke“ die Zahl an, die die Druckerei bestätigt; stimmt sie nicht, fragen Sie nach"
    ),
    "Spalten piece und status, oder wie sie heißen im Profil der Druckerei unter [feedback.columns]": n_(
        "Die Überschriften müssen piece und status heißen, oder so, wie es das Druckereiprofil sagt"
    ),
    "--format nennt eine Datei, die sagt, wie sie hier heißen": n_("Die Überschriften stehen bei dem Feld"),
    "noch offen (mailing feedback)": n_("noch offen: Es fehlt die Rückmeldung der Druckerei"),
    "gedruckt, aber nicht eingeliefert (mailing posted)": n_("gedruckt, aber nicht eingeliefert"),
    "vernichtet, ohne neues Exemplar (mailing reprint)": n_("vernichtet, noch nicht nachgedruckt"),
    "Ist das nicht gewollt: Mit --date und jenem Datum wird nur denen geschrieben, die ihn noch nicht haben": n_(
        "Ist das nicht gewollt: Wählen Sie jenes Datum, dann wird nur denen geschrieben, die ihn noch nicht haben"
    ),
    "mailing posted LAUF --on TAG erfasst, was zur Post ging": n_("Erfassen Sie erst die Einlieferung"),
    "Ohne --large aufrufen": n_("Nehmen Sie die Kopie ohne große Schrift"),
    # what was found to be other than it was made
    "mailing verify nennt alle Abweichungen; den Vorfall klären": _SETTLE_THE_CASE,
    "mailing verify nennt alle Befunde; den Vorfall klären": _SETTLE_THE_CASE,
    "mailing verify nennt die Befunde; den Vorfall klären, dann neu mit --out ORDNER": _SETTLE_THE_CASE,
    "mailing verify sagt, woran es liegt": _CHECK_TELLS,
    "mailing verify sagt, woran es liegt; bis das geklärt ist, geht mit dem Lauf nichts weiter": n_(
        "Unter „Prüfen“ steht, woran es liegt; bis das geklärt ist, geht mit dem Lauf nichts weiter"
    ),
    "mailing verify sagt, was am Lauf noch stimmt": _CHECK_TELLS,
    "mailing verify sagt, ob es noch ganz ist": _CHECK_TELLS,
    "mailing verify sagt, welche Dateien des Laufs noch sind, was sie waren": _CHECK_TELLS,
    "Der Lauf ist unvollständig; mailing verify sagt, was fehlt": n_(
        "Der Lauf ist unvollständig; unter „Prüfen“ steht, was fehlt"
    ),
    "Was bleibt, prüft mailing verify": n_("Was bleibt, wird unter „Prüfen“ geprüft"),
    "mailing verify prüft den Lauf; stimmt er, die Fassung des Programms nehmen, die manifest.json nennt": n_(
        "Prüfen Sie den Lauf; stimmt er, braucht es die Fassung des Programms, die manifest.json nennt"
    ),
    "mailing run mit denselben Eingaben bringt ihn zu Ende": _SAME_RUN_AGAIN,
    "Mit einer Sicherung vergleichen; brach mailing run ab, denselben Aufruf wiederholen": n_(
        "Mit einer Sicherung vergleichen; brach der Lauf ab, ihn noch einmal beginnen"
    ),
    "mailing report schreibt den Bericht neu": n_("„Bericht schreiben“ auf der Seite des Laufs schreibt ihn neu"),
    "Mit --ca ZERTIFIKAT angeben, wessen Unterschrift gelten soll": n_(
        "Laden Sie beim Prüfen das Zertifikat hoch, dessen Unterschrift gelten soll"
    ),
    "Andere Programme beenden oder --workers verkleinern": n_(
        "Sagen Sie es Ihrer IT: Der Rechner des Büros braucht mehr Arbeitsspeicher"
    ),
}
"""What the verbs say, by its source text -> what a page says instead."""

_PLACE = re.compile(r"\\\{(\w+)\\\}")
_IS_OF_A_COMMAND = re.compile(r"--[a-z]|mailing |Adressliste|address list|\[feedback\.columns\]")


def on_page(text: str) -> str:
    """Return what is to be said on a page; what isn't known stays as it is."""
    if not _IS_OF_A_COMMAND.search(text):
        return text
    for pattern, source in _patterns():
        while found := pattern.search(text):
            text = text[: found.start()] + _(source).format(**found.groupdict()) + text[found.end() :]
    return text


def _patterns() -> Sequence[tuple[re.Pattern[str], str]]:
    return _patterns_in(chosen_language())


@cache
def _patterns_in(language: Language) -> Sequence[tuple[re.Pattern[str], str]]:
    """Give what finds each text in a language, the longest first, for some begin like others."""
    with in_language(language):
        told = sorted(((_(text), instead) for text, instead in ON_PAGES.items()), key=lambda pair: -len(pair[0]))
    return [(_finder(text), instead) for text, instead in told]


def _finder(text: str) -> re.Pattern[str]:
    """Return what finds a text whatever stands in its places, which end with the sentence or the line."""
    seen: set[str] = set()

    def place(found: re.Match[str]) -> str:
        name = found[1]
        if name in seen:
            return f"(?P={name})"
        seen.add(name)
        return f"(?P<{name}>.+?)"

    return re.compile(_PLACE.sub(place, re.escape(text)) + (r"(?=; |\n|$)" if text.endswith("}") else ""))


_OPTION: Final = re.compile(r"(?:, |^)--[a-z][a-z-]*(?:[ =][^,]*)?(?=,|$)")


def place_on_page(where: str, data: str) -> str:
    """Return where something is, as a page says it: no option of a command, and no folder above the office's."""
    return _OPTION.sub("", where).removeprefix(", ").replace(f"{data}/", "")
