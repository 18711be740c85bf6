"""What was understood of a list: how it is written, which column is which; each can be said otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from mailing.base.errors import MailingError, UsageError
from mailing.base.figures import number_in
from mailing.base.messages import _, n_
from mailing.runs.making.columns import column_meanings
from mailing.runs.making.mappings import check_name, mapping_names, save_mapping
from mailing.web.call import see
from mailing.web.new_runs.column_choices import FOR_LETTERS, LET_GO, chosen_reading, standing_choice
from mailing.web.new_runs.facts import check_facts, write_facts
from mailing.web.new_runs.steps import CHECK, COLUMNS_STEP, FINDINGS_STEP, LIST_STEP, START, Making, opened
from mailing.web.pages.new_run import CREATORS, UNUSABLE
from mailing.web.routing import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from starlette.responses import Response

    from mailing.web.call import Call
    from mailing.web.new_runs.facts import CheckFacts, Told
    from mailing.web.new_runs.new_run import NewRun, Reading

ON_A_PAGE: Final = 40
LONGEST_EXAMPLE: Final = 60
FIELD: Final = "spalte-"
READ_ANEW: Final = "lesen"
UNDERSTOOD: Final = {
    "encoding": n_("Zeichensatz"),
    "delimiter": n_("Trennzeichen"),
    "header_row": n_("Überschriften in Zeile"),
    "sheet": n_("Blatt"),
    "footer_rows": n_("übergangene Fußzeilen"),
}
DELIMITERS: Final = {"\t": n_("Tabulator"), ";": n_("Semikolon"), ",": n_("Komma"), "|": n_("senkrechter Strich")}


def columns(call: Call) -> Response:
    """Show what was understood of the list."""
    making = opened(call)
    if not isinstance(making, Making):
        return making
    waiting = making.waiting(CHECK, making.content.check_round, COLUMNS_STEP)
    return waiting or _page(call, making, ())


def accept(call: Call) -> Response:
    """Accept it and go on; where something was said otherwise, have the list read anew."""
    making = opened(call)
    if not isinstance(making, Making):
        return making
    round_ = making.content.check_round
    if call.text("round") != round_ or not making.shelf.has(round_):
        return see(making.address(COLUMNS_STEP))  # another window has begun a new reading
    facts = check_facts(making.shelf.round(round_))
    try:
        reading = _chosen(call, facts, making.content.reading)
        name = _name_to_keep(call)
        if name and reading == making.content.reading and facts.is_taken_in:
            _keep(call, making, name)
    except UsageError as error:
        return _page(call, making, (("", f"{error.what}. {error.hint}"),))
    if reading != making.content.reading:
        content = making.runs.change(making.id, lambda now: _anew(now, round_, reading, name))
        return making.begin(CHECK, content.check_round)
    if not facts.is_taken_in and facts.error is not None:
        return _page(call, making, (("", _unmapped(facts.error).what), ("", _unmapped(facts.error).hint)))
    return see(making.address(COLUMNS_STEP if call.text("tun") == READ_ANEW else FINDINGS_STEP))


def _page(call: Call, making: Making, faults: Sequence[tuple[str, str]]) -> Response:
    facts = check_facts(making.shelf.round(making.content.check_round))
    if not facts.columns:
        return see(making.address(LIST_STEP))
    reading = making.content.reading
    pages = -(-len(facts.columns) // ON_A_PAGE)
    shown = min(call.number_asked("seite"), pages)
    places = range((shown - 1) * ON_A_PAGE, min(shown * ON_A_PAGE, len(facts.columns)))
    return call.page(
        "new_run_columns.html",
        status=UNUSABLE if faults else 200,
        making=making,
        titles=making.steps(),
        step=COLUMNS_STEP,
        faults=faults,
        facts=facts,
        error=_unmapped(facts.error) if facts.error and not facts.is_taken_in else facts.error,
        reading=reading,
        sheets=[(sheet, sheet) for sheet in facts.sheets],
        understood=tuple(_understood(facts)),
        unused=sum(standing_choice(column, reading) == FOR_LETTERS for column in facts.columns),
        rows=[(place, facts.columns[place], _example(facts.columns[place].example)) for place in places],
        standing={place: standing_choice(facts.columns[place], reading) for place in places},
        choices=_choices(),
        mappings=[(name, name) for name in mapping_names(call.office.templates)],
        shown=shown,
        pages=pages,
    )


def _unmapped(error: Told) -> Told:
    """Return what stands against taking the list in, with what is to be done about it on this page."""
    hint = _("Sagen Sie in der Tabelle, was in welcher Spalte steht; was niemand braucht, ist „nicht gebraucht“")
    return error.model_copy(update={"hint": hint})


def _understood(facts: CheckFacts) -> Iterator[tuple[str, str]]:
    for key, name in UNDERSTOOD.items():
        if value := facts.detected.get(key):
            yield _(name), _(DELIMITERS[value]) if key == "delimiter" and value in DELIMITERS else value


def _choices() -> list[tuple[str, str]]:
    names = [(meaning.name, meaning.name) for meaning in column_meanings()]
    return [(FOR_LETTERS, _("– keine davon –")), *names, (LET_GO, _("– nicht gebraucht –"))]


def _example(text: str) -> str:
    line = " / ".join(text.split("\n"))
    return line if len(line) <= LONGEST_EXAMPLE else line[:LONGEST_EXAMPLE] + "…"


def _chosen(call: Call, facts: CheckFacts, reading: Reading) -> Reading:
    """Return how the list is to be read by the form.

    Raises:
        UsageError: two columns are to be the same.
    """
    known = {name for name, _text in _choices()}
    choices = {
        place: choice
        for field in call.form
        if field.startswith(FIELD)
        and (place := number_in(field.removeprefix(FIELD))) is not None
        and (choice := call.text(field)) in known
    }
    mapping = call.text("zuordnung", reading.mapping)
    update = {
        "sheet": call.text("blatt", reading.sheet),
        "encoding": call.text("zeichensatz", reading.encoding),
        "mapping": mapping if mapping in mapping_names(call.office.templates) else "",
    }
    if update["sheet"] == facts.detected.get("sheet") and not reading.sheet:
        update["sheet"] = ""
    return chosen_reading(facts.columns, choices, reading).model_copy(update=update)


def _name_to_keep(call: Call) -> str:
    """Return under which name it is to be kept how the list is understood; "" for none.

    Raises:
        UsageError: a mapping can't be called so.
    """
    name = call.text("merken")
    if name:
        check_name(name)
    return name


def _keep(call: Call, making: Making, name: str) -> None:
    """Keep how the list was understood; what is said otherwise is kept by the reading that it begins.

    Raises:
        UsageError: the mapping's file can't be written.
    """
    folder = making.shelf.round(making.content.check_round)
    facts = check_facts(folder)
    try:
        save_mapping(name, call.office.templates, facts.record, making.content.reading.unused)
    except MailingError as error:
        raise UsageError(error.what, where=error.where, hint=error.hint) from error
    write_facts(folder, facts.model_copy(update={"kept_as": name}))


def _anew(now: NewRun, round_: str, reading: Reading, keep_as: str) -> NewRun:
    return now.read_anew(reading, keep_as) if now.check_round == round_ else now


PAGES = (
    Page(START + "/{id}/spalten", columns, CREATORS),
    Page(START + "/{id}/spalten", accept, CREATORS, ("POST",)),
)
