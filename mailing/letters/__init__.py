"""The room `letters`: the office's texts, composed for each household and set on the sheet.

Writing: `load_template` reads a template with all that it needs, `check_template` checks it before letter 1, and
`unreached` finds conditions that applied to nobody. `describe_template` gives what a template is and needs, `Wording`
what a letter says, whoever it is for.
Proofs: `measure`, `shortlist` and `choose_proofs` choose the letters that show what can go wrong, `anonymous` hides who
gets them.
Setting: `Setter` lays letters out, `embedded_fonts` gives the fonts that their glyphs come from.
"""

from mailing.letters.checking import check_template
from mailing.letters.picturing import coarse_pictures
from mailing.letters.proofs.anonymity import anonymous
from mailing.letters.proofs.choosing import Proof, choose_proofs
from mailing.letters.proofs.measuring import Measured, measure
from mailing.letters.proofs.shortlist import Shortlist, shortlist
from mailing.letters.setter import Setter
from mailing.letters.setting.embedding import embedded_fonts
from mailing.letters.setting.fonts import fonts_sha256
from mailing.letters.sheets import Setting, check_pictures
from mailing.letters.text.describing import describe_template
from mailing.letters.text.loading import enclosed_names, load_letter, load_template
from mailing.letters.text.reaching import unreached
from mailing.letters.text.template_folder import missing_template, template_names
from mailing.letters.text.templates import Template
from mailing.letters.text.trial import example_entries, trial_households
from mailing.letters.text.vocabulary import (
    HOUSEHOLD_PLACEHOLDERS,
    LIST_PLACEHOLDERS,
    MADE_BY_PROGRAM,
    PLACEHOLDERS,
    RUN_PLACEHOLDERS,
    written_names,
)
from mailing.letters.text.wording import Wording

__all__ = [
    "HOUSEHOLD_PLACEHOLDERS",
    "LIST_PLACEHOLDERS",
    "MADE_BY_PROGRAM",
    "PLACEHOLDERS",
    "RUN_PLACEHOLDERS",
    "Measured",
    "Proof",
    "Setter",
    "Setting",
    "Shortlist",
    "Template",
    "Wording",
    "anonymous",
    "check_pictures",
    "check_template",
    "choose_proofs",
    "coarse_pictures",
    "describe_template",
    "embedded_fonts",
    "enclosed_names",
    "example_entries",
    "fonts_sha256",
    "load_letter",
    "load_template",
    "measure",
    "missing_template",
    "shortlist",
    "template_names",
    "trial_households",
    "unreached",
    "written_names",
]
