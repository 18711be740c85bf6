"""What shows in the windows of envelopes: the figures of this file, and a sheet that is slipped about in them."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from mailing.audit import rules
from mailing.audit.envelopes import HULLS, always_visible, ever_visible, hull_of, marks
from mailing.model import Rect
from mailing.model.din5008 import FORM_A, FORM_B, FORMS, Form
from mailing.model.envelopes import C4, C5, C6_5, DL, ENVELOPES, Envelope, Folding, window_from_below

ROUNDING = 1e-6


def edges(area: Rect) -> tuple[float, float, float, float]:
    """Return x from and to, y from and to."""
    return round(area.x, 2), round(area.right, 2), round(area.y, 2), round(area.bottom, 2)


@pytest.mark.parametrize(
    ("envelope", "always", "ever"),
    [(C5, (20, 91, 57, 88.5), (1, 110, 43.5, 102)), (C4, (20, 91, 57, 85), (1, 110, 30, 112))],
)
def test_windows_of_large_envelopes(envelope: Envelope, always: tuple, ever: tuple) -> None:
    """C5 has a sheet of 148.5 in 162 mm, C4 one of 297 in 324; what they show doesn't depend on the form."""
    for form in (FORM_A, FORM_B):
        assert edges(envelope.always_visible(form)) == always
        assert edges(envelope.ever_visible(form)) == ever


@pytest.mark.parametrize(("envelope", "forms"), [(DL, "AB"), (C6_5, "AB"), (C5, "B"), (C4, "B")], ids=str)
def test_which_form_fits_which_envelope(envelope: Envelope, forms: str) -> None:
    """Folding to a third moves form A into the window; a sheet folded in half or not at all needs form B."""
    assert "".join(name for name, form in FORMS.items() if envelope.takes(form)) == forms


@pytest.mark.parametrize(
    ("folding", "heights"), [(Folding.Z, (105, 210)), (Folding.HALF, (148.5,)), (Folding.NONE, ())]
)
def test_where_a_sheet_is_folded(folding: Folding, heights: tuple[float, ...]) -> None:
    """To a third by the form's marks, in the middle, or not at all."""
    assert folding.heights(FORM_B) == heights


FOLDED = {Folding.Z: 105.0, Folding.HALF: 148.5, Folding.NONE: 297.0}
FIRST_PART = {Folding.Z: (105.0, 87.0), Folding.HALF: (148.5,), Folding.NONE: (297.0,)}


@st.composite
def envelopes(draw: st.DrawFn) -> Envelope:
    """Give envelopes whose window lies about where some form has its address, on the sheet's first part."""
    folding = draw(st.sampled_from(Folding))
    width, height = 210 + draw(st.floats(-1, 20)), FOLDED[folding] + draw(st.floats(-1, 30))
    below = draw(st.sampled_from(FIRST_PART[folding])) - 95 + draw(st.floats(-10, 30))
    size = (draw(st.floats(80, 130)), draw(st.floats(40, 70)))
    return Envelope("haus", width, height, folding, window_from_below(height, draw(st.floats(0, 30)), below, size=size))


def on_envelope(area: Rect, envelope: Envelope, form: Form, across: float, up: float) -> Rect:
    """Return where a part of the sheet lies on the envelope, slipped so far to the right and up from its bottom."""
    folds = envelope.folding.heights(form)
    lower_edge = folds[0] if folds else 297.0
    return Rect(area.x + across, area.y + envelope.height - up - lower_edge, area.width, area.height)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@given(
    envelope=st.one_of(st.sampled_from([*ENVELOPES.values()]), envelopes()), across=st.floats(0, 1), up=st.floats(0, 1)
)
def test_the_address_shows_wherever_the_sheet_slips(form: Form, envelope: Envelope, across: float, up: float) -> None:
    """In every envelope that takes the form: the address is wholly in the window, the rest of the sheet never is."""
    assume(envelope.takes(form))
    slipped = (across * (envelope.width - 210), up * (envelope.height - FOLDED[envelope.folding]))
    assert envelope.window.contains(on_envelope(form.address_area(envelope), envelope, form, *slipped), ROUNDING)
    ever = on_envelope(envelope.ever_visible(form), envelope, form, *slipped)
    assert ever.contains(envelope.window, ROUNDING)


@pytest.mark.parametrize("form", FORMS)
@given(envelope=envelopes())
def test_writer_and_auditor_agree(form: str, envelope: Envelope) -> None:
    """Each has the figures in a way of its own; an envelope of one's own is the same to both."""
    assume(envelope.takes(FORMS[form]))
    window = envelope.window
    own = {
        "width": envelope.width,
        "height": envelope.height,
        "folding": envelope.folding.value,
        "window_left": window.x,
        "window_bottom": envelope.height - window.bottom,
        "window_width": window.width,
        "window_height": window.height,
    }
    hull, audited = hull_of({"envelope": "haus", "envelopes": {"haus": own}}), rules.FORMS[form]
    for ours, theirs in (
        (envelope.always_visible(FORMS[form]), always_visible(hull, audited)),
        (envelope.ever_visible(FORMS[form]), ever_visible(hull, audited)),
    ):
        assert ours.contains(theirs, ROUNDING)
        assert theirs.contains(ours, ROUNDING)


def test_the_auditor_knows_the_same_envelopes() -> None:
    """By name, with the marks that each has."""
    assert HULLS.keys() == ENVELOPES.keys()
    form = rules.FORMS["B"]
    assert {name: marks(hull, form) for name, hull in HULLS.items()} == {
        "dl": (105, 148.5, 210),
        "c6-5": (105, 148.5, 210),
        "c5": (148.5,),
        "c4": (148.5,),
    }
