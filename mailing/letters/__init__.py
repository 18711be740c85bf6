"""The room `letters`: the office's texts, composed for each household and set on the sheet.

Writing: `load_template` reads a template with all that it needs, `check_template` checks it before letter 1, and
`unreached` tells of conditions that applied to nobody. `describe_template` tells what a template is and needs.
Setting: `Setter` lays letters out, `embedded_fonts` gives the fonts that their glyphs come from.
"""

from mailing.letters.checking import check_template, unreached
from mailing.letters.describing import describe_template
from mailing.letters.fonts import embedded_fonts, fonts_sha256
from mailing.letters.setter import Setter, Setting
from mailing.letters.templates import Template, load_template, template_names

__all__ = [
    "Setter",
    "Setting",
    "Template",
    "check_template",
    "describe_template",
    "embedded_fonts",
    "fonts_sha256",
    "load_template",
    "template_names",
    "unreached",
]
