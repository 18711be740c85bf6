"""PDFium draws one page at a time: it isn't safe in several threads, and a server has several."""

from __future__ import annotations

import threading
from typing import Final

PDFIUM: Final = threading.Lock()
"""Held by whoever opens, draws or reads a file with pypdfium2 where other threads may do the same."""
