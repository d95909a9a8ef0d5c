"""Is this list believable? Named rules over its rows, its places and the round before it; errors refuse, warnings tell.

Pure: arrays in, findings out; no database and no files. Which rule weighs how much is in `kinds`.
"""

import datetime as dt

from hulul.sheets.findings import Findings
from hulul.tracking.checks import counts, identity, series, whole
from hulul.tracking.checks.candidate import Candidate, Previous
from hulul.tracking.checks.kinds import KINDS

__all__ = ["KINDS", "check"]


def check(
    candidate: Candidate, previous: Previous | None, *, latest: dt.date | None, today: dt.date, country: str
) -> Findings:
    """All findings. `previous` stands before the candidate in its series; `latest` is the last date of the series."""
    findings = Findings(KINDS)
    whole.has_rows(candidate, findings)
    whole.date_is_plausible(candidate, findings, today)
    whole.is_of_this_country(candidate, findings, country)
    whole.totals_agree(candidate, findings)
    whole.breakdowns_are_usable(candidate, findings)
    whole.individuals_are_given(candidate, findings)
    counts.households_are_given(candidate, findings)
    counts.counts_are_counts(candidate, findings)
    counts.somebody_is_counted(candidate, findings)
    counts.individuals_fit(candidate, findings)
    counts.breakdowns_add_up(candidate, findings)
    counts.breakdowns_are_whole(candidate, findings)
    counts.names_are_given(candidate, findings)
    identity.places_are_found(candidate, findings)
    identity.places_are_counted_once(candidate, findings)
    identity.codes_go_together(candidate, findings)
    series.dates_follow(candidate, previous, latest, findings)
    if previous:
        series.size_is_plausible(candidate, previous, findings)
        series.changes_are_plausible(candidate, previous, findings)
        series.places_come_and_go(candidate, previous, findings)
        series.codes_are_stable(candidate, previous, findings)
    return findings
