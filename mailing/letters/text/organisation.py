"""Who writes: the facts that stand once in `organisation.toml`, and the office's sites.

The entries carry the names that templates use (`{{ organisation.telefon }}`): file, template and code share one
vocabulary.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import astuple, dataclass, fields
from datetime import date  # noqa: TC003 - pydantic reads it
from typing import TYPE_CHECKING, Final, Literal

from pydantic import Field, ValidationInfo, field_validator

from mailing.base.errors import TemplateError
from mailing.base.messages import _, n_
from mailing.base.settings import SettingsFile
from mailing.base.working_days import DEFAULT_STATE, State
from mailing.letters.text.labels import Labels
from mailing.model.terms import ReleaseTerms, ReprintTerms, StaleTerms

if TYPE_CHECKING:
    from collections.abc import Mapping

Lines = tuple[str, ...]

_TELLING: Final = re.compile(
    r"bürgergeld|buergergeld|grundsicherung|arbeitslos|sozialgeld|sozialhilfe|sozialleistung|leistung|bedarfsgemeinschaft"
    r"|wohngeld|kinderzuschlag|asylbewerber|unterkunft und heizung|kosten der unterkunft"
    r"|bescheid|anhörung|anhoerung|sanktion|mahnung|einladung|widerspruch"
    r"|\bhartz\b|\balg[\s-]*(?:ii|2|i|1)?\b|\bsgb\b|\bbg\b|\bbg-?n(?:umme)?r\b|\b[0-9]{3,6}\s?(?://|bg)\s?[0-9]{6,8}\b",
    re.IGNORECASE,
)
"""What tells of benefits in a window: their names, a letter's kind, a BG number."""
_OFFICE: Final = re.compile(r"job-?\s?center|sozialamt|agentur für arbeit", re.IGNORECASE)


class OfficeContactEntry(SettingsFile):
    """`[ansprechpartner]`: whom at the office the print shop asks about a job; shows in no letter."""

    name: str = Field(min_length=1)
    telefon: str = ""
    email: str = ""


