"""A small run made by hand for the auditor's tests: fonts, plates, codes and books as a real run leaves them.

It shares nothing with the rooms that write real runs, so that the auditor is tested against what is agreed, not
against what happens to be written.
"""

from __future__ import annotations

import hashlib
import hmac
import io
import json
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import bagit
import fontpkg_arimo
import pikepdf
import zxingcpp
from fontTools.ttLib import TTFont
from pikepdf import Array, Dictionary, Name

from mailing.audit import RunRecord, close_run, write_households
from mailing.audit.printfile.fonts import installed_fonts_sha256
from mailing.base.files import make_folder, sha256_of
from mailing.base.tables import write_table
from mailing.model import (
    HouseholdChunk,
    InputRecord,
    Intake,
    Pieces,
    PressedFile,
    PressedPiece,
    Route,
    RowLedger,
    RunIdentity,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from pathlib import Path

POINT = 72 / 25.4
HEIGHT = 297.0
CODE_X, CODE_Y, CODE_SIZE = 7.0, 122.0, 8.0
PROFILE = """
envelope = "dl"
standard = "plain-1.6"
duplex = false
fold_marks = true
[code]
kind = "datamatrix"
x = 7.0
y = 122.0
module = 0.5
quiet = 7.0
[limits]
letters = 5000
megabytes = 200
[[blocked]]
name = "Frankierung"
x = 130.0
y = 20.0
width = 60.0
height = 15.0
"""
LETTER = b'title = "Probe"\nform = "B"\n'
JOB = {"columns": {}, "template": "probe", "lang": "de", "date": "2020-06-15", "shop": "dl"}
SETTINGS = {
    "template/probe/letter.toml": hashlib.sha256(LETTER).hexdigest(),
    "profile": hashlib.sha256(PROFILE.encode() + b"\0").hexdigest(),
    "fonts": installed_fonts_sha256(),
}
OPTIONS = {"lang": "de", "shop": "dl"}
VERSIONS = {"mailing": "0.1.0"}
LIST = InputRecord("list.csv", "0" * 64, 0)


def digest_of(*inputs: InputRecord) -> str:
    """Return the digest of what determines the hand-made run, as `docs/audit.md` defines it."""
    determined_by = {
        "inputs": [entry.recorded for entry in inputs],
        "settings": SETTINGS,
        "options": OPTIONS,
        "date": "2020-06-15",
        "versions": VERSIONS,
        "withheld": [],
    }
    return hashlib.sha256(json.dumps(determined_by, sort_keys=True).encode()).hexdigest()


def identity_of(rows: int) -> RunIdentity:
    """Return the name of the hand-made run over so many rows."""
    digest = digest_of(replace(LIST, rows=rows))
    return RunIdentity(
        run_id=f"2020-06-15_probe_{digest[:8]}",
        digest=digest,
        date=date(2020, 6, 15),
        template="probe",
        title="Probe",
        program="mailing 0.1.0",
    )


IDENTITY = identity_of(11)
"""The run of twelve letters, one of them a seed: what most tests change."""
NAMES = ("Müller", "Weiß", "Øster", "Null", "O’Neill", "Al-Sayed", "Šimon")
LETTERHEAD = ("Jobcenter Region Hannover", 20.0)
BODY = (
    "Sie können uns wieder persönlich sprechen, aber nur mit einem Termin.",
    "Vor jedem Termin rufen wir Sie an und klären, ob das Telefon genügt.",
)


@dataclass(frozen=True)
class Neighbour:
    """A household of the hand-made list."""

    bg_nummer: str
    vorname: str
    nachname: str
    strasse: str
    hausnummer: str
    plz: str
    ort: str


def neighbours(count: int) -> list[Neighbour]:
    """Return as many different households, in postal order."""
    return [
        Neighbour(
            bg_nummer=f"23702//{index:07d}",
            vorname=f"Vorname{index}",
            nachname=f"{NAMES[index % len(NAMES)]}{index}",
            strasse=f"Straße {index % 97}",
            hausnummer=str(index % 200 + 1),
            plz=f"{30159 + index * 1500 // max(count, 1):05d}",
            ort="Hannover",
        )
        for index in range(count)
    ]


def payload(piece: int, sheet: int, sheets: int, identity: RunIdentity = IDENTITY) -> str:
    """Return the digits of a control code, by the contract's definition."""
    digits = f"{identity.job_number:08d}{piece:07d}{sheet:02d}{sheets:02d}{int(sheet == sheets)}"
    return digits + check_digit(digits)


def check_digit(digits: str) -> str:
    """Return the check digit by ISO 7064, MOD 11,10."""
    product = 10
    for digit in digits:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


class Table:
    """The households of a hand-made run."""

    def __init__(self, people: list[Neighbour], seeds: int = 0) -> None:
        self.people = people
        self.seeds = seeds
        self.extra: dict[str, Sequence[str]] = {}

    def __len__(self) -> int:
        return len(self.people)

    def column(self, name: str) -> Sequence[object]:
        """Return one column of all households."""
        (chunk,) = self.chunks(len(self.people))
        return chunk.columns[name]

    def taken(self, households: Sequence[int], names: Iterable[str]) -> Iterator[list[object]]:
        """Give some columns of some households."""
        return ([self.column(name)[household] for household in households] for name in names)

    def chunks(self, size: int, only: Collection[str] | None = None) -> Iterator[HouseholdChunk]:  # noqa: ARG002
        """Give the households `size` at a time; the last `seeds` of them are seeds."""
        for first in range(0, len(self.people), size):
            part = self.people[first : first + size]
            blank = [""] * len(part)
            columns: dict[str, list[object]] = {
                name: [getattr(person, name) for person in part] for name in Neighbour.__dataclass_fields__
            }
            for name in (
                "kundennummer",
                "anrede",
                "titel",
                "zusatz",
                "ortsteil",
                "land",
                "standort",
                "empfaenger",
                "sprache",
            ):
                columns[name] = list(blank)
            columns["row"] = [2 + first + place for place in range(len(part))]
            columns["termin"] = list(blank)
            columns["format"] = ["Standard"] * len(part)
            columns["mitglieder"] = [()] * len(part)
            columns["route"] = ["bulk"] * len(part)
            columns["is_seed"] = [first + place >= len(self.people) - self.seeds for place in range(len(part))]
            yield HouseholdChunk(first, columns, {})


def text(x: float, y: float, size: float, line: str) -> bytes:
    """Return the operators that set a line at millimetres from the top left."""
    shown = line.encode("cp1252", "replace").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F1 %.2f Tf 1 0 0 1 %.3f %.3f Tm (%s) Tj ET\n" % (size, x * POINT, (HEIGHT - y) * POINT, shown)


def address(person: Neighbour) -> bytes:
    """Return the operators of the address and the return line."""
    lines = (
        f"{person.vorname} {person.nachname}",
        f"{person.strasse} {person.hausnummer}",
        f"{person.plz} {person.ort}",
    )
    shown = b"".join(text(25, 66.5 + 4.23 * place, 10, line) for place, line in enumerate(lines))
    return text(25, 48.7, 6, "Absender, Vahrenwalder Str. 7, 30165 Hannover") + shown


def code(digits: str) -> bytes:
    """Return the operators of a Data Matrix as black squares."""
    options = {"format": zxingcpp.BarcodeFormat.DataMatrix}
    image = zxingcpp.create_barcode(digits, **options).to_image(scale=1, add_quiet_zones=False)
    rows = memoryview(image).tolist()
    module = CODE_SIZE / len(rows)
    squares = [
        b"%.4f %.4f %.4f %.4f re\n"
        % (
            (CODE_X + column * module) * POINT,
            (HEIGHT - CODE_Y - (row + 1) * module) * POINT,
            module * POINT,
            module * POINT,
        )
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
        if cell == 0
    ]
    return b"0 g\n" + b"".join(squares) + b"f\n"


def page_content(person: Neighbour, piece: int, identity: RunIdentity) -> bytes:
    """Return a letter's only page but for what its plate shows."""
    own = address(person) + text(150, 55, 9, f"BG-Nummer {person.bg_nummer}") + code(payload(piece, 1, 1, identity))
    return b"/P0 Do\n" + own + text(25, 110, 10, f"Guten Tag {person.vorname} {person.nachname},")


def plate_content() -> bytes:
    """Return what all letters share."""
    head = text(25, LETTERHEAD[1], 14, LETTERHEAD[0]) + text(25, 104, 10, "Zugang nur mit Termin")
    body = [text(25, 120 + 4.23 * place, 10, BODY[place % 2]) for place in range(24)]
    marks = [b"14 %.2f 12 0.5 re f\n" % ((HEIGHT - y) * POINT - 0.25) for y in (105, 148.5, 210)]
    return head + b"".join(body + marks)


@cache
def arimo() -> tuple[bytes, tuple[int, ...]]:
    """Return the font's program, and the widths of the characters of Windows 1252."""
    program = (fontpkg_arimo.ROOT / "files" / "Arimo[wght].ttf").read_bytes()
    font = TTFont(io.BytesIO(program))
    cmap, metrics = font.getBestCmap(), font["hmtx"]
    letters = (bytes((code,)).decode("cp1252", "replace") for code in range(32, 256))
    names = (cmap.get(ord(letter), ".notdef") for letter in letters)
    return program, tuple(round(metrics[name][0] * 1000 / font["head"].unitsPerEm) for name in names)


def embedded_font(pdf: pikepdf.Pdf) -> pikepdf.Dictionary:
    """Return Arimo as a simple font with all of its program."""
    program, widths = arimo()
    descriptor = Dictionary(
        Type=Name.FontDescriptor,
        FontName=Name("/Arimo-Regular"),
        Flags=32,
        FontBBox=Array([-544, -389, 2797, 1043]),
        ItalicAngle=0,
        Ascent=905,
        Descent=-212,
        CapHeight=688,
        StemV=88,
        FontFile2=pikepdf.Stream(pdf, program),
    )
    return Dictionary(
        Type=Name.Font,
        Subtype=Name.TrueType,
        BaseFont=Name("/Arimo-Regular"),
        Encoding=Name.WinAnsiEncoding,
        FirstChar=32,
        LastChar=255,
        Widths=Array(list(widths)),
        FontDescriptor=pdf.make_indirect(descriptor),
    )


def write_batch(
    people: list[Neighbour], first_piece: int, path: Path, identity: RunIdentity = IDENTITY, key: bytes = b""
) -> list[str]:
    """Write a batch of one-page letters; return their content hashes."""
    pdf = pikepdf.new()
    plate = pikepdf.Stream(pdf, plate_content())
    plate.Type, plate.Subtype, plate.BBox = Name.XObject, Name.Form, Array([0, 0, 596, 842])
    font = embedded_font(pdf)
    resources = pdf.make_indirect(Dictionary(Font=Dictionary(F1=font), XObject=Dictionary(P0=plate)))
    plate.Resources = Dictionary(Font=Dictionary(F1=font))
    plate_hash = hashlib.sha256(plate_content()).digest()
    hashes = []
    for piece, person in enumerate(people, start=first_piece):
        content = page_content(person, piece, identity)
        pdf.pages.append(
            pikepdf.Page(
                Dictionary(
                    Type=Name.Page,
                    MediaBox=Array([0, 0, 595.276, 841.89]),
                    Resources=resources,
                    Contents=pdf.make_indirect(pikepdf.Stream(pdf, content)),
                )
            )
        )
        hashes.append(hmac.digest(key, hashlib.sha256(content + plate_hash).digest(), "sha256").hex())
    pdf.save(path, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True, force_version="1.6")
    return hashes


def press(
    people: list[Neighbour], folder: Path, batch_size: int, identity: RunIdentity = IDENTITY, seeds: int = 0
) -> tuple[PressedFile, ...]:
    """Write all batches and what a print shop gets beside them."""
    make_folder(folder / "shop" / "data")
    files = []
    starts = range(0, len(people), batch_size)
    indices = (range(first, min(first + batch_size, len(people))) for first in starts)
    key = write_households(Table(people, seeds), [([index + 1 for index in part], part) for part in indices], folder)
    for number, first in enumerate(starts, start=1):
        part = people[first : first + batch_size]
        name = f"data/batch-{number:03d}.pdf"
        path = folder / "shop" / name
        hashes = write_batch(part, first + 1, path, identity, key)
        printed = (
            PressedPiece(first + place + 1, first + place, name, place + 1, place + 1, 1, 1, part[place].plz[:2], value)
            for place, value in enumerate(hashes)
        )
        pieces = Pieces(name, printed)
        size = path.stat().st_size
        files.append(PressedFile(name, sha256_of(path), size, len(part), pieces, Route.BULK, 1, 9.99, "Standardbrief"))
    write_table(
        folder / "shop" / "data" / "pieces.csv",
        ("piece", "file", "first_page", "last_page", "pages", "sheets", "leitregion", "content_sha256"),
        (
            (p.piece, p.file, p.first_page, p.last_page, p.pages, p.sheets, p.leitregion, p.content_sha256)
            for file in files
            for p in file.pieces
        ),
    )
    write_job(files, folder / "shop" / "data" / "job.json", identity)
    return tuple(files)


def write_job(files: Sequence[PressedFile], path: Path, identity: RunIdentity) -> None:
    """Write what the print shop is told of the job."""
    code_told = {"kind": "datamatrix", "x": CODE_X, "y": CODE_Y, "module": CODE_SIZE / 16, "quiet": 7.0}
    pieces = [piece for file in files for piece in file.pieces]
    regions = Counter(piece.leitregion for piece in pieces)
    profile = {"name": "dl", "sha256": SETTINGS["profile"], "standard": "plain-1.6"}
    profile |= {"envelope": "dl", "duplex": False, "code": code_told}
    job = {
        "job": f"{identity.job_number:08d}",
        "run": identity.run_id,
        "title": identity.title,
        "date": "2020-06-15",
        "program": identity.program,
        "profile": profile,
        "counts": {
            "files": len(files),
            **dict.fromkeys(("pieces", "sheets", "pages"), len(pieces)),
            "grams": round(9.99 * len(pieces), 2),
        },
        "envelopes": {"DL": len(pieces)},
        "leitregionen": dict(sorted(regions.items())),
        "files": [
            {
                "path": file.path,
                "sha256": file.sha256,
                "bytes": file.bytes,
                "route": file.route.value,
                "first_piece": file.pieces[0].piece,
                "last_piece": file.pieces[-1].piece,
                **dict.fromkeys(("pieces", "sheets", "pages"), len(file.pieces)),
                "sheets_a_piece": 1,
                "grams_a_piece": 9.99,
                "product": file.product,
            }
            for file in files
        ],
    }
    path.write_text(json.dumps(job))


def bag(folder: Path, identity: RunIdentity = IDENTITY) -> None:
    """Make `shop/` a BagIt bag around what lies in its `data`."""
    shop = folder / "shop"
    for tag_file in (path for path in shop.iterdir() if path.is_file()):
        tag_file.unlink()
    staged = folder / "staged"
    (shop / "data").rename(staged)
    for path in staged.iterdir():
        path.rename(shop / path.name)
    staged.rmdir()
    about = {
        "Bagging-Date": "2020-06-15",
        "Bag-Software-Agent": identity.program,
        "External-Identifier": identity.run_id,
        "External-Description": identity.title,
    }
    bagit.make_bag(str(shop), about, checksums=["sha256"])


def record(people: list[Neighbour], files: tuple[PressedFile, ...], seeds: int = 0) -> RunRecord:
    """Return the record of a run in which every row is a household of its own, the last ones seeds."""
    count = len(people) - seeds
    ledger = RowLedger(
        rows=range(2, 2 + count),
        bg_numbers=[person.bg_nummer for person in people[:count]],
        households=range(count),
        dispositions=[""] * count,
        codes=[""] * count,
    )
    intake = Intake((replace(LIST, rows=count),), (), Table(people, seeds), ledger, ())
    return RunRecord(
        identity=identity_of(count),
        intake=intake,
        files=files,
        settings=SETTINGS,
        versions=VERSIONS,
        options=OPTIONS,
        copies={
            "house/settings/profile.toml": PROFILE.encode(),
            "house/settings/job.json": json.dumps(JOB).encode(),
            "house/settings/letter_templates/probe/letter.toml": LETTER,
            "house/inputs/seeds.csv": people[-1].nachname.encode(),
        },
    )


def make_run(folder: Path, count: int = 12, batch_size: int = 5, seeds: int = 1) -> Path:
    """Make a whole run in `folder` and return it."""
    people = neighbours(count)
    identity = identity_of(count - seeds)
    files = press(people, folder, batch_size, identity, seeds)
    bag(folder, identity)
    close_run(record(people, files, seeds), folder)
    return folder
