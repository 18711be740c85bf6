"""The checker of finished PDFs: sound files pass, and one seeded defect for each rule turns just that rule red."""

from __future__ import annotations

import shutil
import tomllib
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from press_letters import IDENTITY, PLATE, letter, line, pressed

from mailing import press
from mailing.audit.printfile.checking import check_print, rules_for
from mailing.audit.printfile.evidence import PrintSettings
from mailing.audit.printfile.honesty import HONEST_RULES
from mailing.base.errors import InputError
from mailing.findings import KINDS
from mailing.findings.of_print import PRINT_KINDS
from mailing.model import Letter, Page
from mailing.press.parts import OmrCode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DL = press.load_profile("dl")
TOLD: dict[str, Any] = tomllib.loads(DL.source)
SETTINGS = PrintSettings.of(TOLD)


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a batch of three letters of two sheets."""
    folder = tmp_path_factory.mktemp("sound")
    (file,) = pressed(folder, [letter(number, pages=2) for number in range(3)], DL)
    return folder / file.path


@pytest.fixture(scope="module")
def short(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a batch of three letters of one sheet."""
    folder = tmp_path_factory.mktemp("short")
    (file,) = pressed(folder, [letter(number) for number in range(3)], DL)
    return folder / file.path


def settings(**changes: Any) -> PrintSettings:
    """Return the settings of the profile dl with other values."""
    return PrintSettings.of(TOLD | changes)


def codes(path: Path, told: PrintSettings = SETTINGS) -> set[str]:
    """Return the codes of what is found."""
    found = check_print(path, told)
    assert all(finding.message and finding.hint for finding in found)
    return {finding.code for finding in found}


def xmp(old: str, new: str = "") -> Callable[[pikepdf.Pdf], None]:
    """Return a defect that exchanges a text of the metadata."""

    def seed(pdf: pikepdf.Pdf) -> None:
        packet = pdf.Root.Metadata.read_bytes().decode()
        assert old in packet
        pdf.Root.Metadata.write(packet.replace(old, new).encode())

    return seed


def content(added: bytes) -> Callable[[pikepdf.Pdf], None]:
    """Return a defect that draws something more on the first page."""

    def seed(pdf: pikepdf.Pdf) -> None:
        contents = pdf.pages[0].obj.Contents
        contents.write(contents.read_bytes() + added)

    return seed


def run_part(pdf: pikepdf.Pdf) -> Any:
    """Return the document part of the whole run."""
    return pdf.Root.DPartRoot.DPartRootNode


def leaf(pdf: pikepdf.Pdf, number: int = 0) -> Any:
    """Return the record of a letter."""
    return run_part(pdf).DParts[0][0].DParts[0][number]


def first_font(pdf: pikepdf.Pdf) -> Any:
    """Return the first composite font."""
    return pdf.pages[0].obj.Resources.Font.F1


def link(pdf: pikepdf.Pdf) -> None:
    """Put a link on the first page."""
    note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([100, 100, 200, 120]), Border=Array([0, 0, 0]))
    pdf.pages[0].obj.Annots = Array([pdf.make_indirect(note)])


def monitor_profile(pdf: pikepdf.Pdf) -> None:
    """Make the output profile one of a monitor."""
    stream = pdf.Root.OutputIntents[0].DestOutputProfile
    icc = bytearray(stream.read_bytes())
    icc[12:16] = b"mntr"
    stream.write(bytes(icc))


def lose_profile(pdf: pikepdf.Pdf) -> None:
    """Take the ICC profile out of both intents."""
    for intent in pdf.Root.OutputIntents:
        del intent["/DestOutputProfile"]


def empty_text(pdf: pikepdf.Pdf) -> None:
    """Let a code stand for U+0000."""
    table = first_font(pdf).ToUnicode
    table.write(table.read_bytes().replace(b"endbfchar", b"<0FFF> <0000>\nendbfchar", 1))


def pattern(pdf: pikepdf.Pdf, tile: bytes) -> None:
    """Paint with tiles."""
    made = pdf.make_stream(tile)
    made.Type, made.PatternType, made.PaintType, made.TilingType = Name.Pattern, 1, 1, 1
    made.BBox, made.XStep, made.YStep, made.Resources = Array([0, 0, 1, 1]), 1, 1, Dictionary()
    pdf.pages[0].obj.Resources.Pattern = Dictionary(T=made)
    content(b"/Pattern cs /T scn 0 0 1 1 re f\n")(pdf)


