"""A new run begins: its list is uploaded; or one that was begun goes on, or is given up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from mailing.base.messages import _
from mailing.runs.making.mappings import mapping_names
from mailing.web.accounts.roles import Role
from mailing.web.call import see
from mailing.web.new_runs.facts import check_facts
from mailing.web.new_runs.new_run import NewRun, Reading
from mailing.web.new_runs.new_runs import NewRuns
from mailing.web.new_runs.old_ones import forget_old_ones
from mailing.web.new_runs.shelf import LIST, SEEDS, SUPPRESS, Shelf, plain_name
from mailing.web.new_runs.steps import (
    CHECK,
    COLUMNS_STEP,
    PROOF,
    PROOF_STEP,
    START,
    TITLES,
    Making,
    give_up,
    opened,
)
from mailing.web.routing import UPLOAD_BYTES, Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.datastructures import UploadFile
    from starlette.responses import Response

    from mailing.web.call import Call

LIST_BYTES: Final = 200 * 1024 * 1024
SIDE_LIST_BYTES: Final = 20 * 1024 * 1024
UNUSABLE: Final = 422
CREATORS: Final = frozenset({Role.CREATE})
FIELDS: Final = {LIST: "liste", SUPPRESS: "ausnahmen", SEEDS: "kontrolle"}
"""Kind of list -> its field."""


@dataclass(frozen=True, slots=True)
class Upload:
    """The lists of a form, as far as they can be kept; `faults` are the fields' with what is wrong."""

    files: dict[str, UploadFile]
    faults: tuple[tuple[str, str], ...]


def begin(call: Call) -> Response:
    """Show the form for a list, and the runs that were begun."""
    return _form(call)


def upload(call: Call) -> Response:
    """Keep an uploaded list and have it checked."""
    forget_old_ones(call.office)
    sent = _sent(call, is_list_needed=True)
    if sent.faults:
        return _form(call, sent.faults)
    id_ = NewRuns.new_id()
    shelf = Shelf.of(call.office, id_)
    try:
        names = _kept(shelf, sent)
        content = NewRun(
            list_name=names[LIST], suppress=names.get(SUPPRESS, ""), seeds=names.get(SEEDS, ""), reading=_reading(call)
        )
        NewRuns(call.office.store).add(id_, content, call.who.name)
    except BaseException:
        shelf.remove()  # a list that belongs to no run would lie there
        raise
    job = call.queue.add(CHECK, f"new-run:{id_}", {"round": content.check_round}, call.who.name)
    return see(f"/vorgaenge/{job}")


def lists(call: Call) -> Response:
    """Show the form for another list in place of the one that there is."""
    making = opened(call)
    if not isinstance(making, Making):
        return making
    return _form(call, _what_was_wrong(making), making)


def upload_again(call: Call) -> Response:
    """Keep other lists in place of those that there are, and have them checked."""
    making = opened(call)
    if not isinstance(making, Making):
        return making
    sent = _sent(call, is_list_needed=False)
    if sent.faults:
        return _form(call, sent.faults, making)
    names = _kept(making.shelf, sent)
    content = making.runs.change(making.id, lambda now: _with_lists(now, names, _reading(call)))
    for kind, name in names.items():
        making.shelf.keep_only(kind, name)
    return making.begin(CHECK, content.check_round)


def go_on(call: Call) -> Response:
    """Go to the step that a run is at."""
    making = opened(call)
    if not isinstance(making, Making):
        return making
    if making.content.letter is not None:
        return see(making.address(PROOF_STEP))
    return see(making.address(COLUMNS_STEP))


def try_again(call: Call) -> Response:
    """Lay down once more the job of a round that didn't come to its end."""
    making = opened(call)
    if not isinstance(making, Making):
        return making
    content = making.content
    if content.letter is not None and call.text("round") == content.proof_round:
        return making.begin(PROOF, content.proof_round)
    return making.begin(CHECK, content.check_round)


