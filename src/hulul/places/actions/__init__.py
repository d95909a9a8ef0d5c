"""Writes of this room, one verb each: check, write, audit, tell."""

from hulul.places.actions.lifecycle import (
    close_place,
    correct_coordinates,
    merge_places,
    reopen_place,
    split_place,
)
from hulul.places.actions.load import load, load_all
from hulul.places.actions.locations import add_locations
from hulul.places.actions.report import Finding, LoadReport
from hulul.places.actions.reviews import Doubt, decide, decide_all, record_doubts

__all__ = [
    "Doubt",
    "Finding",
    "LoadReport",
    "add_locations",
    "close_place",
    "correct_coordinates",
    "decide",
    "decide_all",
    "load",
    "load_all",
    "merge_places",
    "record_doubts",
    "reopen_place",
    "split_place",
]
