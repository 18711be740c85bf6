"""The frozen types that pass between the rooms; lengths are millimetres unless a name says pt."""

from mailing.model.columns import PackedTexts, Rows, TextColumn
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
from mailing.model.lists import AppliedChange, InputRecord, Intake, Proposal, RowLedger
from mailing.model.pieces import DrawnLetter, DrawnPage, Pieces, PlateDrawing, PressedFile, PressedPiece, RunIdentity
from mailing.model.sheets import EmbeddedFont, Face, Letter, Line, Page, Plate, Rect, Role, Rule, Word

__all__ = [
    "LIST_COLUMNS",
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
    "Proposal",
    "Rect",
    "Role",
    "Route",
    "RowLedger",
    "Rows",
    "Rule",
    "RunIdentity",
    "TextColumn",
    "Word",
]