def throw_away(call: Call) -> Response:
    """Forget a run in the making, with all its files."""
    making = opened(call)
    if not isinstance(making, Making):
        return making
    for job in call.queue.about(f"new-run:{making.id}"):
        if not job.is_over:
            call.queue.cancel(job.id)
    give_up(making.runs, making.shelf, making.id)
    return see(START)


def _form(call: Call, faults: Sequence[tuple[str, str]] = (), making: Making | None = None) -> Response:
    steps = making.steps() if making else [(_(title), "") for title in TITLES]
    return call.page(
        "new_run_list.html",
        status=UNUSABLE if faults and call.request.method == "POST" else 200,
        faults=faults,
        told=dict(faults),
        making=making,
        mappings=[(name, name) for name in mapping_names(call.office.templates)],
        reading=making.content.reading if making else Reading(),
        titles=steps,
        begun=() if making else [each for each in NewRuns(call.office.store).all() if not each.content.made],
        most_bytes=LIST_BYTES,
    )


def _what_was_wrong(making: Making) -> Sequence[tuple[str, str]]:
    """Return why the list couldn't be read, told at its field."""
    round_ = making.content.check_round
    if not making.shelf.has(round_):
        return ()
    facts = check_facts(making.shelf.round(round_))
    if facts.error is None or facts.columns:
        return ()
    parts = (facts.error.what, facts.error.where, facts.error.hint)
    return ((FIELDS[LIST], ". ".join(part for part in parts if part)),)


def _sent(call: Call, *, is_list_needed: bool) -> Upload:
    """Return the form's files, and what is wrong with them as far as that can be told without opening them."""
    files, faults = {}, []
    for kind, field in FIELDS.items():
        file = call.file(field)
        most = LIST_BYTES if kind == LIST else SIDE_LIST_BYTES
        if file is None:
            if kind == LIST and is_list_needed:
                faults.append((field, _("Wählen Sie eine Liste aus")))
        elif not file.size:
            faults.append((field, _("Die Datei ist leer")))
        elif file.size > most:
            faults.append((field, _("Die Datei ist größer als {number} MB").format(number=most // 1024 // 1024)))
        else:
            files[kind] = file
    return Upload(files, tuple(faults))


def _kept(shelf: Shelf, sent: Upload) -> dict[str, str]:
    """Keep the files of a form; return their names by kind."""
    names = {}
    for kind, file in sent.files.items():
        names[kind] = plain_name(file.filename or "")
        shelf.keep(kind, names[kind], file.file)
    return names


def _with_lists(now: NewRun, names: dict[str, str], reading: Reading) -> NewRun:
    if LIST not in names:
        reading = now.reading.model_copy(update=reading.model_dump(include={"mapping", "sheet", "encoding"}))
    anew = now.read_anew(reading)
    return anew.model_copy(
        update={
            "list_name": names.get(LIST, now.list_name),
            "suppress": names.get(SUPPRESS, now.suppress),
            "seeds": names.get(SEEDS, now.seeds),
        }
    )


def _reading(call: Call) -> Reading:
    mapping, known = call.text("zuordnung"), mapping_names(call.office.templates)
    encoding, sheet = call.text("zeichensatz"), call.text("blatt")
    return Reading(sheet=sheet, encoding=encoding, mapping=mapping if mapping in known else "")


PAGES = (
    Page(START, begin, CREATORS),
    Page(START, upload, CREATORS, ("POST",), UPLOAD_BYTES),
    Page(START + "/{id}", go_on, CREATORS),
    Page(START + "/{id}/liste", lists, CREATORS),
    Page(START + "/{id}/liste", upload_again, CREATORS, ("POST",), UPLOAD_BYTES),
    Page(START + "/{id}/noch-einmal", try_again, CREATORS, ("POST",)),
    Page(START + "/{id}/verwerfen", throw_away, CREATORS, ("POST",)),
)
