"""Reading one row's form of address, title and names: rule after rule, each taking what it understands."""

from __future__ import annotations

from typing import Final

from mailing.intake.checks.placeholders import EMPTY
from mailing.intake.checks.rule_runner import Verdict
from mailing.model.full_names import given_name_first, is_organisation, is_surname, surname_first
from mailing.model.given_names import may_be_given_name
from mailing.model.names import (
    AND,
    LIKELY_FORMS,
    form_key,
    is_degree,
    is_prefix,
    read_form,
    read_leading,
    without_suffix,
)

COUPLES: Final = frozenset({"Eheleute", "Ehepaar", "Familie", "Frau und Herr", "Herr und Frau"})
PLAIN_FORMS: Final = frozenset({"", "Frau", "Herr", "Divers", "Firma"}) | COUPLES
_OF_ONE: Final = frozenset({"Frau", "Herr"})
_NEUTRAL: Final = frozenset({"Frau", "Herr", "Divers"})


class RowReader:
    """A row while it is read: its entries become what is handed on, `verdicts` what there is to tell."""

    def __init__(self, anrede: str, titel: str, vorname: str, nachname: str) -> None:
        self.anrede, self.titel, self.vorname, self.nachname = anrede, titel, vorname, nachname
        self.verdicts: list[Verdict] = []
        self._form = ""

    def read(self) -> None:
        """Apply the rules in their order; what none of them understands is greeted without a form."""
        understood = self._form_of_address()
        understood &= self._title_column()
        understood &= self._leading_words()
        understood &= self._commas()
        self._repeated_names()
        understood &= self._whole_name()
        self._prefix_behind_given_names()
        understood &= self._surname()
        understood &= self._number_of_persons()
        if understood or read_form(self.anrede).rest:
            self.anrede = self._form if understood else self.anrede
        else:
            self.anrede = ""

    def _form_of_address(self) -> bool:
        """Read the entry that says how to address somebody: "Frau Dr." is a form and a title."""
        read = read_form(self.anrede)
        self._form = read.form
        if read.titles:
            self.titel = _joined(read.titles, "" if self.titel in read.titles else self.titel)
        if not read.rest:
            return True
        names = {self.nachname, _joined(self.vorname, self.nachname), _joined(self.titel, self.nachname)}
        if read.form and read.rest in names:
            self._tell("field.twice", "anrede", read.form, other="nachname")
            return True
        self._tell("name.not-understood", "anrede", LIKELY_FORMS.get(form_key(self.anrede), ""))
        return False

    def _title_column(self) -> bool:
        """Take a form of address, or what belongs to the surname, out of the titles: "Frau Dr.", "Dr. von"."""
        if is_degree(self.titel):
            return True
        read = read_form(self.titel)
        rest = read.rest.split()
        if rest and not read.form and all(map(is_prefix, rest)):
            self.titel, self.nachname = read.titles, f"{read.rest} {self.nachname}"
        elif read.form and self._form and read.form != self._form:
            self._tell("name.contradiction", "titel", other="anrede")
            return False
        elif read.form and not rest:
            self._form = self._form or read.form
            self._tell("field.twice", "titel", read.titles or EMPTY, other="anrede")
            self.titel = read.titles
        elif rest:
            self._tell("name.not-understood", "titel")
            return False
        return True

    def _leading_words(self) -> bool:
        """Take form and titles off the front of names: "Frau Anna", "Dr. Meier"."""
        agree = True
        for field in ("vorname", "nachname"):
            entry: str = getattr(self, field)
            read = read_leading(entry)
            if read.rest == entry or (read.form in COUPLES and not self._form):
                self._form = self._form or read.form
                setattr(self, field, read.rest)
                continue
            if read.form and self._form and read.form != self._form:
                self._tell("name.contradiction", field, read.rest, other="anrede")
                agree = False
                continue
            if read.form and self._form:
                self._tell("field.twice", field, _joined(read.titles, read.rest), other="anrede")
            elif read.titles and read.titles == self.titel:
                self._tell("field.twice", field, read.rest, other="titel")
            self._form = self._form or read.form
            self.titel = self.titel if read.titles in self.titel else _joined(self.titel, read.titles)
            setattr(self, field, read.rest)
            if read.form and field == "nachname" and not self.vorname:
                self._name_behind_form()
        return agree

    def _name_behind_form(self) -> None:
        """Read the whole name behind a form of address: "Frau Anna Meier" has the given name first."""
        name = given_name_first(self.nachname)
        if name.is_sure and not name.form:
            self.vorname, self.nachname = name.given, name.surname

    def _commas(self) -> bool:
        """Read "Adam, Anna" in the surname's column, and "Meier, Anna" beside Meier or Anna."""
        plain, suffix = without_suffix(self.nachname)
        if "," not in plain and "," not in self.vorname:
            return True
        whole, other = ("vorname", "nachname") if "," in self.vorname else ("nachname", "vorname")
        name = surname_first(getattr(self, whole))
        own = {"vorname": name.given, "nachname": name.surname}
        beside = getattr(self, other)
        if name.is_sure and not name.given and whole == "nachname":
            self.nachname = name.surname
            return True
        if not name.is_sure or (beside and beside.casefold() != own[other].casefold()):
            self._tell("name.not-understood", whole)
            return False
        if beside:
            self._tell("field.twice", whole, own[whole], other=other)
        else:
            self._tell("name.in-one-cell", "nachname", name.surname)
            self._tell("name.in-one-cell", "vorname", name.given)
        self.vorname, self.nachname = name.given, _joined(name.surname, suffix)
        self.titel = _joined(self.titel, name.titles)
        return True

    def _repeated_names(self) -> None:
        """Take what stands in both columns once: "Anna Meier" beside Meier."""
        given, family = self.vorname, self.nachname
        if given and given.casefold() == family.casefold():
            if not may_be_given_name(given):
                self._tell("field.twice", "vorname", EMPTY, other="nachname")
                self.vorname = ""
        elif family and given.casefold().endswith(f" {family.casefold()}"):
            self.vorname = given[: -len(family)].rstrip()
            self._tell("field.twice", "vorname", self.vorname, other="nachname")
        elif given and family.casefold().startswith(f"{given.casefold()} "):
            self.nachname = family[len(given) :].lstrip()
            self._tell("field.twice", "nachname", self.nachname, other="vorname")

    def _whole_name(self) -> bool:
        """Read a name that stands in the surname's column alone."""
        if self.vorname or not self.nachname:
            return True
        if is_organisation(self.nachname):
            is_person = self._form in _NEUTRAL | COUPLES
            if is_person:
                self._tell("name.not-understood", "nachname")
            self._form = self._form if is_person else "Firma"
            return not is_person
        if self._form == "Firma" or self._form in COUPLES:
            return True
        name = given_name_first(self.nachname)
        if name.is_sure and not name.given:
            return True
        self._tell("name.not-understood", "nachname")
        return False

    def _surname(self) -> bool:
        """See that the surname is one: "Meier verst.", "siehe Akte" and "Meier für Otto Kurz" are more, or none."""
        plain, _suffix = without_suffix(self.nachname)
        if not self.vorname or self._form == "Firma" or is_surname(plain):
            return True
        if all(verdict.field != "nachname" for verdict in self.verdicts):
            self._tell("name.not-understood", "nachname")
        return False

    def _prefix_behind_given_names(self) -> None:
        """Put a prefix that registers write behind the given names to the surname: "Anna von der" and "Heide"."""
        words = self.vorname.split()
        while len(words) > 1 and is_prefix(words[-1]) and words[-1].islower():
            self.nachname = f"{words.pop()} {self.nachname}"
        self.vorname = " ".join(words)

    def _number_of_persons(self) -> bool:
        """See that one form of address stands before one person."""
        if self._form in _OF_ONE and (AND.search(self.vorname) or AND.search(self.nachname)):
            self._tell("name.not-understood", "vorname" if AND.search(self.vorname) else "nachname")
            return False
        return True

    def _tell(self, code: str, field: str, proposal: str = "", **details: str) -> None:
        self.verdicts.append(Verdict(code, proposal, details, field))


def _joined(*parts: str) -> str:
    return " ".join([part for part in parts if part])
