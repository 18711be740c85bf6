"""Texts within XML, HTML and what reads like them."""

from __future__ import annotations


def escape(text: str) -> str:
    """Return the text with what begins a tag or an entity written as an entity.

    `xml.sax.saxutils` has the same, and loads urllib, http and ssl for it.
    """
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
