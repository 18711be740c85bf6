"""IBANs: how they are written, and whether they can be right (ISO 13616; lengths from SWIFT's IBAN registry)."""

from __future__ import annotations

import re
from typing import Final

LENGTHS: Final = {
    "AD": 24, "AL": 28, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20,
    "ES": 24, "FI": 18, "FR": 27, "GB": 22, "GI": 23, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27,
    "LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15,
    "PL": 28, "PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "VA": 22,
}  # fmt: skip
"""How long an IBAN is in each country that SEPA credit transfers reach."""
_FORM: Final = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]+")
_GROUP: Final = 4


def plain_iban(text: str) -> str:
    """Return an IBAN without blanks, in capitals; "" where it can't be one.

    It can't where its country isn't in SEPA, its length isn't that country's, or its check digits (ISO 7064, MOD 97-10)
    are wrong.
    """
    plain = "".join(text.split()).upper()
    if not _FORM.fullmatch(plain) or LENGTHS.get(plain[:2]) != len(plain):
        return ""
    return plain if _rest(plain) == 1 else ""


def iban_of(country: str, account: str) -> str:
    """Return the IBAN of an account in a country, with its check digits."""
    return f"{country}{98 - _rest(f'{country}00{account}'):02d}{account}"


def _rest(plain: str) -> int:
    """Return the rest of an IBAN by MOD 97-10, its first four signs moved behind; letters count from 10."""
    return int("".join(str(int(sign, 36)) for sign in plain[4:] + plain[:4])) % 97


def written_iban(plain: str) -> str:
    """Return an IBAN in groups of four, as people read it."""
    return " ".join(plain[start : start + _GROUP] for start in range(0, len(plain), _GROUP))
