"""Rules about which place a row is about: found or not, once or twice, codes that belong together."""

import numpy as np

from hulul.sheets.findings import Findings
from hulul.tracking.checks.candidate import Candidate
from hulul.tracking.checks.membership import locate, seen_twice

MATCHING = (
    "coordinates_swapped",
    "coordinates_outside_country",
    "no_coordinates",
    "district_conflict",
    "nearest_polygon_used",
    "name_uncertain",
)


def places_are_found(candidate: Candidate, findings: Findings) -> None:
    """How rows were placed, where it is worth telling; and everything the matching noticed."""
    how, place = candidate.placement.how, candidate.placement.place
    for code, which in (
        ("place_unknown", how == "none"),
        ("place_area_only", (how == "area") | (how == "point") | (how == "nearest")),
        ("place_new", how == "new"),
    ):
        findings.add_rows(code, candidate.row_numbers[which], values=candidate.place_id[which])
    for code in MATCHING:
        noticed = candidate.placement.findings.get(code)
        if noticed is not None:
            findings.add_rows(code, candidate.row_numbers[noticed], values=place[noticed])


def places_are_counted_once(candidate: Candidate, findings: Findings) -> None:
    repeated, _ = locate(candidate.placement.place, seen_twice(candidate.placement.place))
    repeated &= candidate.placement.how != "none"
    rows = candidate.row_numbers[repeated]
    findings.add_rows("duplicate_place", rows, values=candidate.placement.place[repeated])


def codes_go_together(candidate: Candidate, findings: Findings) -> None:
    """One place ID, one location ID: a pair whose half turns up in another pair is told."""
    both = (candidate.place_id != "") & (candidate.location_id != "")
    where = np.flatnonzero(both)
    pairs = np.array(list(set(zip(candidate.place_id[where], candidate.location_id[where], strict=True))), dtype=object)
    ids, locations = pairs.reshape(-1, 2).T
    split, _ = locate(candidate.place_id[where], seen_twice(ids))
    joined, _ = locate(candidate.location_id[where], seen_twice(locations))
    found = where[split | joined]
    values = [f"{candidate.place_id[i]} / {candidate.location_id[i]}" for i in found]
    findings.add_rows("codes_not_one_to_one", candidate.row_numbers[found], values=values)
