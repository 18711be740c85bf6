"""What commands show: progress, results, findings and errors, readable without colour; JSON for programs."""

from mailing.console.columns import show_columns
from mailing.console.deliveries import show_accepted, show_delivered
from mailing.console.failures import show_error
from mailing.console.findings import show_findings, show_understood
from mailing.console.houses import show_house, show_new_letter
from mailing.console.life import show_release, show_released, show_status
from mailing.console.meter import progress
from mailing.console.reports import show_closed, show_comparison, show_feedback, show_reprint, show_returns
from mailing.console.results import show_letters, show_proof, show_purged, show_summary, show_templates
from mailing.console.speech import agreed, ask_until, asker, can_ask, hand_over, say, say_json

__all__ = [
    "agreed",
    "ask_until",
    "asker",
    "can_ask",
    "hand_over",
    "progress",
    "say",
    "say_json",
    "show_accepted",
    "show_closed",
    "show_columns",
    "show_comparison",
    "show_delivered",
    "show_error",
    "show_feedback",
    "show_findings",
    "show_house",
    "show_letters",
    "show_new_letter",
    "show_proof",
    "show_purged",
    "show_release",
    "show_released",
    "show_reprint",
    "show_returns",
    "show_status",
    "show_summary",
    "show_templates",
    "show_understood",
]