def shading(pdf: pikepdf.Pdf) -> None:
    """Shade a page from black to red."""
    shades = Dictionary(FunctionType=2, Domain=[0, 1], C0=[0, 0, 0], C1=[1, 0, 0], N=1)
    made = Dictionary(ShadingType=2, ColorSpace=Name.DeviceRGB, Coords=[0, 0, 1, 0], Function=shades)
    pdf.pages[0].obj.Resources.Shading = Dictionary(S=pdf.make_indirect(made))
    content(b"q 0 0 1 1 re W n /S sh Q\n")(pdf)


def swap_pages(pdf: pikepdf.Pdf) -> None:
    """Exchange the first pages of two letters, their records left behind."""
    kids = pdf.Root.Pages.Kids[0].Kids
    kids[0], kids[2] = kids[2], kids[0]


def long_array(pdf: pikepdf.Pdf) -> None:
    """Give a part more children than older readers take."""
    run_part(pdf).DParts[0] = Array([run_part(pdf).DParts[0][0]] * 8_192)


def set_in(where: Callable[[pikepdf.Pdf], Any], key: str, value: Any) -> Callable[[pikepdf.Pdf], None]:
    """Return a defect that sets an entry."""

    def seed(pdf: pikepdf.Pdf) -> None:
        where(pdf)[key] = value

    return seed


def delete_in(where: Callable[[pikepdf.Pdf], Any], key: str) -> Callable[[pikepdf.Pdf], None]:
    """Return a defect that takes an entry away."""

    def seed(pdf: pikepdf.Pdf) -> None:
        del where(pdf)[key]

    return seed


def page(pdf: pikepdf.Pdf) -> Any:
    """Return the first page."""
    return pdf.pages[0].obj


def form(pdf: pikepdf.Pdf) -> Any:
    """Return the plate."""
    return page(pdf).Resources.XObject.P1


