"""What a workbook holds that who opens it doesn't see, or sees and isn't read, is said by the run itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import xlsxwriter
from program_kit import row

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from program_kit import Called


def test_a_run_tells_of_other_sheets_and_hidden_rows(program: Callable[..., Called], tmp_path: Path) -> None:
    """A second sheet is households without a letter, a hidden row may be one too many; neither is an error."""
    with xlsxwriter.Workbook(tmp_path / "liste.xlsx") as workbook:
        for name, numbers in (("Januar", (1, 2)), ("Februar", (3,))):
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, row(1))
            for line, number in enumerate(numbers, start=1):
                sheet.write_row(line, 0, row(number).values())
            sheet.set_row(2, None, None, {"hidden": name == "Januar"})
    done = program("run", tmp_path / "liste.xlsx", "--date", "2020-06-15")
    assert done.code == 0
    assert "nur das Blatt „Januar“; die Mappe hat weitere: „Februar“" in done.out
    assert "werden trotzdem gelesen: 3" in done.out
