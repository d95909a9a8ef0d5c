"""Rules about the numbers of one row (method.md section 1)."""

import numpy as np

from hulul.sheets.findings import Findings
from hulul.tracking.checks.candidate import Candidate, Floats


def households_are_given(candidate: Candidate, findings: Findings) -> None:
    findings.add_rows("households_missing", candidate.without_households, column="households")


def counts_are_counts(candidate: Candidate, findings: Findings) -> None:
    """No negative number anywhere; no fraction of a household or person (breakdowns in individuals are seen apart)."""
    for key, cells in candidate.counts():
        filled = np.nan_to_num(cells)
        fractional = filled % 1 != 0
        for code, where in (("count_negative", filled < 0), ("count_fractional", fractional)):
            if where.any():
                values = [f"{value:g}" for value in cells[where]]
                findings.add_rows(code, candidate.row_numbers[where], column=key, values=values)


def somebody_is_counted(candidate: Candidate, findings: Findings) -> None:
    zero = candidate.households == 0
    findings.add_rows("households_zero", candidate.row_numbers[zero], column="households")


def individuals_fit(candidate: Candidate, findings: Findings) -> None:
    """Individuals = households x the household size in force, with the smaller one for households in camps."""
    individuals, expected = candidate.individuals, candidate.expected
    differ = np.isfinite(individuals) & (np.abs(individuals - expected) > 0.5)
    where = np.flatnonzero(differ)
    values = [f"{individuals[i]:g} ≠ {expected[i]:g}" for i in where]
    findings.add_rows("individuals_differ", candidate.row_numbers[where], column="individuals", values=values)


def breakdowns_add_up(candidate: Candidate, findings: Findings) -> None:
    """Each breakdown adds up to the households (or individuals, where the file counts those)."""
    whole = candidate.unit_numbers
    for dimension, cells in candidate.breakdowns.items():
        if not cells:
            continue
        added = np.zeros(candidate.rows)
        for column in cells.values():
            added += np.nan_to_num(column)
        where = np.flatnonzero(np.isfinite(whole) & (np.abs(added - whole) > 0.5))
        values = [f"{added[i]:g} ≠ {whole[i]:g}" for i in where]
        findings.add_rows("breakdown_sum_differs", candidate.row_numbers[where], column=dimension, values=values)


def breakdowns_are_whole(candidate: Candidate, findings: Findings) -> None:
    """Individuals of a breakdown that come to no whole number of households are stored rounded, and told."""
    for dimension, categories in candidate.breakdowns.items():
        for category, cells in categories.items():
            if candidate.unit != "individuals" or not np.nan_to_num(cells).any():
                continue
            households = in_households(candidate, cells)
            rounded = np.isfinite(households) & (np.abs(households - np.rint(households)) > 1e-6)
            findings.add_rows(
                "breakdown_rounded",
                candidate.row_numbers[rounded],
                column=f"{dimension}:{category}",
                values=[f"{value:g}" for value in cells[rounded]],
            )


def in_households(candidate: Candidate, cells: Floats) -> Floats:
    """Cells of a breakdown as households; individuals are divided by the row's own household size."""
    if candidate.unit != "individuals":
        return cells
    with np.errstate(invalid="ignore", divide="ignore"):
        size = candidate.individuals / candidate.households
        size = np.where(np.isfinite(size) & (size > 0), size, candidate.expected / candidate.households)
        return np.where(np.isfinite(size) & (size > 0), cells / size, cells)


def names_are_given(candidate: Candidate, findings: Findings) -> None:
    counted = candidate.households > 0
    by_area = candidate.placement.how == "area"
    findings.add_rows("name_missing", candidate.row_numbers[counted & ~candidate.names & ~by_area])
