"""QR codes: what they say, what stands beside them, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from templates_kit import DAY, ORGANISATION, SALUTATION, office, template

from mailing.base.errors import TemplateError
from mailing.letters.blocks import BlockKind, LetterFault
from mailing.letters.checking import check_template
from mailing.letters.setting.block_setting import BlockSetter
from mailing.letters.setting.style import Style
from mailing.letters.setting.symbols import MODULE, QUIET, WIDEST, symbol_rows
from mailing.letters.text.codes import CODE_LINE, MOST_BYTES
from mailing.letters.text.composing import Composer
from mailing.letters.text.iban import LENGTHS, iban_of, plain_iban, written_iban
from mailing.letters.text.loading import load_template
from mailing.letters.text.trial import trial_households
from mailing.model.din5008 import LEFT_MARGIN

if TYPE_CHECKING:
    from pathlib import Path

    from mailing.letters.blocks import Block, Composition

IBAN = "DE02 1203 0000 0000 2020 51"
COLUMNS = ("termin", "standort", "iban", "betrag", "zweck", "seite")
CLOSING = "\n---\n\nMit freundlichen Grüßen\n"


def composed(folder: Path, text: str, **entries: str) -> tuple[Composition, Block]:
    """Return a household's text, and the one code in it."""
    letter = template(folder, f"{{{{ anrede_zeile }}}}\n\n{text}\n")
    household, _bare = trial_households(letter)
    composition = Composer(letter, DAY).compose(replace(household, extra={**household.extra, **entries}), SALUTATION)
    (code,) = (block for block in composition.skeleton.blocks if block.kind is BlockKind.CODE)
    return composition, code


def said(folder: Path, text: str, **entries: str) -> str:
    """Return what the one code of a text says, its lines as a telephone gets them."""
    composition, block = composed(folder, text, **entries)
    assert block.code is not None
    slot = block.code.slot
    return (block.code.text if slot is None else composition.values[slot]).replace(CODE_LINE, "\n")


def beside(folder: Path, text: str, **entries: str) -> list[str]:
    """Return the lines beside the one code of a text."""
    composition, block = composed(folder, text, **entries)
    texts = (span.text if span.slot is None else composition.values[span.slot] for span in block.spans)
    return "".join(texts).splitlines()


@pytest.mark.parametrize("iban", [IBAN, "de02120300000000202051", "GB29 NWBK 6016 1331 9268 19", "NO93 8601 1117 947"])
def test_an_iban_may_be_written_with_blanks_and_small(iban: str) -> None:
    """By the registry's own examples."""
    assert plain_iban(iban) == "".join(iban.split()).upper()


@pytest.mark.parametrize(
    "iban",
    [
        "",
        "DE02 1203 0000 0000 2020 52",
        "DE02 1203 0000 0000 2020 5",
        "DE20 1203 0000 0000 2020 51",
        "US02 1203 0000 0000 2020 51",
        "TR33 0006 1005 1978 6457 8413 26",
        "DE02 1203 0000 0000 2O20 51",
        "120300000000202051",
    ],
)
def test_a_wrong_iban_is_none(iban: str) -> None:
    """A figure changed, missing or swapped; a country beyond SEPA."""
    assert plain_iban(iban) == ""


@pytest.mark.parametrize("place", range(4, 22))
def test_check_digits_find_any_wrong_figure(place: int) -> None:
    """ISO 7064 promises so."""
    plain = plain_iban(IBAN)
    for figure in set("0123456789") - {plain[place]}:
        assert not plain_iban(plain[:place] + figure + plain[place + 1 :])


def test_an_iban_is_made_of_country_and_account() -> None:
    """With check digits that are right, a leading zero among them."""
    for iban in (IBAN, "GB29 NWBK 6016 1331 9268 19", "NO93 8601 1117 947"):
        plain = plain_iban(iban)
        assert iban_of(plain[:2], plain[4:]) == plain


