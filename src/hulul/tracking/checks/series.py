"""Rules that compare a list with the round before it in its series."""

import datetime as dt

import numpy as np

from hulul.sheets.findings import Findings
from hulul.tracking.checks.candidate import Candidate, Previous
from hulul.tracking.checks.membership import distinct, locate, summed

# Our own defaults; none is published. A change counts as large from this many households on, so that small places do
# not drown the others; a total or number of rows is told when it moves by more than this share; a gap from these days.
SMALLEST_CHANGE = 50
TOTAL_SHARE = 0.3
GAP_DAYS = 150


def changes_are_plausible(candidate: Candidate, previous: Previous, findings: Findings) -> None:
    """Each place's households against the round before: a change beyond the pack's threshold is told."""
    places, before = summed(previous.place, previous.households)
    found, position = locate(candidate.placement.place, places)
    households = np.nan_to_num(candidate.households)
    earlier = before[position]
    change = np.abs(households - earlier)
    large = found & (earlier > 0) & (change >= SMALLEST_CHANGE)
    large &= change > candidate.change_threshold * np.maximum(earlier, 1)
    where = np.flatnonzero(large)
    values = [f"{earlier[i]:.0f} → {households[i]:.0f}" for i in where]
    percent = round(100 * candidate.change_threshold)
    rows = candidate.row_numbers[where]
    findings.add_rows("change_large", rows, column="households", values=values, percent=percent, previous=previous.code)


def places_come_and_go(candidate: Candidate, previous: Previous, findings: Findings) -> None:
    places, _ = distinct(previous.place)
    found, _ = locate(candidate.placement.place, places)
    new = ~found & (candidate.placement.how != "new")
    findings.add_rows(
        "place_not_in_previous",
        candidate.row_numbers[new],
        values=candidate.placement.place[new],
        previous=previous.code,
    )
    still, _ = locate(places, distinct(candidate.placement.place)[0])
    for place in places[~still]:
        findings.add("place_vanished", value=place, previous=previous.code)


def size_is_plausible(candidate: Candidate, previous: Previous, findings: Findings) -> None:
    rows, before = candidate.rows, len(previous.place)
    if before and abs(rows - before) > TOTAL_SHARE * before:
        findings.add("rows_changed", value=rows, rows=rows, before=before, previous=previous.code)
    households, earlier = int(np.nansum(candidate.households)), int(previous.households.sum())
    if earlier and abs(households - earlier) > TOTAL_SHARE * earlier:
        findings.add("total_changed", value=households, households=households, before=earlier, previous=previous.code)


def codes_are_stable(candidate: Candidate, previous: Previous, findings: Findings) -> None:
    """A place ID keeps its location ID from round to round."""
    known = previous.place_id != ""
    if not known.any():
        return
    found, position = locate(candidate.place_id, previous.place_id[known])
    before = previous.location_id[known][position]
    changed = found & (candidate.location_id != "") & (before != "") & (candidate.location_id != before)
    where = np.flatnonzero(changed)
    values = [f"{before[i]} → {candidate.location_id[i]}" for i in where]
    findings.add_rows("code_changed", candidate.row_numbers[where], values=values, previous=previous.code)


def dates_follow(candidate: Candidate, previous: Previous | None, latest: dt.date | None, findings: Findings) -> None:
    if previous and (days := (candidate.date - previous.date).days) > GAP_DAYS:
        findings.add("gap_before", value=days, days=days, previous=previous.code)
    if latest and candidate.date < latest:
        findings.add("older_than_latest", value=candidate.date, latest=latest.isoformat())
