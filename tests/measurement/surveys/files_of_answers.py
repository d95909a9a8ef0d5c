"""Small files of answers about the locations of Squareland, as people send them."""

from collections.abc import Sequence
from pathlib import Path

HEADER = ("Place ID", "Governorate", "Location Name", "water", "jobs", "destroyed", "informants")
ROWS = (
    ("11", "Al-Marja", "Hay Al-Salam", "all", "1", "0.1", "3"),
    ("12", "Al-Marja", "Qaryat Al-Nur", "some", "2", "0.4", "2"),
    ("13", "Dastan", "Kani Spi", "none", "3", "0", "4"),
)
HOUSEHOLD_HEADER = ("population", "weight", "stratum", "cluster", "Governorate", "food", "school", "income")
HOUSEHOLD_ROWS = (
    ("idp", "1.5", "camp", "1", "Al-Marja", "yes", "yes", "90"),
    ("Returnees", "2", "out", "2", "Dastan", "no", "", "120"),
    ("نازحون", "0.5", "camp", "1", "Dastan", "", "not asked", "not asked"),
)


def write(path: Path, header: Sequence[str] = HEADER, rows: Sequence[Sequence[object]] = ROWS) -> Path:
    """A CSV file with semicolons."""
    path.write_text("".join(";".join(map(str, line)) + "\n" for line in (header, *rows)), "utf-8")
    return path
