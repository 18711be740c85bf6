"""Pages taken out of a print file: the same as qpdf's own copies, without a look at the others."""

from __future__ import annotations

import io

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from mailing.press.page_taking import PageTaker

WANTED = (6, 0, 4)


def print_file() -> bytes:
    """Return a file of seven pages in two levels of the tree, which share a form and its font."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    form = pdf.make_stream(b"BT ET", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
    form.Resources = Dictionary(Font=Dictionary(F=font))
    branches = []
    for numbers in (range(4), range(4, 7)):
        branch = pdf.make_indirect(Dictionary(Type=Name.Pages, Count=len(numbers), Parent=pdf.Root.Pages))
        branch.Kids = Array([pdf.make_indirect(page_of(pdf, number, form, branch)) for number in numbers])
        branches.append(branch)
    pdf.Root.Pages.Kids, pdf.Root.Pages.Count = Array(branches), 7
    stream = io.BytesIO()
    pdf.save(stream, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return stream.getvalue()


def page_of(pdf: pikepdf.Pdf, number: int, form: pikepdf.Object, branch: pikepdf.Object) -> Dictionary:
    """Return a page that says its number, and is tied to its branch and a record."""
    return Dictionary(
        Type=Name.Page,
        Parent=branch,
        DPart=pdf.make_indirect(Dictionary(Type=Name.DPart)),
        MediaBox=Array([0, 0, 100, 100 + number]),
        Resources=Dictionary(XObject=Dictionary(X=form)),
        Contents=pdf.make_stream(f"% page {number}".encode()),
    )


@pytest.fixture
def taken() -> pikepdf.Pdf:
    """Three pages of the print file, saved and read again."""
    target = pikepdf.new()
    with PageTaker(io.BytesIO(print_file()), target) as taker:
        for number in WANTED:
            taker.take(number)
    return pikepdf.open(io.BytesIO(saved(target)))


def saved(pdf: pikepdf.Pdf) -> bytes:
    """Return a file as it is written, the same each time."""
    stream = io.BytesIO()
    pdf.save(stream, deterministic_id=True)
    return stream.getvalue()


def test_the_wanted_pages_are_taken_in_their_order(taken: pikepdf.Pdf) -> None:
    """Whichever page is asked for, from either branch of the tree."""
    contents = [page.Contents.read_bytes() for page in taken.pages]
    assert contents == [f"% page {number}".encode() for number in WANTED]
    assert [int(page.MediaBox[3]) for page in taken.pages] == [100 + number for number in WANTED]


def test_a_page_comes_without_its_record_and_its_branch(taken: pikepdf.Pdf) -> None:
    """Neither the records of the batch nor its other pages come along."""
    assert not any("/DPart" in page for page in taken.pages)
    assert not any(isinstance(each, Dictionary) and each.get("/Type") == Name.DPart for each in taken.objects)
    assert len([each for each in taken.objects if isinstance(each, Dictionary) and each.get("/Type") == Name.Page]) == 3


def test_what_pages_share_comes_once(taken: pikepdf.Pdf) -> None:
    """A form and its font are copied with the first page that shows them."""
    forms = {page.Resources.XObject.X.objgen for page in taken.pages}
    assert len(forms) == 1
    assert taken.pages[0].Resources.XObject.X.Resources.Font.F.BaseFont == Name.Helvetica


def test_they_are_what_qpdf_copies(taken: pikepdf.Pdf) -> None:
    """The same bytes, when both are saved."""
    source, target = pikepdf.open(io.BytesIO(print_file())), pikepdf.new()
    for number in WANTED:
        page = source.pages[number]
        del page["/DPart"]
        target.pages.append(page)
    assert saved(taken) == saved(pikepdf.open(io.BytesIO(saved(target))))


def test_there_is_no_page_beyond_the_last() -> None:
    """A page that the tree lacks is told."""
    with PageTaker(io.BytesIO(print_file()), pikepdf.new()) as taker, pytest.raises(IndexError):
        taker.take(7)
