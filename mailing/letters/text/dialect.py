"""The Markdown that letters know: what a line begins with, and what is refused.

It is a small dialect that means what it looks like. CommonMark takes many a line of German for markup that nobody
meant: "17. Juni" for a list's 17th item, `+ 49 511` for a bullet, "Bürger*innen und Kund*innen" for italics. Here only
what `docs/markdown.md` tells is markup; all else is printed as written, or refused.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING, Final, NamedTuple

from mailing.base.messages import _, n_

if TYPE_CHECKING:
    from collections.abc import Mapping

LIST_DEPTH: Final = 2
"""A list within a list, no more."""
HEADING_LEVELS: Final = 3
RULE: Final = "---"
"""The line that begins a letter's closing."""

PAGE_BREAK: Final = "---neue Seite---"
"""The line behind which a new page begins; case and blanks don't matter."""

NBSP: Final = "&nbsp;"
"""A blank where no line ends; the only one of HTML's names that is understood."""

_MONTH: Final = (
    "Januar|Jänner|Februar|Feber|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|"
    "Jan|Jän|Feb|Mär|Mrz|Apr|Jun|Jul|Aug|Sept?|Okt|Nov|Dez"
)
_DATE: Final = rf"(?:(?:{_MONTH})\b(?!-)|\d)"
_NUMBERED: Final = re.compile(rf"( *)(\d{{1,2}})\. +(?!{_DATE})(\S.*)")
"""A list's item: at most two figures, and no date behind them, as in "17. Juni 2020" and "17. 6. 2020"."""
_COUNTED: Final = re.compile(r" *\d{1,2}\. ")
_BULLET: Final = re.compile(r"( *)- +(\S.*)")
_HEADING: Final = re.compile(r" {0,3}(#{1,6}) +(\S.*)")
_NUMBER_SIGN: Final = re.compile(r" {0,3}# +\d")
_OWN_LINE: Final = re.compile(r" *(?:\(?(?:\d{1,2}|[A-Za-z]|[ivx]{1,4})\)|[☐□•]) ")
_ITEMS_SIGN: Final = re.compile(
    r" *(?:([–—+→►■▪·✓]) |(-)(?=[^\W\d_])|[A-Z](\.) +\S|\d{1,2}(\.)(?=[^\W\d_])|[ivx]{1,4}(\.) )"
)
"""How lists of other makes begin their items: "– a", "-a", "A. a", "1.a", "ii. a"."""
_FILL_IN: Final = re.compile(r" *_{4,} *")
_PAGE_BREAK: Final = re.compile(r" *-{3} *neue +seite *-{3} *", re.IGNORECASE)
_SIGNS_ONLY: Final = re.compile(r" *([-*_=~#])(?: *\1)*")


class Shape(Enum):
    """What a line looks like by its beginning."""

    BLANK = "blank"
    TEXT = "text"
    RULE = "rule"
    PAGE_BREAK = "page break"
    CODE = "code"
    PICTURE = "picture"
    HEADING = "heading"
    BULLET = "bullet"
    ROW = "row"
    REFUSED = "refused"


class Item(NamedTuple):
    """A line that begins an item of a list; `number` is 0 for a bullet."""

    indent: int
    number: int
    text: str


class PictureMark(NamedTuple):
    """A line that shows a picture, as it is written: `![caption](file)`."""

    caption: str
    file: str


REFUSED_LINES: Final[Mapping[str, tuple[str, str]]] = {
    r" {4,}\S": (n_("ein eingerückter Absatz"), n_("Beginnen Sie jede Zeile ganz links")),
    r" *(?:```|~~~)": (n_("ein Block zwischen ```"), n_("Lassen Sie die Zeichen ``` weg")),
    r" *>": (n_("ein Zitat mit „>“ am Anfang"), n_("Lassen Sie das Zeichen > weg, oder schreiben Sie \\>")),
    r" *\* +\S": (
        n_("eine Zeile mit „*“ am Anfang"),
        n_("Aufzählungspunkte beginnen mit „- “; für das Zeichen selbst schreiben Sie \\*"),
    ),
    r" *#{4,6} +\S": (n_("eine Überschrift der 4. Stufe oder tiefer"), n_("Es gibt #, ## und ###")),
    r" *#{1,3} .*\S #+$": (n_("„#“ am Ende einer Überschrift"), n_("Lassen Sie die Zeichen # am Ende weg")),
    r" *-$| *\d{1,2}\.$": (n_("ein leerer Listenpunkt"), ""),
    r" *:?-+:? *(?:\| *:?-+:? *)+$": (
        n_("eine Tabelle, deren Zeilen nicht mit einem Strich beginnen"),
        n_("Beginnen Sie jede Zeile der Tabelle mit |"),
    ),
    r" *#+$": (n_("eine leere Überschrift"), ""),
}
"""Lines that are refused wherever a line can begin something: pattern -> what it is, and what to do."""

