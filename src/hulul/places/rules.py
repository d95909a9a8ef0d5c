"""Decisions about places that need no database: how near is near, how alike is alike, what a review item may become."""

from math import cos, hypot, radians
from typing import Final

LOCATION_LEVEL: Final = 4

# Our own defaults, none is published. A point this close outside every polygon belongs to the nearest one: boundaries
# are drawn at about this precision along rivers and borders. Farther away it is an error of the file.
NEAREST_KM: Final = 10.0
KM_PER_DEGREE: Final = 111.32

# Likeness of folded names, 0 to 100 (rapidfuzz ratio). From SAME_NAME on, and ahead of the next best by CLEAR_LEAD, a
# name is taken as the same within the stated area; from LIKE_NAME on it is suggested to a person.
SAME_NAME: Final = 90.0
LIKE_NAME: Final = 75.0
CLEAR_LEAD: Final = 5.0

# A crosswalk sends a district to the area that holds at least this share of its locations.
CROSSWALK_SHARE: Final = 0.5

# What a match or a load may find. The sentence for people is in `findings.py`.
COORDINATES_SWAPPED: Final = "coordinates_swapped"
COORDINATES_OUTSIDE: Final = "coordinates_outside_country"
NO_COORDINATES: Final = "no_coordinates"
DISTRICT_CONFLICT: Final = "district_conflict"
NEAREST_USED: Final = "nearest_polygon_used"
NAME_UNCERTAIN: Final = "name_uncertain"

# Findings that a person should look at; the others are only told.
REVIEWED: Final = frozenset({COORDINATES_SWAPPED, COORDINATES_OUTSIDE, DISTRICT_CONFLICT, NAME_UNCERTAIN})

# State of a review item -> what a person may do -> the state that follows.
REVIEW_STATES: Final[dict[str, dict[str, str]]] = {
    "open": {"accept": "accepted", "reject": "rejected"},
    "accepted": {"undo": "undone"},
    "rejected": {"undo": "undone"},
    "undone": {"accept": "accepted", "reject": "rejected"},
}


def next_state(state: str, verb: str) -> str | None:
    """The state after the verb, or None when the verb is not possible in this state."""
    return REVIEW_STATES[state].get(verb)


def kilometres(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """Distance on a flat sheet laid at these latitudes: right to a per cent within a country's width."""
    narrowing = cos(radians((lat + other_lat) / 2))
    return KM_PER_DEGREE * hypot(lat - other_lat, (lon - other_lon) * narrowing)


def plain_code(value: object) -> str:
    """A code as text: spreadsheets turn 7860 into "7860.0", and N/A stands for nothing."""
    text = str(value if value is not None else "").strip()
    if text.lower() in {"", "na", "n/a", "#n/a", "nan", "none", "null", "-"}:
        return ""
    return text[:-2] if text.endswith(".0") and text[:-2].isdigit() else text
