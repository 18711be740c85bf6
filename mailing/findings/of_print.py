"""The kinds of findings that the checker of finished PDFs (`mailing/audit/printfile`) makes: one for each rule."""

from __future__ import annotations

from mailing.base.messages import n_
from mailing.findings.kinds import FindingKind, Severity

_REMAKE = n_("Die Datei nicht drucken; den Lauf neu erzeugen")
_PROFILE = n_("Das Druckereiprofil prüfen; stammt die Datei aus diesem Programm, den Fehler melden")
_FOREIGN = n_("Die Datei hat ein anderes Programm verändert; die gelieferte Fassung verwenden")


def _kind(code: str, message: str, hint: str) -> FindingKind:
    return FindingKind(f"print.{code}", Severity.ERROR, message, hint)


PRINT_KINDS: tuple[FindingKind, ...] = (
    _kind("header", n_("{path}: kein Dateikopf von PDF 1.6 ({found}; {source})"), _FOREIGN),
    _kind("encryption", n_("{path} ist verschlüsselt ({found}; {source})"), _FOREIGN),
    _kind("identifier", n_("{path}: die ID besteht nicht aus zwei Texten ({found}; {source})"), _FOREIGN),
    _kind("filter", n_("{path}: unzulässige Kompression {found} ({source})"), _FOREIGN),
    _kind("font-embedded", n_("{path}: die Schrift {found} ist nicht eingebettet ({source})"), _REMAKE),
    _kind("colour", n_("{path}: Farbe, die nicht reines Schwarz ist: {found} ({source})"), _REMAKE),
    _kind("metadata", n_("{path}: die Metadaten (XMP) fehlen oder sind unlesbar: {found} ({source})"), _FOREIGN),
    _kind("x-version", n_("{path} nennt sich nicht PDF/X-4, sondern {found} ({source})"), _FOREIGN),
    _kind("title", n_("{path}: der Titel fehlt oder widerspricht sich: {found} ({source})"), _FOREIGN),
    _kind("dates", n_("{path}: ein Datum fehlt oder widerspricht sich: {found} ({source})"), _FOREIGN),
    _kind("media-management", n_("{path}: die Angabe {found} fehlt ({source})"), _FOREIGN),
    _kind("trapped", n_("{path}: die Überfüllung ist nicht klar angegeben: {found} ({source})"), _FOREIGN),
    _kind("output-intent", n_("{path}: keine eindeutige Druckbedingung: {found} ({source})"), _PROFILE),
    _kind("icc-profile", n_("{path}: das ICC-Profil taugt nicht zur Ausgabe: {found} ({source})"), _PROFILE),
    _kind("boxes", n_("{path}: die Seitenrahmen stimmen nicht: {found} ({source})"), _FOREIGN),
    _kind("actions", n_("{path} enthält Aktionen oder angehängte Dateien: {found} ({source})"), _FOREIGN),
    _kind("annotation", n_("{path}: eine Anmerkung liegt auf dem Druckbild: {found} ({source})"), _FOREIGN),
    _kind("foreign-object", n_("{path} verweist auf fremde Inhalte: {found} ({source})"), _FOREIGN),
    _kind("vt-version", n_("{path} nennt sich nicht PDF/VT-1, sondern {found} ({source})"), _FOREIGN),
    _kind("vt-date", n_("{path}: das Änderungsdatum der Datensätze stimmt nicht: {found} ({source})"), _FOREIGN),
    _kind("record-root", n_("{path}: die Wurzel der Datensätze stimmt nicht: {found} ({source})"), _FOREIGN),
    _kind("record-names", n_("{path}: die Ebenen der Datensätze sind falsch benannt: {found} ({source})"), _FOREIGN),
    _kind("record-part", n_("{path}: ein Datensatz ist falsch gebaut: {found} ({source})"), _FOREIGN),
    _kind("record-end", n_("{path}: ein Datensatz nennt ein Ende, wo keines sein darf: {found} ({source})"), _FOREIGN),
    _kind("record-coverage", n_("{path}: die Datensätze decken die Seiten nicht genau: {found} ({source})"), _REMAKE),
    _kind("record-page", n_("{path}: eine Seite gehört nicht zu ihrem Datensatz: {found} ({source})"), _REMAKE),
    _kind("record-metadata", n_("{path}: ein Datensatz trägt unzulässige Angaben: {found} ({source})"), _FOREIGN),
    _kind(
        "shared-form", n_("{path}: ein gemeinsamer Inhalt ist nicht so gekennzeichnet: {found} ({source})"), _FOREIGN
    ),
    _kind("array", n_("{path}: ein Feld hat zu viele Einträge: {found} ({source})"), _REMAKE),
    _kind("a-level", n_("{path} nennt sich nicht PDF/A-2u, sondern {found} ({source})"), _FOREIGN),
    _kind("a-intent", n_("{path}: die Druckbedingung für PDF/A fehlt oder weicht ab: {found} ({source})"), _FOREIGN),
    _kind("a-schemas", n_("{path}: die Metadaten beschreiben {found} nicht ({source})"), _FOREIGN),
    _kind("a-text", n_("{path}: Zeichen ohne Text in der Schrift {found} ({source})"), _REMAKE),
    _kind("a-resources", n_("{path}: {found} nennt die eigenen Ressourcen nicht ({source})"), _FOREIGN),
    _kind(
        "font-glyphs", n_("{path}: die eingebettete Schrift zeigt anderes als den Text: {found} ({source})"), _FOREIGN
    ),
    _kind("revision", n_("{path} enthält mehr als eine Fassung oder fremde Bytes: {found} ({source})"), _FOREIGN),
    _kind("interactive", n_("{path}: auf einer Seite liegt, was sich anklicken lässt: {found} ({source})"), _FOREIGN),
    _kind("attachment", n_("{path} enthält eine angehängte Datei: {found} ({source})"), _FOREIGN),
    _kind("layer", n_("{path}: Inhalt lässt sich ausblenden oder durchscheinend machen: {found} ({source})"), _FOREIGN),
    _kind("page-size", n_("{path}: eine Seite ist anders groß, als sie sagt: {found} ({source})"), _FOREIGN),
    _kind("personal", n_("{path}: Angaben neben den Seiten, die dort nicht hingehören: {found} ({source})"), _FOREIGN),
    _kind("page-twice", n_("{path}: dieselbe Seite steht mehrmals darin: {found} ({source})"), _FOREIGN),
    _kind("sheet-size", n_("{path}: das Blatt ist nicht A4: {found} ({source})"), _PROFILE),
    _kind("megabytes", n_("{path} ist größer, als die Druckerei nimmt: {found} MB ({source})"), _PROFILE),
    _kind("letters", n_("{path} hat mehr Briefe, als die Druckerei nimmt: {found} ({source})"), _PROFILE),
    _kind("fronts", n_("{path}: ein Brief beginnt auf einer Rückseite: {found} ({source})"), _REMAKE),
    _kind("object-streams", n_("{path}: die Druckerei nimmt keine Objektströme ({found}; {source})"), _PROFILE),
    _kind("code", n_("{path}: der Steuercode ist nicht lesbar oder falsch: {found} ({source})"), _REMAKE),
    _kind("zone", n_("{path}: Druck in einer Sperrzone: {found} ({source})"), _PROFILE),
)
