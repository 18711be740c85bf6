"""Columns of the list: every text stays the text it is, and a rule looks at each distinct one once."""

from __future__ import annotations

import numpy as np
import pandas as pd

from mailing.intake.listtable import ListTable
from mailing.intake.texts import Texts, joined_codes, matching

ODD = ["", "Null", "NULL", "NA", "N/A", "nan", "NaN", "None", "<NA>", "NaT", "inf", "True", "007", "1e5", "\ud800"]
"""What a library for figures may take for nothing, for a number or for no text at all."""


def test_texts_that_look_like_nothing_stay_texts() -> None:
    """However a column is made or changed, a surname Null is Null."""
    column = Texts.of(ODD)
    assert column.to_list() == ODD
    assert column.changed(str).to_list() == ODD
    assert Texts.joined((column, Texts.of(["nan", "neu"]))).to_list() == [*ODD, "nan", "neu"]
    assert Texts.of(["x"] * len(ODD)).chosen(np.ones(len(ODD), np.bool_), column).to_list() == ODD
    assert [column[place] for place in range(len(ODD))] == ODD


def test_a_table_keeps_its_texts() -> None:
    """Rows that are taken, and another table's rows behind them; what one of them lacks is empty there."""
    odd = ListTable.of(np.arange(2, 2 + len(ODD)), {"nachname": Texts.of(ODD)})
    some = odd.taken(np.array([1, 5])).followed_by(ListTable.of(np.array([2]), {"ort": Texts.of(["None"])}))
    assert some.rows.tolist() == [3, 7, 2]
    assert (some["nachname"].to_list(), some["ort"].to_list()) == (["Null", "nan", ""], ["", "", "None"])
    assert all(isinstance(kind, pd.CategoricalDtype) for kind in some.frame.dtypes)


def test_a_rule_looks_at_each_text_once() -> None:
    """A thousand rows of two texts are two questions; texts that become equal fall together."""
    asked: list[str] = []

    def rule(text: str) -> str:
        asked.append(text)
        return text.strip()

    changed = Texts.of(["a", "a "] * 500).changed(rule)
    assert asked == ["a", "a "]
    assert changed.distinct.tolist() == ["a"]
    assert changed.to_list() == ["a"] * 1000


def test_small_codes_are_not_reckoned_with() -> None:
    """Two columns of 200 texts each make 40,000 pairs, though a code fits into a byte or two."""
    columns = [Texts.of(map(str, numbers)) for numbers in (np.repeat(range(200), 200), np.tile(range(200), 200))]
    assert len(set(joined_codes(column.codes for column in columns).tolist())) == 40_000
    whole = Texts.joined(columns)
    assert whole.to_list() == [*columns[0].to_list(), *columns[1].to_list()]
    assert whole.chosen(np.arange(80_000) < 40_000, Texts.repeated("neu", 80_000)).to_list().count("neu") == 40_000


def test_a_column_of_nothing_is_a_column() -> None:
    """No rows: no text, no match, and nothing to number."""
    empty = Texts.of([])
    assert empty.changed(str.strip).to_list() == []
    assert empty.where(bool).tolist() == matching(empty.distinct, "^a$").tolist() == []
    assert joined_codes([empty.codes, empty.codes]).tolist() == []
