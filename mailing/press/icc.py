"""ICC output profiles: found beside a shop profile or among those that come along."""

from __future__ import annotations

from pathlib import Path

from mailing.base.messages import _

PROFILE_FOLDER = Path(__file__).parent / "profiles"


def icc_profile(name: str, folder: Path) -> bytes:
    """Return the ICC profile of that name, from `folder` or else a bundled one.

    Raises:
        ValueError: there is none, or it is no printer's; the message is for users.
    """
    found = next((file for file in (folder / name, PROFILE_FOLDER / name) if name and file.is_file()), None)
    if found is None:
        raise ValueError(
            _(
                "das ICC-Profil „{name}“ liegt weder neben dem Profil noch im Programm; "
                'ohne eigenes Druckprofil: icc = "FOGRA29L.icc"'
            ).format(name=name)
        )
    content = found.read_bytes()
    if int.from_bytes(content[:4], "big") > len(content):
        raise ValueError(
            _(
                "das ICC-Profil „{name}“ ist abgeschnitten: sein Kopf nennt mehr Bytes; "
                "holen Sie es noch einmal von der Druckerei"
            ).format(name=name)
        )
    if content[36:40] != b"acsp" or content[12:20] != b"prtrCMYK":
        raise ValueError(
            _(
                "das ICC-Profil „{name}“ ist kein CMYK-Ausgabeprofil (Klasse prtr), wie PDF/X-4 es verlangt; "
                "die Druckerei nennt eines"
            ).format(name=name)
        )
    return content
