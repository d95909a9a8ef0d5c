"""Do the cells of the breakdowns count households or individuals? Their sums tell."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from hulul.sheets.findings import Findings
from hulul.tracking.reading.headers import DIMENSIONS
from hulul.tracking.reading.tables import Unit, UnitEvidence

_MAJORITY = 0.5


def unit_of(columns: Mapping[str, Any], findings: Findings) -> tuple[Unit | None, dict[str, UnitEvidence]]:
    """The unit most rows agree with, None when no breakdown adds up to either, and the evidence per dimension.

    Rows in which households equal individuals say nothing and are not counted.
    """
    households, individuals = columns.get("households"), columns.get("individuals")
    evidence: dict[str, UnitEvidence] = {}
    if households is None:
        return None, evidence
    if individuals is None:
        individuals = np.full(len(households), np.nan)
    for dimension in DIMENSIONS:
        cells = [values for key, values in columns.items() if key.startswith(f"{dimension}:")]
        if not cells:
            continue
        added = np.zeros(len(households))
        for values in cells:
            added += np.nan_to_num(values)
        telling = (added > 0) & (households != individuals)
        evidence[dimension] = UnitEvidence(
            int(telling.sum()),
            int((telling & (np.abs(added - households) < 0.5)).sum()),
            int((telling & (np.abs(added - individuals) < 0.5)).sum()),
        )
    units = {dimension: _unit(found) for dimension, found in evidence.items()}
    named = {unit for unit in units.values() if unit}
    if len(named) > 1:
        findings.add("units_differ", units=", ".join(f"{dimension}: {unit}" for dimension, unit in units.items()))
    rows = sum(found.rows for found in evidence.values())
    unit = _unit(
        UnitEvidence(
            rows,
            sum(found.equal_households for found in evidence.values()),
            sum(found.equal_individuals for found in evidence.values()),
        )
    )
    if unit == "individuals":
        equal = sum(found.equal_individuals for found in evidence.values())
        findings.add("individuals_in_breakdowns", equal=equal, rows=rows)
    return unit, evidence


def _unit(found: UnitEvidence) -> Unit | None:
    if found.equal_households > _MAJORITY * found.rows:
        return "households"
    return "individuals" if found.equal_individuals > _MAJORITY * found.rows else None