def test_an_iban_is_written_in_groups() -> None:
    """Of four, the last one shorter."""
    assert written_iban(plain_iban(IBAN)) == IBAN
    assert all(15 <= length <= 34 for length in LENGTHS.values())


def test_an_address_of_the_web(tmp_path: Path) -> None:
    """Says and shows the same; one that all letters share is no value."""
    composition, block = composed(tmp_path, '{{ qr("https://example.org/a?b=1&c=2") }}')
    assert block.slots == ()
    assert [block.code and block.code.text] == [span.text for span in block.spans] == ["https://example.org/a?b=1&c=2"]
    assert composition.values == (SALUTATION,)


def test_a_household_has_its_own_address(tmp_path: Path) -> None:
    """Beginning and end of the list's entry are no part of it."""
    assert said(tmp_path, "{{ qr(liste.seite) }}", seite=" https://example.org/4711 ") == "https://example.org/4711"


def test_a_code_without_text_vanishes(tmp_path: Path) -> None:
    """Like a paragraph whose values are all empty."""
    with pytest.raises(ValueError, match="not enough values"):
        composed(tmp_path, "{{ qr(liste.seite) }}", seite="")


def test_an_appointment_is_an_event_in_german_time(tmp_path: Path) -> None:
    """With its zone and the letters' date; the day in words stands beside it."""
    event = said(tmp_path, "{{ qr_termin(termin, standort) }}")
    assert event.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert event.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")
    lines = event.split("\r\n")
    assert "DTSTART;TZID=Europe/Berlin:20200617T093000" in lines
    assert "DTSTAMP:20200615T000000Z" in lines
    assert "TZOFFSETTO:+0200" in lines
    assert "SUMMARY:Termin: Amt für Briefe" in lines
    assert "LOCATION:Standort Mitte\\, Lange Straße 3\\, 30159 Hannover" in lines
    assert beside(tmp_path / "2", "{{ qr_termin(termin, standort) }}") == [
        "Mittwoch, 17. Juni 2020, 9:30 Uhr",
        "Standort Mitte",
        "Lange Straße 3, 30159 Hannover",
    ]


def test_a_household_without_appointment_waits(tmp_path: Path) -> None:
    """And so does one without the site that the code names."""
    for text, code in (
        ("{{ qr_termin(termin) }}", "letter.no-appointment"),
        ("{{ qr_kontakt(standort) }}", "letter.no-site"),
    ):
        letter = template(tmp_path / code, f"{{{{ anrede_zeile }}}}\n\n{text}\n")
        _full, bare = trial_households(letter)
        with pytest.raises(LetterFault) as fault:
            Composer(letter, DAY).compose(bare, SALUTATION)
        assert fault.value.finding.code == code


def test_a_credit_transfer_by_epc069_12(tmp_path: Path) -> None:
    """Version 002 in UTF-8 without BIC; payee is the organisation."""
    text = "{{ qr_ueberweisung(liste.iban, liste.betrag, liste.zweck) }}"
    entries = {"iban": IBAN, "betrag": "1.234,50 €", "zweck": "Az 4711/20 Überzahlung"}
    assert said(tmp_path, text, **entries).split("\n") == [
        "BCD", "002", "1", "SCT", "", "Amt für Briefe", "DE02120300000000202051", "EUR1234.50", "", "",
        "Az 4711/20 Überzahlung",
    ]  # fmt: skip
    assert beside(tmp_path / "2", text, **entries) == [
        "Empfänger: Amt für Briefe",
        f"IBAN: {IBAN}",
        "Betrag: 1.234,50\u00a0€",
        "Verwendungszweck: Az 4711/20 Überzahlung",
    ]


@pytest.mark.parametrize(("amount", "shown"), [("5", "EUR5.00"), ("0,01", "EUR0.01"), ("12.5", "EUR12.50")])
def test_amounts_as_offices_write_them(tmp_path: Path, amount: str, shown: str) -> None:
    """German or as programs write them, also typed in the template."""
    text = "{{ qr_ueberweisung(liste.iban, liste.betrag, 'x') }}"
    assert shown in said(tmp_path, text, iban=IBAN, betrag=amount)
    assert shown in said(tmp_path / "2", f'{{{{ qr_ueberweisung("{IBAN}", {amount.replace(",", ".")}, "x") }}}}')


