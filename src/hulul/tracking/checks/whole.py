"""Rules about the file as a whole: its date, country and units."""

import datetime as dt

import numpy as np

from hulul.sheets.findings import Findings
from hulul.tracking.checks.candidate import DIMENSIONS, Candidate

# Our own defaults; none is published.
EARLIEST = dt.date(2000, 1, 1)
WRONG_COUNTRY_SHARE = 0.5
UNKNOWN_SHARE = 0.1


def date_is_plausible(candidate: Candidate, findings: Findings, today: dt.date) -> None:
    if candidate.date > today:
        findings.add("date_in_future", value=candidate.date, date=candidate.date.isoformat())
    if candidate.date < EARLIEST:
        findings.add("date_implausible", value=candidate.date, date=candidate.date.isoformat())


def has_rows(candidate: Candidate, findings: Findings) -> None:
    if not candidate.rows:
        findings.add("no_rows")


def is_of_this_country(candidate: Candidate, findings: Findings, country: str) -> None:
    """Error when most points lie outside the country's frame, even with latitude and longitude swapped."""
    west, south, east, north = candidate.bounds
    lat, lon = candidate.lat, candidate.lon
    known = np.isfinite(lat) & np.isfinite(lon)
    inside = (lat >= south) & (lat <= north) & (lon >= west) & (lon <= east)
    swapped = (lon >= south) & (lon <= north) & (lat >= west) & (lat <= east)
    points, outside = int(known.sum()), int((known & ~inside & ~swapped).sum())
    if points and outside > WRONG_COUNTRY_SHARE * points:
        findings.add("wrong_country", outside=outside, points=points, country=country)


def totals_agree(candidate: Candidate, findings: Findings) -> None:
    """Each number of the file's own total row against the sum of its column."""
    for key, cells in candidate.counts():
        stated = candidate.totals.get(key)
        added = float(np.nansum(cells))
        if stated is not None and abs(added - stated) > 0.5:
            findings.add("total_differs", column=key, value=f"{stated:.0f}", sum=f"{added:.0f}")


def breakdowns_are_usable(candidate: Candidate, findings: Findings) -> None:
    """Which breakdowns there are, in which unit, and how much of each is unknown."""
    present = [dimension for dimension in DIMENSIONS if candidate.breakdowns.get(dimension)]
    for dimension in DIMENSIONS:
        if dimension not in present:
            findings.add("breakdown_absent", column=dimension)
    if present and not candidate.unit:
        findings.add("unit_unclear")
    for dimension in present:
        cells = candidate.breakdowns[dimension]
        everything = sum(float(np.nansum(column)) for column in cells.values())
        unknown = sum(float(np.nansum(column)) for name, column in cells.items() if name == "unknown")
        if everything and unknown > UNKNOWN_SHARE * everything:
            findings.add("breakdown_mostly_unknown", column=dimension, percent=round(100 * unknown / everything))


def individuals_are_given(candidate: Candidate, findings: Findings) -> None:
    missing = int((~np.isfinite(candidate.individuals)).sum())
    if missing:
        findings.add("individuals_computed", column="individuals", rows=missing)