REFUSED_SIGNS: Final[Mapping[str, tuple[str, str]]] = {
    "`": (n_("Text zwischen Gravis-Zeichen `…`"), n_("Lassen Sie die Zeichen ` weg, oder schreiben Sie \\`")),
    "![": (
        n_("ein Bild neben anderem Text"),
        n_(
            "Ein Bild steht allein auf seiner Zeile, davor und dahinter bleibt eine Zeile frei: "
            "![Beschriftung](bild.svg)"
        ),
    ),
    "](": (n_("ein Verweis"), n_("Auf Papier lässt sich nichts anklicken: schreiben Sie die Adresse aus")),
    "[^": (n_("eine Fußnote"), n_("Schreiben Sie die Anmerkung in Klammern in den Text")),
    "~~": (n_("durchgestrichener Text"), n_("Lassen Sie die Zeichen ~~ weg, oder schreiben Sie \\~\\~")),
    "<": (n_("HTML"), n_("Fett schreiben Sie **so**, kursiv *so*; das Zeichen selbst \\<")),
    "&": (n_("ein HTML-Zeichen wie &amp;"), n_("Schreiben Sie das Zeichen selbst; nur &nbsp; wird verstanden")),
}
"""Signs within a text that are refused, by their beginning: what they are, and what to do."""
CODE_BEGIN, CODE_END = "\uf8fb", "\uf8fa"
"""Stand around a QR code: what it says, as one stand-in, and behind it the text beside it."""
_CODE: Final = re.compile(f"{CODE_BEGIN}[^{CODE_BEGIN}{CODE_END}]+{CODE_END}")
_PICTURE: Final = re.compile(r" {0,3}!\[([^\[\]]*)\]\(([^()\[\]\s]+)\) *")
_MAY_BE_REFUSED: Final = re.compile(r" {4}| *[`~>*#=_:-]| *\d{1,2}\.$")
"""What all refused lines begin with: most lines need no other look."""
AUTOLINK: Final = re.compile(r"<(?:[A-Za-z][A-Za-z0-9+.-]+:|[^\s<>@]+@)[^\s<>]*>")


def shape_of(line: str) -> Shape:
    """Return what the line begins, wherever it stands; "17. Juni" and all other numbers are text here."""
    stripped = line.strip()
    if alone := _shape_alone(line, stripped):
        return alone
    if refusal_of(line):
        return Shape.REFUSED
    if stripped.startswith("|"):
        return Shape.ROW
    if _BULLET.fullmatch(line):
        return Shape.BULLET
    return Shape.HEADING if heading_of(line) else Shape.TEXT


def _shape_alone(line: str, stripped: str) -> Shape | None:
    """Return the shape of a line that is nothing but a sign."""
    if not stripped:
        return Shape.BLANK
    if stripped == RULE and _indent(line) < len("    "):
        return Shape.RULE
    if _PAGE_BREAK.fullmatch(line):
        return Shape.PAGE_BREAK
    if stripped.startswith("![") and picture_of(line):
        return Shape.PICTURE
    return Shape.CODE if is_code(stripped) else None


def refusal_of(line: str) -> tuple[str, str] | None:
    """Return what of the line a letter can't show, and what to do; None where there is nothing."""
    if not _MAY_BE_REFUSED.match(line):
        return None
    for pattern, (what, hint) in REFUSED_LINES.items():
        if re.match(pattern, line):
            return _(what), _(hint) if hint else ""
    if _SIGNS_ONLY.fullmatch(line) and line.strip() != RULE and not _FILL_IN.fullmatch(line):
        hint = _("Der Schluss beginnt mit genau „---“; ein Feld zum Ausfüllen ist „____“")
        return _("eine Zeile nur aus „{sign}“").format(sign=line.strip()[0]), hint
    return None


def heading_of(line: str) -> tuple[int, str] | None:
    """Return level and text of a heading; before a figure a single `#` is the number sign: "# 5"."""
    found = _HEADING.fullmatch(line)
    return (len(found[1]), found[2]) if found and not _NUMBER_SIGN.match(line) else None


def item_of(line: str) -> Item | None:
    """Return the item that the line begins, if it does."""
    if found := _BULLET.fullmatch(line):
        return Item(len(found[1]), 0, found[2])
    if found := _NUMBERED.fullmatch(line):
        return Item(len(found[1]), int(found[2]), found[3])
    return None


def is_code(line: str) -> bool:
    """Whether the line is a QR code and nothing else."""
    return bool(_CODE.fullmatch(line))


def picture_of(line: str) -> PictureMark | None:
    """Return the picture that the line is, if it is one and nothing else."""
    found = _PICTURE.fullmatch(line)
    return PictureMark(found[1].strip(), found[2]) if found else None


def is_counted(line: str) -> bool:
    """Whether the line begins with a number and a point, be it an item, a date or a sentence."""
    return bool(_COUNTED.match(line))


def items_sign(line: str) -> str:
    """Return the sign by which a line of text looks like a list's item of another make; "" for none."""
    found = _ITEMS_SIGN.match(line)
    return found[found.lastindex or 0] if found else ""


def keeps_its_line(line: str) -> bool:
    """Whether a line of a paragraph stays a line: it begins with `1)`, `a)`, `(1)`, a box to tick or a bullet sign."""
    return bool(_OWN_LINE.match(line))


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
