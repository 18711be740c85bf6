"""Whole runs over random lists and random templates: every row is accounted for, and the verifier finds nothing."""

from __future__ import annotations

import csv
import io
import json
import os
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from program_kit import HEADER, row
from templates_kit import SETTINGS, office

from mailing.audit.verification import VerifyOptions, verify
from mailing.base.errors import InputError, TemplateError
from mailing.base.progress import Progress
from mailing.findings import Severity
from mailing.runs.making.job import read_job
from mailing.runs.run import run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

AT_LENGTH = "MAILING_FUZZ_EXAMPLES" in os.environ
EXAMPLES = int(os.environ.get("MAILING_FUZZ_EXAMPLES", "15"))
NAUGHTY = json.loads((Path(__file__).parents[1] / "data" / "intake" / "blns" / "blns.json").read_text("utf-8"))
WAYS_OUT = ("printed", "merged", "suppressed", "rejected", "special_route")

# --- lists ------------------------------------------------------------------------------------------------------------

COLUMNS = (*HEADER.split(";"), "auskunftssperre", "aktenzeichen", "erstattung")
NEEDED = frozenset(
    {"bg_nummer", "vorname", "nachname", "strasse", "hausnummer", "plz", "ort", "aktenzeichen", "erstattung"}
)
"""What an address can't do without, and what templates ask of the list by a name of its own."""
OPTIONAL = tuple(name for name in COLUMNS if name not in NEEDED)
ODD = st.one_of(
    st.sampled_from(NAUGHTY),
    st.text(st.sampled_from("aZßéŞ \u00a0\u200b\u202e\u0301\u2028;,|\"'\t\n=+-@(/\\<&19{%}#*_`[]|~$"), max_size=12),
    st.text(max_size=6),
    st.sampled_from(["", "x" * 300, "Wort " * 200, "Donaudampfschifffahrtsgesellschaft" * 5, "1.234,50", "2020-06-31"]),
)
ENTRIES: Mapping[str, st.SearchStrategy[str]] = {
    "anrede": st.sampled_from(["Frau", "Herr", "Firma", "Familie", "divers", ""]),
    "titel": st.sampled_from(["", "Dr.", "Prof. Dr."]),
    "rolle": st.sampled_from(["Vertreter", "Mitglied", ""]),
    "nachname": st.sampled_from(["Müßig", "Yılmaz", "Núñez", "Null", "von der Straße-Öztürk", "J́ansson"]),
    "plz": st.sampled_from(["30159", "01067", "1067", "D-30159", "٣٠١٥٩", "99999", ""]),
    "land": st.sampled_from(["", "Deutschland", "Polen", "FRANKREICH", "Atlantis"]),
    "standort": st.sampled_from(["Mitte", "mitte", "Süd", ""]),
    "termin": st.sampled_from(["2020-06-24 09:30", "24.06.2020 9:30", "2020-06-28 10:00", "43983", "bald", ""]),
    "format": st.sampled_from(["", "Großdruck", "Leichte Sprache", "elektronisch", "Braille"]),
    "strasse": st.sampled_from(
        ["Musterstraße", "Postfach 12 34 56", "postlagernd", "ohne festen Wohnsitz", "Hauptstr."]
    ),
    "auskunftssperre": st.sampled_from(["", "ja", "nein"]),
    "empfaenger": st.sampled_from(["", "Betreuerin Anna Weiß", "Kanzlei Öz & Co."]),
    "erstattung": st.sampled_from(["", "1.234,50", "12", "viel"]),
}
"""Likely entries, good and bad, of the columns that have their own ways."""
ENCODINGS = ("utf-8", "utf-8-sig", "cp1252", "iso8859-15", "utf-16", "utf-16-le")
WORKBOOK = "xlsx"


@st.composite
def people(draw: st.DrawFn) -> dict[str, str]:
    """Draw a row: mostly faultless, some entries of their own, one or two odd ones; households share numbers."""
    own = draw(st.lists(st.sampled_from(sorted(ENTRIES)), max_size=4))
    odd = draw(st.dictionaries(st.sampled_from(COLUMNS), ODD, max_size=draw(st.sampled_from([0, 0, 0, 1, 2]))))
    return {**row(draw(st.integers(1, 9))), **{name: draw(ENTRIES[name]) for name in own}, **odd}


@dataclass(frozen=True)
class RandomList:
    """A list as some office might send it."""

    rows: Sequence[Mapping[str, str]]
    columns: Sequence[str]
    form: str
    delimiter: str

    def write(self, folder: Path) -> Path:
        """Write the list as a file."""
        cells = [[entries.get(name, "") for name in self.columns] for entries in self.rows]
        if self.form == WORKBOOK:
            with xlsxwriter.Workbook(folder / "liste.xlsx", {"strings_to_formulas": False}) as workbook:
                sheet = workbook.add_worksheet()
                for number, line in enumerate([list(self.columns), *cells]):
                    for column, cell in enumerate(line):
                        sheet.write_string(number, column, cell.encode("utf-8", "replace").decode())
            return folder / "liste.xlsx"
        text = io.StringIO(newline="")
        csv.writer(text, delimiter=self.delimiter, lineterminator="\r\n").writerows([self.columns, *cells])
        path = folder / "liste.csv"
        path.write_bytes(text.getvalue().encode(self.form, "replace"))
        return path


@st.composite
def lists(draw: st.DrawFn) -> RandomList:
    """Draw a list: the columns that it can't do without and some others, in any order."""
    some = draw(st.lists(st.sampled_from(OPTIONAL), unique=True))
    rows = draw(st.lists(people(), min_size=1, max_size=10))
    again = draw(st.lists(st.sampled_from(rows), max_size=2))
    return RandomList(
        rows=[*rows, *again],
        columns=draw(st.permutations([*sorted(NEEDED), *some])),
        form=draw(st.sampled_from([*ENCODINGS, WORKBOOK])),
        delimiter=draw(st.sampled_from(";,\t|")),
    )