@pytest.mark.parametrize(
    ("entries", "code", "field"),
    [
        ({"iban": "DE02 1203 0000 0000 2020 52"}, "letter.iban-wrong", "iban"),
        ({"iban": ""}, "letter.iban-wrong", "iban"),
        ({"betrag": "0,00"}, "letter.code-amount", "betrag"),
        ({"betrag": "1.000.000.000"}, "letter.code-amount", "betrag"),
        ({"betrag": "1,005"}, "letter.code-amount", "betrag"),
        ({"betrag": "viel"}, "letter.value-unreadable", "betrag"),
        ({"zweck": "x" * 141}, "letter.code-too-long", "zweck"),
    ],
)
def test_a_wrong_entry_ends_its_letter_only(tmp_path: Path, entries: dict[str, str], code: str, field: str) -> None:
    """The finding names the column."""
    right = {"iban": IBAN, "betrag": "5,00", "zweck": "Az"}
    with pytest.raises(LetterFault) as fault:
        composed(tmp_path, "{{ qr_ueberweisung(iban, betrag, zweck) }}", **{**right, **entries})
    finding = fault.value.finding
    assert (finding.code, finding.field) == (code, field)
    assert finding.forbids_the_letter


def test_the_finding_of_a_wrong_iban_says_iban(tmp_path: Path) -> None:
    """In so many words."""
    with pytest.raises(LetterFault) as fault:
        composed(tmp_path, '{{ qr_ueberweisung(liste.iban, "1", "x") }}', iban="DE1")
    assert "IBAN" in fault.value.finding.message


def test_a_contact_is_a_card(tmp_path: Path) -> None:
    """With what the organisation states; signs of the format are escaped."""
    lines = said(tmp_path, "{{ qr_kontakt(organisation) }}").split("\r\n")
    assert lines == [
        "BEGIN:VCARD", "VERSION:3.0", "N:Amt für Briefe;;;;", "FN:Amt für Briefe", "ORG:Amt für Briefe",
        "ADR;TYPE=WORK:;;Musterstraße 1;Hannover;;30159;", "TEL;TYPE=WORK,VOICE:(0511) 6559-2299",
        "EMAIL:amt@example.org", "END:VCARD", "",
    ]  # fmt: skip
    assert beside(tmp_path / "2", "{{ qr_kontakt(standort) }}") == [
        "Standort Mitte",
        "Lange Straße 3, 30159 Hannover",
        "Telefon: (0511) 1-23",
    ]


@pytest.mark.parametrize(
    "text",
    [
        'Siehe {{ qr("x") }}.',
        'Siehe\n{{ qr("x") }}',
        '{{ qr("x") }}\ndort',
        '- {{ qr("x") }}',
        '# {{ qr("x") }}',
        '| a | {{ qr("x") }} |\n| --- | --- |\n| b | c |',
        '{{ qr("x") }} {{ qr("y") }}',
        '{{ qr("x") | gross }}',
        '{% set code = qr("x") %}',
        '{% if qr("x") %}a{% endif %}',
        '{{ qr(qr("x")) }}',
        "{{ qr() }}",
        '{{ qr("x", "y") }}',
        '{{ qr(text="x") }}',
        "{{ qr_termin(datum) }}",
        '{{ qr_ueberweisung("x", "1") }}',
        "{{ qr_kontakt(name) }}",
        '{{ qr_code("x") }}',
        '{{ qr_ueberweisung("DE02 1203 0000 0000 2020 52", "1", "x") }}',
        '{{ qr_ueberweisung("DE02 1203 0000 0000 2020 52", betrag, zweck) }}',
        f'{{{{ qr_ueberweisung("{IBAN}", "viel", "x") }}}}',
        f'{{{{ qr_ueberweisung("{IBAN}", "0", zweck) }}}}',
        f'{{{{ qr("{"x" * (MOST_BYTES + 1)}") }}}}',
    ],
)
def test_a_template_is_refused_by_file_and_line(tmp_path: Path, text: str) -> None:
    """Where a code stands in other text, or the template itself states what no code can say."""
    with pytest.raises(TemplateError) as fault:
        check_template(template(tmp_path, f"{{{{ anrede_zeile }}}}\n\n{text}\n{CLOSING}"), DAY, COLUMNS)
    assert fault.value.where.startswith("brief/letter.md.j2:")
    assert int(fault.value.where.rpartition(":")[2]) >= 3


