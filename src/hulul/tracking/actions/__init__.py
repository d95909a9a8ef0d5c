"""Bringing rounds in, and taking them back: one verb each, checked, written, audited and told in one transaction."""

from hulul.tracking.actions.importing import ImportResult, import_paths
from hulul.tracking.actions.staging import (
    Upload,
    accept,
    accept_batch,
    answer,
    examine_batch,
    follow,
    refuse,
    stage,
)
from hulul.tracking.actions.sweeping import orphans, sweep
from hulul.tracking.actions.versions import restore, withdraw

__all__ = [
    "ImportResult",
    "Upload",
    "accept",
    "accept_batch",
    "answer",
    "examine_batch",
    "follow",
    "import_paths",
    "orphans",
    "refuse",
    "restore",
    "stage",
    "sweep",
    "withdraw",
]