class Organisation(SettingsFile):
    """The sender of all letters.

    Attributes:
        name: as it signs and heads its letters.
        absender: the return line in the window. It is read by the postman and the neighbours, so it must not show
            that benefits are received: a neutral sender.
        briefkopf: the lines of the letterhead.
        fusszeile: the columns of the footer, each a text of one or more lines.
        strasse: the visitors' address, likewise hausnummer, plz and ort.
        telefon: the central number; likewise email and internet.
        telefonzeiten: when the telephone is answered.
        vermerk: a note to the post above the recipient: "Nicht nachsenden!".
        anrede: how letters greet: by the entry in the list, or "Guten Tag" to everybody.
        bundesland: the state whose public holidays are no working days (ISO 3166-2:DE): "NI" for Lower Saxony.
        antwortanschrift: where reply slips go, as the lines in their window; the office's own address where empty.
        unterschrift: the lines under the complimentary close.
        standorte: the table of the sites, relative to the folder of the templates.
        release: who must release a run; stale: when waiting is too long. Neither shows in a letter.
        labels: what the information block calls its rows: "Aktenzeichen" instead of "BG-Nummer".
        ansprechpartner: whom the print shop asks, on the job sheet only.
        fakten: further facts for the texts, by names of the office's own: `{{ fakten.beratung_ab | datum }}`.
    """

    name: str = Field(min_length=1)
    absender: str = Field(min_length=1)
    briefkopf: Lines = Field(strict=False)
    fusszeile: Lines = Field(default=(), strict=False)
    strasse: str
    hausnummer: str
    plz: str
    ort: str
    telefon: str
    telefonzeiten: str = ""
    email: str
    internet: str = ""
    vermerk: str = ""
    anrede: Literal["nach-liste", "guten-tag"] = "nach-liste"
    bundesland: State = DEFAULT_STATE
    antwortanschrift: Lines = Field(default=(), strict=False, max_length=6)
    unterschrift: Lines = Field(default=(), strict=False)
    standorte: str = ""
    labels: Labels = Labels()
    fakten: dict[str, str | int | date] = Field(default_factory=dict)
    release: ReleaseTerms = ReleaseTerms()
    reprint: ReprintTerms = ReprintTerms()
    stale: StaleTerms = StaleTerms()
    ansprechpartner: OfficeContactEntry | None = None

    @field_validator("absender", "vermerk")
    @classmethod
    def _tells_nobody_of_benefits(cls, line: str, info: ValidationInfo) -> str:
        """Refuse what the postman and the neighbours mustn't read; the sender's line may name the office."""
        seen = line.replace("\u00ad", "")  # a soft hyphen within a line is nothing on paper
        is_telling = _TELLING.search(seen) or (info.field_name == "vermerk" and _OFFICE.search(seen))
        if is_telling or "\n" in line:
            raise ValueError(n_("eine Zeile, die jeder lesen darf: kein Wort von Leistungen, keine BG-Nummer"))
        return line

    @field_validator("antwortanschrift")
    @classmethod
    def _tells_nobody_of_answers(cls, lines: Lines) -> Lines:
        """Refuse in a slip's window what no window may show: everybody on its way back reads it."""
        if any(_TELLING.search(line.replace("\u00ad", "")) or not line.strip() or "\n" in line for line in lines):
            raise ValueError(n_("Zeilen, die jeder lesen darf: kein Wort von Leistungen, keine BG-Nummer, keine leere"))
        return lines

    @property
    def anschrift(self) -> str:
        """The visitors' address on one line."""
        return f"{self.strasse} {self.hausnummer}, {self.plz} {self.ort}"


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """One of the office's sites, as the table of sites has it.

    In a text it stands for its name; in a condition it equals the word by which the list names it.

    Attributes:
        standort: the word by which the list names it.
        schutz: its protection concept, in one or more sentences.
    """

    standort: str
    name: str
    strasse: str
    hausnummer: str
    plz: str
    ort: str
    telefon: str
    schutz: str

    @property
    def anschrift(self) -> str:
        """Its address on one line."""
        return f"{self.strasse} {self.hausnummer}, {self.plz} {self.ort}"

    def __str__(self) -> str:
        return self.name

    def __eq__(self, other: object) -> bool:
        if isinstance(other, str):
            return site_key(other) == site_key(self.standort)
        return isinstance(other, Site) and astuple(self) == astuple(other)

    def __hash__(self) -> int:
        return hash(site_key(self.standort))


SITE_COLUMNS = tuple(field.name for field in fields(Site))


def read_sites(text: str, name: str) -> Mapping[str, Site]:
    """Read the table of sites (`;`, German headings) from `text` of the file `name`, by `site_key`.

    Raises:
        TemplateError: a column is missing, or a site stands twice.
    """
    reader = csv.DictReader(io.StringIO(text), delimiter=";")
    missing = [column for column in SITE_COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise TemplateError(
            _("Der Tabelle der Standorte fehlen Spalten: {columns}").format(columns=", ".join(missing)),
            where=f"{name}:1",
            hint=_("Die erste Zeile muss heißen: {header}").format(header=";".join(SITE_COLUMNS)),
        )
    sites: dict[str, Site] = {}
    for row in reader:
        if None in row:
            raise TemplateError(
                _("Die Zeile hat mehr Felder als die Überschrift"),
                where=f"{name}:{reader.line_num}",
                hint=_("Ein Text, in dem ein „;“ vorkommt, steht in Anführungszeichen"),
            )
        site = Site(**{column: (row[column] or "").strip() for column in SITE_COLUMNS})
        key = site_key(site.standort)
        if key in sites:
            raise TemplateError(
                _("Der Standort „{site}“ steht zweimal in der Tabelle").format(site=site.standort),
                where=f"{name}:{reader.line_num}",
                hint=_("Jedes Kennwort in der Spalte „standort“ darf nur einmal vorkommen"),
            )
        sites[key] = site
    return sites


def site_key(standort: str) -> str:
    """Return the word under which the list's entry finds its site: case and outer blanks don't matter."""
    return standort.strip().casefold()