# --- templates --------------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    ["Guten Tag", "wir beraten Sie", "**nur mit Termin**", "*bitte*", '"sofort"', "Straße 5", "z. B.", "– also –", "…"]
)
VALUES = st.sampled_from(
    [
        "name",
        "nachname",
        "bg_nummer",
        "zusatz",
        "aktenzeichen",
        "ort | gross",
        "strasse | klein",
        'zusatz | sonst("ohne Zusatz")',
        "mitglieder | anzahl",
        "mitglieder | aufzaehlung",
        "organisation.telefon | telefon",
        'fakten.beratung_ab | datum("kurz")',
        'datum | datum("lang")',
        "personen",
        '"Ihr" if personen == 1 else "Ihre"',
    ]
).map(lambda value: f"{{{{ {value} }}}}")
READ_STRICTLY = st.sampled_from(["{{ erstattung | betrag }}", "{{ plz | zahl }}", "{{ termin.beginn | datum }}"])
CONDITIONS = st.sampled_from(
    ["standort", "not zusatz", "personen > 1", 'ort == "Hannover"', "termin and standort", 'format != "Großdruck"']
)
PHRASES = st.lists(st.one_of(WORDS, WORDS, VALUES), min_size=1, max_size=12).map(" ".join)


def _block(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return what holds other parts: conditions, and loops over the household's persons."""
    person = "{% for person in mitglieder %}\n"
    return st.one_of(
        st.builds("{{% if {} %}}\n{}\n{{% endif %}}".format, CONDITIONS, inner),
        st.builds("{{% if {} %}}\n{}\n{{% else %}}\n{}\n{{% endif %}}".format, CONDITIONS, inner, inner),
        PHRASES.map(lambda text: person + f"- {{{{ person.vorname }}}} {{{{ person }}}}: {text}\n{{% endfor %}}"),
        PHRASES.map(lambda text: person + f"{{{{ loop.index }}}}. {text}\n{{% endfor %}}"),
    )


PARTS = st.recursive(
    st.one_of(
        PHRASES,
        st.builds("## {}".format, PHRASES),
        st.lists(PHRASES, min_size=1, max_size=4).map(lambda items: "\n".join(f"- {item}" for item in items)),
        st.lists(PHRASES, min_size=1, max_size=3).map(
            lambda items: "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1))
        ),
        st.lists(st.tuples(PHRASES, PHRASES), min_size=1, max_size=3).map(
            lambda lines: "| | |\n| --- | --- |\n" + "\n".join(f"| {left} | {right} |" for left, right in lines)
        ),
        READ_STRICTLY,
    ),
    _block,
    max_leaves=5,
)
TEXTS = st.lists(PARTS, min_size=1, max_size=6).map("\n\n".join)
LETTERS = st.builds("{{{{ anrede_zeile }}}}\n\n{}\n\n---\n\nMit freundlichen Grüßen\n".format, TEXTS)
VARIANTS = ("", "", '[variants."Großdruck"]\nsize = 16\n')

# --- runs -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Drawn:
    """All that a run is made from."""

    list: RandomList
    text: str
    variant: str
    shop: str
    suppressed: bool
    seeded: bool


RUNS = st.builds(
    Drawn,
    list=lists(),
    text=LETTERS,
    variant=st.sampled_from(VARIANTS),
    shop=st.sampled_from(["dl", "c6-5", "epost", "livepost"]),
    suppressed=st.booleans(),
    seeded=st.booleans(),
)


def made(drawn: Drawn, folder: Path) -> str:
    """Make the run and hold it to its promise; return how it ended: made, or refused for what list or template says."""
    sides = {}
    if drawn.suppressed:
        sides["suppress"] = folder / "sperren.csv"
        sides["suppress"].write_text("bg_nummer;grund\n23702//0000003;Umzug\n", "utf-8")
    if drawn.seeded:
        sides["seeds"] = folder / "kontrolle.csv"
        sides["seeds"].write_text("vorname;nachname;strasse;hausnummer;plz;ort\nK;Kontrolle;Weg;1;30159;Hannover\n")
    asked = {
        "list": str(drawn.list.write(folder)),
        "templates": office(folder / "vorlagen", drawn.text, SETTINGS + drawn.variant),
        "template": "brief",
        "date": "2020-06-15",
        "shop": drawn.shop,
        "out": folder / "runs",
        "engine": "serial",
        **sides,
    }
    try:
        summary = run(read_job(None, asked), Progress())
    except InputError as error:
        return "template refused" if isinstance(error, TemplateError) else "refused"
    counts = summary.counts
    assert counts["rows"] == len(drawn.list.rows) == sum(counts[way] for way in WAYS_OUT)
    assert counts["pieces"] == counts["households"] + counts["seeds"]
    faults = [
        finding for finding in verify(summary.run, VerifyOptions(workers=1)) if finding.severity is Severity.ERROR
    ]
    assert not faults, [(finding.code, finding.message) for finding in faults]
    return "made"


def test_whole_runs_hold_their_promise() -> None:
    """Whatever stands in list and template: the equation closes, the verifier is content, refusals are explained."""
    ends: Counter[str] = Counter()

    @settings(
        max_examples=EXAMPLES,
        derandomize=not AT_LENGTH,
        phases=list(Phase) if AT_LENGTH else [Phase.reuse, Phase.generate],
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(drawn=RUNS)
    def attempt(drawn: Drawn) -> None:
        with tempfile.TemporaryDirectory() as name:
            ends[made(drawn, Path(name))] += 1

    attempt()
    assert ends["made"] > ends["refused"], ends
