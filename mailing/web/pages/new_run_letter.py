"""Which letter is made of a list, and when: chosen here, and kept as it is from then on."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Final

from mailing.base.errors import MailingError
from mailing.base.messages import _
from mailing.base.working_days import DEFAULT_STATE, is_working_day, plus_working_days
from mailing.model.days import read_day
from mailing.runs.making.snapshots import keep_mapping, keep_settings, shop_names, usual_shop
from mailing.runs.offices.templates import describe_template, template_names
from mailing.web.call import see
from mailing.web.new_runs.facts import check_facts
from mailing.web.new_runs.new_run import Again, Letter
from mailing.web.new_runs.steps import CHECK, COLUMNS_STEP, LETTER_STEP, PROOF, START, Making, opened
from mailing.web.pages.new_run import CREATORS, UNUSABLE
from mailing.web.routing import Page
from mailing.web.showing import day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from mailing.model import TemplateDescription
    from mailing.web.call import Call
    from mailing.web.new_runs.new_run import NewRun

LETTER, DAY, POSTED, SHOP, LIMIT = "brief", "datum", "einlieferung", "druckerei", "haushalte"
"""The fields."""
MOST_HOUSEHOLDS: Final = 1_000_000_000
LETTER_KIND: Final = "brief"


def letter(call: Call) -> Response:
    """Show the letters there are, and the day."""
    making = opened(call)
    if not isinstance(making, Making):
        return making
    round_ = making.content.check_round
    if waiting := making.waiting(CHECK, round_, LETTER_STEP):
        return waiting
    if not check_facts(making.shelf.round(round_)).is_taken_in:
        return see(making.address(COLUMNS_STEP))
    return _page(call, making, (), _standing(call, making.content))


def choose(call: Call) -> Response:
    """Keep the letter as it is now, and have its proof made."""
    making = opened(call)
    if not isinstance(making, Making):
        return making
    if not making.shelf.has(making.content.check_round):
        return see(making.address(COLUMNS_STEP))
    chosen, faults = _chosen(call)
    if chosen is None:
        return _page(call, making, faults, _sent(call))
    try:
        _keep(call, making, chosen)
    except MailingError as error:
        told = ". ".join(part for part in (error.what, error.where, error.hint) if part)
        return _page(call, making, ((LETTER, told),), _sent(call))
    content = making.runs.change(making.id, lambda now: now.proofed_anew(_as_before(chosen, now)))
    return making.begin(PROOF, content.proof_round)


def _keep(call: Call, making: Making, chosen: Letter) -> None:
    """Keep letter, profile and mapping as they are now: what changes later changes nothing here."""
    office, folder = call.office, making.shelf.settings(chosen.kept)
    keep_settings(chosen.template, office.templates, chosen.shop, office.profiles, folder)
    if mapping := making.content.reading.mapping:
        keep_mapping(mapping, office.templates, folder)


def _sent(call: Call) -> dict[str, str]:
    return {name: call.text(name) for name in (LETTER, DAY, POSTED, SHOP, LIMIT)}


def _page(call: Call, making: Making, faults: Sequence[tuple[str, str]], values: dict[str, str]) -> Response:
    described, unusable = _letters(call)
    return call.page(
        "new_run_letter.html",
        status=UNUSABLE if faults else 200,
        making=making,
        titles=making.steps(),
        step=LETTER_STEP,
        faults=faults,
        told=dict(faults),
        values=values,
        letters=[("", _("Bitte wählen")), *((each.name, each.title) for each in described)],
        described=described,
        unusable=unusable,
        shops=[(name, name) for name in shop_names(call.office.profiles)],
    )


def _letters(call: Call) -> tuple[Sequence[TemplateDescription], Sequence[str]]:
    """Return the letters that can be made, and the names of those that are at fault."""
    described, unusable = [], []
    for name in template_names(call.office.templates):
        try:
            one, _findings = describe_template(name, call.office.templates)
        except MailingError:  # told on the letter's own page
            unusable.append(name)
        else:
            described += [one] if one.kind == LETTER_KIND else []
    return sorted(described, key=lambda each: each.title), unusable


def _standing(call: Call, content: NewRun) -> dict[str, str]:
    """Return what stands in the fields: what was chosen before, or what is usual."""
    chosen = content.letter
    if chosen is None:
        return {LETTER: "", DAY: day(_next_day()), POSTED: "", SHOP: usual_shop(call.office.profiles), LIMIT: ""}
    return {
        LETTER: chosen.template,
        DAY: day(chosen.date),
        POSTED: day(chosen.posting_day) if chosen.posting_day else "",
        SHOP: chosen.shop,
        LIMIT: str(chosen.limit or ""),
    }


def _next_day() -> dt.date:
    """Return today, or the first working day after it."""
    today = dt.datetime.now().astimezone().date()
    return today if is_working_day(today, DEFAULT_STATE) else plus_working_days(today, 1, DEFAULT_STATE)


def _chosen(call: Call) -> tuple[Letter | None, Sequence[tuple[str, str]]]:
    """Return what the form says; None with each field's fault where it can't be."""
    faults = []
    if call.text(LETTER) not in template_names(call.office.templates):
        faults.append((LETTER, _("Wählen Sie einen Brief")))
    date = read_day(call.text(DAY))
    if date is None:
        faults.append((DAY, _("Das ist kein Tag: zum Beispiel 15.06.2020")))
    posted = read_day(call.text(POSTED)) if call.text(POSTED) else None
    if call.text(POSTED) and posted is None:
        faults.append((POSTED, _("Das ist kein Tag: zum Beispiel 15.06.2020")))
    shop = call.text(SHOP) or usual_shop(call.office.profiles)
    if shop not in shop_names(call.office.profiles):
        faults.append((SHOP, _("Dieses Profil gibt es nicht")))
    limit = call.text(LIMIT)
    numbers = call.numbers(LIMIT, MOST_HOUSEHOLDS)
    if limit and not any(numbers):
        faults.append((LIMIT, _("Das ist keine Zahl ab 1")))
    if faults or date is None:
        return None, faults
    number = numbers[0] if numbers else None
    kept = uuid.uuid4().hex
    return Letter(template=call.text(LETTER), date=date, posting_day=posted, shop=shop, limit=number, kept=kept), ()


def _as_before(chosen: Letter, now: NewRun) -> Letter:
    """Return the letter with what was settled of its register, where it is the same letter still."""
    before = now.letter
    same = before is not None and (before.template, before.date) == (chosen.template, chosen.date)
    return chosen.model_copy(update={"again": before.again if same and before else Again.NOBODY})


PAGES = (
    Page(START + "/{id}/brief", letter, CREATORS),
    Page(START + "/{id}/brief", choose, CREATORS, ("POST",)),
)
