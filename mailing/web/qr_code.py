"""A QR code as a page shows it: for an authenticator that is held before the screen."""

from __future__ import annotations

import base64

import zxingcpp


def qr_code(text: str) -> str:
    """Return a text as a QR code, as a `data:` address of an SVG."""
    drawn = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode).to_svg(scale=4)
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode()}"