DEFECTS: list[tuple[str, str, Callable[[pikepdf.Pdf], None]]] = [
    ("an unembedded font", "print.font-embedded", delete_in(
        lambda pdf: first_font(pdf).DescendantFonts[0].FontDescriptor, "/FontFile2")),
    ("RGB ink", "print.colour", content(b"1 0 0 rg 0 0 1 1 re f\n")),
    ("a pattern of colour", "print.colour", lambda pdf: pattern(pdf, b"1 0 0 rg 0 0 1 1 re f")),
    ("a shading of colour", "print.colour", shading),
    ("four-colour black", "print.colour", content(b"1 1 1 1 k 0 0 1 1 re f\n")),
    ("no metadata", "print.metadata", delete_in(lambda pdf: pdf.Root, "/Metadata")),
    ("broken metadata", "print.metadata", xmp("</rdf:RDF>")),
    ("entities in the metadata", "print.metadata", xmp("<x:xmpmeta", '<!DOCTYPE x [<!ENTITY y "z">]><x:xmpmeta')),
    ("another version of X", "print.x-version", xmp("PDF/X-4", "PDF/X-3:2003")),
    ("no title", "print.title", delete_in(lambda pdf: pdf.trailer.Info, "/Title")),
    ("another title in the metadata", "print.title", xmp("Zugang nur mit Termin", "Einladung")),
    ("another date in the metadata", "print.dates", xmp("CreateDate>2020-06-15", "CreateDate>2021-06-15")),
    ("no metadata date", "print.dates", xmp("xmp:MetadataDate", "xmp:OtherDate")),
    ("no instance", "print.media-management", xmp("xmpMM:InstanceID", "xmpMM:Other")),
    ("no rendition class", "print.media-management", xmp("xmpMM:RenditionClass", "xmpMM:Other")),
    ("trapping unknown", "print.trapped", set_in(lambda pdf: pdf.trailer.Info, "/Trapped", Name.Unknown)),
    ("trapping untold", "print.trapped", xmp("<pdf:Trapped>False</pdf:Trapped>")),
    ("no intent for print", "print.output-intent", set_in(lambda pdf: pdf.Root.OutputIntents[0], "/S", Name.Other)),
    ("a nameless condition", "print.output-intent", set_in(
        lambda pdf: pdf.Root.OutputIntents[0], "/OutputConditionIdentifier", String(""))),
    ("a monitor's profile", "print.icc-profile", monitor_profile),
    ("no ICC profile", "print.icc-profile", lose_profile),
    ("a wrong number of colours", "print.icc-profile", set_in(
        lambda pdf: pdf.Root.OutputIntents[0].DestOutputProfile, "/N", 3)),
    ("no trim box", "print.boxes", delete_in(page, "/TrimBox")),
    ("trim and art box", "print.boxes", set_in(page, "/ArtBox", Array([0, 0, 595, 841]))),
    ("a trim box past the sheet", "print.boxes", set_in(page, "/TrimBox", Array([0, 0, 600, 841]))),
    ("a crop box within the trim box", "print.boxes", set_in(page, "/CropBox", Array([9, 9, 500, 800]))),
    ("JavaScript", "print.actions", set_in(
        lambda pdf: pdf.Root, "/OpenAction", Dictionary(S=Name.JavaScript, JS=String("app.alert(1)")))),
    ("an attached file", "print.actions", set_in(
        lambda pdf: pdf.Root, "/Names", Dictionary(EmbeddedFiles=Dictionary(Names=Array([]))))),
    ("a page's action", "print.actions", set_in(page, "/AA", Dictionary())),
    ("a link in the trim box", "print.annotation", link),
    ("a reference to another file", "print.foreign-object", set_in(form, "/Ref", Dictionary(F=String("other.pdf")))),
    ("another version of VT", "print.vt-version", xmp("PDF/VT-1", "PDF/VT-2")),
    ("a wrong date of the records", "print.vt-date", xmp("GTS_PDFVTModDate>2020", "GTS_PDFVTModDate>2021")),
    ("no date of the records", "print.vt-date", xmp("pdfvtid:GTS_PDFVTModDate", "pdfvtid:GTS_Other")),
    ("a root of another type", "print.record-root", set_in(lambda pdf: pdf.Root.DPartRoot, "/Type", Name.Other)),
    ("a record level without records", "print.record-root", set_in(
        lambda pdf: pdf.Root.DPartRoot, "/RecordLevel", 5)),
    ("no names of the levels", "print.record-names", delete_in(lambda pdf: pdf.Root.DPartRoot, "/NodeNameList")),
    ("a level's name that is none", "print.record-names", set_in(
        lambda pdf: pdf.Root.DPartRoot, "/NodeNameList", Array([Name("/1st"), Name.Region, Name.Letter]))),
    ("a record of another type", "print.record-part", set_in(leaf, "/Type", Name.Other)),
    ("a record of another parent", "print.record-part", lambda pdf: leaf(pdf).__setitem__("/Parent", run_part(pdf))),
    ("a record with metadata", "print.record-part", set_in(leaf, "/Metadata", Dictionary())),
    ("a record that ends where it begins", "print.record-end", lambda pdf: leaf(pdf).__setitem__(
        "/End", leaf(pdf).Start)),
    ("a page of no record", "print.record-coverage", delete_in(leaf, "/End")),
    ("exchanged pages", "print.record-coverage", swap_pages),
    ("a page without its record", "print.record-page", delete_in(page, "/DPart")),
    ("a page with another's record", "print.record-page", lambda pdf: page(pdf).__setitem__("/DPart", leaf(pdf, 1))),
    ("a record's key of its own", "print.record-metadata", set_in(lambda pdf: leaf(pdf).DPM, "/Name", String("x"))),
    ("a name among a record's values", "print.record-metadata", set_in(
        lambda pdf: leaf(pdf).DPM, "/MLNG_Piece", Name.One)),
    ("a plate that isn't shared", "print.shared-form", delete_in(form, "/GTS_Scope")),
    ("too many children", "print.array", long_array),
    ("another level of A", "print.a-level", xmp("conformance>U<", "conformance>B<")),
    ("no intent for archives", "print.a-intent", set_in(lambda pdf: pdf.Root.OutputIntents[1], "/S", Name.Other)),
    ("an undescribed property", "print.a-schemas", xmp(
        "<pdfaProperty:name>Trapped", "<pdfaProperty:name>Other")),
    ("no texts of a font", "print.a-text", delete_in(first_font, "/ToUnicode")),
    ("a code that stands for nothing", "print.a-text", empty_text),
    ("inherited resources", "print.a-resources", delete_in(form, "/Resources")),
    ("another sheet", "print.sheet-size", set_in(page, "/TrimBox", Array([0, 0, 595.276, 841]))),
    ("a blackened code", "print.code", content(b"18 450 28 60 re f\n")),
]  # fmt: skip


