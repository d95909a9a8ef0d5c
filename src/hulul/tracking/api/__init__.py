"""Rounds for machines: reading them, and bringing files in."""

from hulul.tracking.api.imports import router as imports
from hulul.tracking.api.rounds import router as rounds

__all__ = ("imports", "rounds")
