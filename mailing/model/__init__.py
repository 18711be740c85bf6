"""The frozen types that pass between the rooms; lengths are millimetres unless a name says pt."""

from mailing.model.columns import PackedTexts, Rows, TextColumn
from mailing.model.descriptions import ShownLetter, TemplateDescription
from mailing.model.households import (
    LIST_COLUMNS,
    Disposition,
    Household,
    HouseholdChunk,
    HouseholdTable,
    LetterFormat,
    Person,
    Route,
)
from mailing.model.lists import AppliedChange, InputRecord, Intake, RowLedger
from mailing.model.pieces import DrawnLetter, DrawnPage, Pieces, PlateDrawing, PressedFile, PressedPiece, RunIdentity
from mailing.model.sheets import (
    MM_PER_PT,
    PT_PER_MM,
    EmbeddedFont,
    Face,
    Letter,
    Line,
    Page,
    Plate,
    Rect,
    Role,
    Rule,
    Word,
)

__all__ = [
    "LIST_COLUMNS",
    "MM_PER_PT",
    "PT_PER_MM",
    "AppliedChange",
    "Disposition",
    "DrawnLetter",
    "DrawnPage",
    "EmbeddedFont",
    "Face",
    "Household",
    "HouseholdChunk",
    "HouseholdTable",
    "InputRecord",
    "Intake",
    "Letter",
    "LetterFormat",
    "Line",
    "PackedTexts",
    "Page",
    "Person",
    "Pieces",
    "Plate",
    "PlateDrawing",
    "PressedFile",
    "PressedPiece",
    "Rect",
    "Role",
    "Route",
    "RowLedger",
    "Rows",
    "Rule",
    "RunIdentity",
    "ShownLetter",
    "TemplateDescription",
    "TextColumn",
    "Word",
]