def seeded(sound: Path, folder: Path, seed: Callable[[pikepdf.Pdf], None]) -> Path:
    """Return a copy of the sound file with a defect."""
    path = folder / "seeded.pdf"
    with pikepdf.open(sound) as pdf:
        seed(pdf)
        pdf.save(
            path,
            force_version="1.6",
            fix_metadata_version=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return path


def test_a_sound_file_passes(sound: Path, short: Path, tmp_path: Path) -> None:
    """The control: what the press writes passes, and so does a copy saved without a defect."""
    assert codes(sound) == set()
    assert codes(short) == set()
    assert codes(seeded(sound, tmp_path, lambda _pdf: None)) == set()


@pytest.mark.parametrize(("code", "seed"), [d[1:] for d in DEFECTS], ids=[d[0] for d in DEFECTS])
def test_a_defect_is_seen(sound: Path, tmp_path: Path, code: str, seed: Callable[[pikepdf.Pdf], None]) -> None:
    """Each seeded defect is found by its rule."""
    assert code in codes(seeded(sound, tmp_path, seed))


def test_an_end_on_a_record_of_one_page_is_seen(short: Path, tmp_path: Path) -> None:
    """A record of one page names no end."""
    path = seeded(short, tmp_path, lambda pdf: leaf(pdf).__setitem__("/End", leaf(pdf).Start))
    assert codes(path) == {"print.record-end"}


def test_a_broken_head_is_seen(sound: Path, tmp_path: Path) -> None:
    """A file of another version, or taken for text by a careless transfer, is told so."""
    path = tmp_path / "old.pdf"
    path.write_bytes(sound.read_bytes().replace(b"%PDF-1.6", b"%PDF-1.4", 1))
    assert codes(path) == {"print.header"}
    path.write_bytes(sound.read_bytes().replace(b"%\xe2\xe3\xcf\xd3", b"%text", 1))
    assert "print.header" in codes(path)


def test_a_locked_file_is_seen(sound: Path, tmp_path: Path) -> None:
    """An encrypted file can't be printed without a question."""
    path = tmp_path / "locked.pdf"
    with pikepdf.open(sound) as pdf:
        pdf.save(path, encryption=pikepdf.Encryption(owner="x", user=""))
    assert "print.encryption" in codes(path)


def test_a_missing_identifier_is_seen(sound: Path, tmp_path: Path) -> None:
    """The ID has two strings; one with an empty part is none."""
    path = tmp_path / "anonymous.pdf"
    content = sound.read_bytes()
    start = content.rindex(b"/ID[<")
    path.write_bytes(content[:start] + b"/IX" + content[start + 3 :])
    assert codes(path) == {"print.identifier"}


def test_an_old_compression_is_seen(sound: Path, tmp_path: Path) -> None:
    """LZW is no part of PDF/A."""
    path = tmp_path / "lzw.pdf"
    with pikepdf.open(sound) as pdf:
        packed = bytes.fromhex("800B6050220C0C8501")
        form(pdf).write(packed, filter=Name.LZWDecode)
        pdf.save(path, force_version="1.6", stream_decode_level=pikepdf.StreamDecodeLevel.none, compress_streams=False)
    assert "print.filter" in codes(path)


def test_the_profile_limits_files(sound: Path, short: Path) -> None:
    """Megabytes, letters and object streams are the shop's to limit."""
    assert codes(sound, settings(limits={"letters": 2, "megabytes": 200})) == {"print.letters"}
    assert codes(sound, settings(limits={"letters": 5, "megabytes": 0})) == {"print.megabytes"}
    assert codes(short, settings(object_streams=False)) == {"print.object-streams"}


def test_letters_begin_on_fronts(tmp_path: Path) -> None:
    """Letters of one page printed on both sides would lie on each other's backs."""
    duplex = DL.model_copy(update={"duplex": True, "code": press.load_profile("epost").code})
    (file,) = pressed(tmp_path, [letter(number, pages=2) for number in range(2)], duplex)
    told = settings(duplex=True, code={"kind": "none"})
    assert codes(tmp_path / file.path, told) == set()
    simplex = DL.model_copy(update={"code": press.load_profile("epost").code})
    (odd,) = pressed(tmp_path / "odd", [letter(number) for number in range(2)], simplex)
    assert codes(tmp_path / "odd" / odd.path, told) == {"print.fronts"}


def test_a_code_of_another_piece_is_seen(sound: Path, tmp_path: Path) -> None:
    """A code that can be read must say the piece and sheet that the record says."""

    def seed(pdf: pikepdf.Pdf) -> None:
        first, second = (pdf.pages[number].obj for number in (0, 1))
        first.Contents, second.Contents = second.Contents, first.Contents

    assert codes(seeded(sound, tmp_path, seed)) == {"print.code"}


def test_a_wrong_reading_mark_is_seen(tmp_path: Path) -> None:
    """Reading marks are read from the page and held against piece and sheet."""
    told = {"kind": "omr", "x": 8, "y": 230, "length": 8, "thickness": 0.5, "pitch": 4.233, "quiet": 5}
    marks = ["benchmark", "safety", "end-of-piece", "sequence-4", "sequence-2", "sequence-1", "parity"]
    profile = DL.model_copy(update={"code": OmrCode.model_validate(told | {"marks": marks})})
    (file,) = pressed(tmp_path, [letter(number, pages=2) for number in range(5)], profile)
    path, asked = tmp_path / file.path, settings(code=told | {"marks": marks})
    assert codes(path, asked) == set()
    black = content(b"22 100 30 4 re 22 88 30 4 re 22 76 30 90 re f\n")
    assert codes(seeded(path, tmp_path, black), asked) == {"print.code"}


def test_cover_sheets_carry_no_code(tmp_path: Path) -> None:
    """What is no piece needs no code; everything else of the profile holds for it too."""
    profile = DL.model_copy(update={"cover_sheet": True})
    files = pressed(tmp_path, [letter(0)], profile)
    press.write_shop_folder(tmp_path, files, profile, IDENTITY)
    assert codes(tmp_path / "data" / "job" / "0001_bulk_1-sheet_cover.pdf") == set()


def test_ink_in_a_blocked_zone_is_seen(tmp_path: Path) -> None:
    """Text is measured on the finished page against the profile's zones."""
    livepost = press.load_profile("livepost")
    told = PrintSettings.of(tomllib.loads(livepost.source))
    (clean,) = pressed(tmp_path / "clean", [letter(0)], livepost)
    assert codes(tmp_path / "clean" / clean.path, told) == set()
    stray = Letter(0, 2, (Page.of(PLATE, (line(12, 150, "im Rand"),)),))
    (file,) = pressed(tmp_path, [stray], livepost)
    assert codes(tmp_path / file.path, told) == {"print.zone"}


def test_a_plainer_standard_has_fewer_rules(tmp_path: Path) -> None:
    """Files of the plainer standards keep the rules of theirs, and those only."""
    for standard in (press.Standard.X4, press.Standard.PLAIN):
        profile = DL.model_copy(update={"standard": standard})
        (file,) = pressed(tmp_path / standard.value, [letter(0)], profile)
        assert codes(tmp_path / standard.value / file.path, settings(standard=standard.value)) == set()
        assert codes(tmp_path / standard.value / file.path, SETTINGS) >= {"print.a-level", "print.record-root"}


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    """A file that isn't one is told in one sentence."""
    path = tmp_path / "letter.pdf"
    path.write_text("no PDF")
    with pytest.raises(InputError):
        check_print(path, SETTINGS)
    shutil.rmtree(tmp_path)


def test_every_rule_has_its_defect_and_every_kind_its_rule() -> None:
    """No rule goes untested, and none reports what the tables don't know."""
    rules = {rule.code for rule in rules_for(SETTINGS)}
    apart = {
        "print.header",
        "print.encryption",
        "print.identifier",
        "print.filter",
        "print.megabytes",
        "print.letters",
        "print.object-streams",
        "print.fronts",
        "print.zone",
        "print.font-glyphs",
        *(rule.code for rule in HONEST_RULES),
    }
    assert rules == {kind.code for kind in PRINT_KINDS}
    assert rules <= KINDS.keys()
    assert rules - apart == {code for _name, code, _seed in DEFECTS}