def test_a_code_in_the_subject_is_refused(tmp_path: Path) -> None:
    """It is one line of text."""
    settings = 'title = "T"\nsubject = "{{ qr(\'x\') }}"\nversion = "1"\n'
    with pytest.raises(TemplateError, match="QR-Code"):
        check_template(template(tmp_path, f"Text\n{CLOSING}", settings), DAY, COLUMNS)


def test_an_iban_among_the_facts_is_checked_too(tmp_path: Path) -> None:
    """It is the office's own, not the list's."""
    folder = office(
        tmp_path,
        f"{{{{ anrede_zeile }}}}\n\n{{{{ qr_ueberweisung(fakten.konto, betrag, zweck) }}}}\n{CLOSING}",
        organisation__toml="",
        **{"organisation.toml": f'{ORGANISATION}konto = "DE00120300000000202051"\n'},
    )
    with pytest.raises(TemplateError, match="IBAN"):
        check_template(load_template("brief", folder), DAY, COLUMNS)


@pytest.mark.parametrize(
    "text",
    [
        '{{ qr("x") if zweck }}',
        '{% if zweck %}\n\n{{ qr("x") }}\n\n{% endif %}',
        '# Kopf\n{{ qr("x") }}',
        '{{ qr("x") }}\n\n{{ qr("y") }}',
        '---neue Seite---\n{{ qr("x") }}\n---neue Seite---\nText',
    ],
)
def test_where_a_code_may_stand(tmp_path: Path, text: str) -> None:
    """Alone on its line."""
    assert not check_template(template(tmp_path, f"{{{{ anrede_zeile }}}}\n\n{text}\n{CLOSING}"), DAY, COLUMNS)


def test_a_value_is_never_taken_for_a_code(tmp_path: Path) -> None:
    """Whatever stands in the list is printed."""
    letter = template(tmp_path, "{{ anrede_zeile }}\n\n{{ zweck }}\n")
    household, _bare = trial_households(letter)
    odd = '\uf8fb\U000f0000\uf8fa {{ qr("x") }}'
    composition = Composer(letter, DAY).compose(replace(household, extra={"zweck": odd}), SALUTATION)
    assert BlockKind.CODE not in {block.kind for block in composition.skeleton.blocks}
    assert odd in composition.values


@pytest.mark.parametrize("length", [1, 100, 300, MOST_BYTES])
def test_modules_are_large_enough_and_the_quiet_zone_is_free(tmp_path: Path, length: int) -> None:
    """0.4 mm at least, four modules around the code: no text stands in them, and the strip is as high."""
    _composition, block = composed(tmp_path, f'{{{{ qr("{"ab " * ((length - 1) // 3)}x") }}}}')
    (strip,) = BlockSetter(block, Style.of(11)).set([()])[0].block.strips
    (symbol,) = strip.symbols
    width = len(symbol.rows) * symbol.module
    assert 0.4 <= symbol.module <= MODULE
    assert width <= WIDEST
    assert symbol.x == LEFT_MARGIN
    assert min(line.x for line in strip.lines) >= symbol.x + width + QUIET * symbol.module
    assert symbol.y >= QUIET * symbol.module
    assert strip.height >= width + 2 * QUIET * symbol.module


def test_the_longest_text_still_makes_a_code() -> None:
    """Of letters that need two bytes, and with the designator of UTF-8."""
    assert len(symbol_rows("ü" * (MOST_BYTES // 2))) == 97
