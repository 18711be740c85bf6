"""Where the letter templates are."""

from __future__ import annotations

from pathlib import Path

FOLDER_NAME = "letter_templates"


def find_templates(named: Path | None = None) -> Path:
    """Return the folder of letter templates: the one named, the working folder's own, or the program's.

    An installed program carries its templates inside the package; a checkout has them beside it.
    """
    package = Path(__file__).parent.parent
    candidates = (Path.cwd() / FOLDER_NAME, package / FOLDER_NAME, package.parent / FOLDER_NAME)
    return named or next((folder for folder in candidates if folder.is_dir()), candidates[-1])
