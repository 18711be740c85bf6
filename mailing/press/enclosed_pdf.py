"""An office's PDF made plain: pages as they lie, grays for colours, fields as drawn, and nothing that a printer can't do.

Refused, with its page, is what would be lost or can't be printed by PDF/X-4 and PDF/A-2u: passwords, fonts that aren't
embedded, scripts, what isn't a PDF. Fields and notes are drawn where they stand, which loses nothing on paper.
"""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING, Final

from mailing.base.errors import TemplateError
from mailing.base.messages import _
from mailing.model.artwork import Artwork, Size
from mailing.press.enclosed_files import page_named
from mailing.press.gray_content import grayed

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pikepdf

MM: Final = 25.4 / 72
MOST_PAGES: Final = 500
"""Of a file that is opened at all; a profile allows far fewer."""
_FONT_FILES: Final = ("/FontFile", "/FontFile2", "/FontFile3")
_BY_ITSELF: Final = ("/OpenAction", "/AA")


def enclosed_artwork(name: str, content: bytes) -> Artwork:
    """Return the pages of an office's PDF, ready to be printed.

    Args:
        name: the file among the template's.
        content: its bytes.

    Raises:
        TemplateError: it can't be printed as it is; file and page are named.
    """
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise _encrypted(name)
            return _plain(name, content, pdf)
    except pikepdf.PasswordError as error:
        raise _encrypted(name) from error
    except TemplateError:
        raise
    except (pikepdf.PdfError, pikepdf.DataDecodingError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise _refused(name, 1, _("Die Datei ist kein lesbares PDF"), _("Neu als PDF/A ausgeben")) from error
    except (RecursionError, MemoryError, OverflowError, RuntimeError, OSError) as error:
        raise _refused(name, 1, _("Die Datei ist kein lesbares PDF"), _("Neu als PDF/A ausgeben")) from error


def _plain(name: str, content: bytes, pdf: pikepdf.Pdf) -> Artwork:
    import pikepdf

    pages = len(pdf.pages)
    if not pages or pages > MOST_PAGES:
        raise _refused(name, 1, _("Die Datei hat {pages} Seiten").format(pages=pages), _("Andere Datei nennen"))
    _refuse_scripts(name, pdf)
    if "/AcroForm" in pdf.Root:
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("print")
    made = pikepdf.new()
    sizes = []
    for number, page in enumerate(pdf.pages, 1):
        for font in _fonts_lacking(page.obj):
            raise _refused(
                name,
                number,
                _("Die Schrift „{font}“ ist nicht eingebettet").format(font=font),
                _("Mit eingebetteten Schriften ausgeben, am besten als PDF/A"),
            )
        size, plain = _upright(made, page)
        try:
            grayed(made, plain)
        except NotImplementedError as error:
            what = _("Die Seite hat etwas, das sich nicht in Grau umrechnen lässt: {what}").format(what=error)
            raise _refused(name, number, what, _("In Graustufen ausgeben")) from error
        sizes.append(size)
    stream = io.BytesIO()
    made.save(stream, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    printed = stream.getvalue()
    return Artwork(
        name, hashlib.sha256(content).hexdigest(), hashlib.sha256(printed).hexdigest(), printed, tuple(sizes)
    )


def _upright(made: pikepdf.Pdf, page: pikepdf.Page) -> tuple[Size, pikepdf.Page]:
    """Add a page as it is seen, turned and cut, with its corner at the origin; return how large it is."""
    import pikepdf

    left, bottom, right, top = (float(edge) for edge in page.cropbox)
    unit = float(page.obj.get("/UserUnit", 1))
    width, height = (right - left) * unit, (top - bottom) * unit
    turn = int(page.obj.get("/Rotate", 0)) % 360
    form = made.copy_foreign(page.as_form_xobject(handle_transformations=False))
    form.BBox = pikepdf.Array([left, bottom, right, top])
    x, y = -left * unit, -bottom * unit
    matrix = {
        0: (unit, 0, 0, unit, x, y),
        90: (0, -unit, unit, 0, y, width - x),
        180: (-unit, 0, 0, -unit, width - x, height - y),
        270: (0, unit, -unit, 0, height - y, x),
    }[turn]
    seen = (height, width) if turn in (90, 270) else (width, height)
    plain = made.add_blank_page(page_size=seen)
    plain.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm=form))
    placed = "q {:g} {:g} {:g} {:g} {:.4f} {:.4f} cm /Fm Do Q".format(*matrix)
    plain.Contents = made.make_stream(placed.encode())
    return Size(seen[0] * MM, seen[1] * MM), plain


def _refuse_scripts(name: str, pdf: pikepdf.Pdf) -> None:
    """Refuse a file that does something by itself: what it shows may depend on that."""
    import pikepdf

    root = pdf.Root
    names = root.get("/Names", pikepdf.Dictionary())
    found = "/JavaScript" in names or any(_is_script(root.get(key)) for key in _BY_ITSELF)
    page = 1
    for number, each in enumerate(pdf.pages, 1):
        annotations = list(each.obj.get("/Annots", ()))
        if any(_is_script(item.get(key)) for item in (each.obj, *annotations) for key in ("/A", "/AA")):
            found, page = True, number
            break
    if found:
        raise _refused(
            name,
            page,
            _("Die Datei enthält ein Skript (JavaScript): was sie zeigt, kann davon abhängen"),
            _("Ohne Skripte ausgeben, etwa über „Drucken als PDF“"),
        )


def _is_script(action: pikepdf.Object | None) -> bool:
    """Whether an action, or a table of them, runs a script."""
    import pikepdf

    if not isinstance(action, pikepdf.Dictionary):
        return False
    if "/JS" in action:
        return True
    return any(isinstance(inner, pikepdf.Dictionary) and "/JS" in inner for _key, inner in action.items())


def _fonts_lacking(holder: pikepdf.Object, seen: set[tuple[int, int]] | None = None) -> Iterator[str]:
    """Give the fonts that a page or form uses and the file lacks."""
    seen = set() if seen is None else seen
    resources = holder.get("/Resources", {})
    for _name, font in dict(resources.get("/Font", {})).items():
        for each in (font, *font.get("/DescendantFonts", ())):
            if each.get("/Subtype") in ("/Type3", "/Type0"):
                continue
            descriptor = each.get("/FontDescriptor", {})
            if not any(key in descriptor for key in _FONT_FILES):
                yield str(each.get("/BaseFont", "/?")).removeprefix("/")
    for _name, form in dict(resources.get("/XObject", {})).items():
        if form.get("/Subtype") == "/Form" and form.objgen not in seen:
            seen.add(form.objgen)
            yield from _fonts_lacking(form, seen)


def _encrypted(name: str) -> TemplateError:
    return _refused(
        name, 1, _("Die Datei ist mit einem Kennwort geschützt"), _("Ohne Kennwort und ohne Beschränkungen ausgeben")
    )


def _refused(name: str, page: int, what: str, hint: str) -> TemplateError:
    return TemplateError(what, where=page_named(name, page), hint=hint)
