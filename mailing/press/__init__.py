"""Drawn letters in, print-ready batches out: what a print shop can run without a question.

`Drawer` draws laid-out letters, `plan_batches` divides and orders them, `press_batch` writes one PDF.
"""

from mailing.press.accessible import accessible_copy
from mailing.press.batching import BatchPlan, LetterSize, plan_batches
from mailing.press.drawing import Drawer
from mailing.press.enclosed_files import check_enclosed_files, page_named
from mailing.press.loading import (
    DEFAULT_PROFILE,
    OWN_PROFILE,
    OWN_PROFILES,
    load_profile,
    profile_names,
    profile_text,
)
from mailing.press.metadata import FileIdentity
from mailing.press.parts import Standard
from mailing.press.printing import NO_KEY, press_batch
from mailing.press.profiles import ShopProfile
from mailing.press.shopfolder import write_shop_folder
from mailing.press.tagged_pages import draw_tagged
from mailing.press.told_profiles import settings_as_told
from mailing.press.totals import inserts_needed
from mailing.press.zones import blocked_findings, check_window

__all__ = [
    "DEFAULT_PROFILE",
    "NO_KEY",
    "OWN_PROFILE",
    "OWN_PROFILES",
    "BatchPlan",
    "Drawer",
    "FileIdentity",
    "LetterSize",
    "ShopProfile",
    "Standard",
    "accessible_copy",
    "blocked_findings",
    "check_enclosed_files",
    "check_window",
    "draw_tagged",
    "inserts_needed",
    "load_profile",
    "page_named",
    "plan_batches",
    "press_batch",
    "profile_names",
    "profile_text",
    "settings_as_told",
    "write_shop_folder",
]
