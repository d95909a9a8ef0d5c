"""Builds on household surveys: exits from displacement by every metric, and progress by population and criterion.

Only sums over at least thirty interviews leave: nothing in the tables says anything of one household. Frameworks of
kind "exit" name their lowest scales as in `SUB_CRITERIA`; what an indicator measures is overcome where its minimum
standard is met.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from django.utils.translation import gettext as _

from hulul.kernel.errors import Invalid
from hulul.kernel.tiers import Tier
from hulul.measurement import datasets
from hulul.measurement.building.steps import Log
from hulul.measurement.building.tables import assembled
from hulul.measurement.framing import Framed
from hulul.measurement.framing.schema import Indicator
from hulul.methods import exit as exits
from hulul.methods import progress
from hulul.methods.errors import MethodError

if TYPE_CHECKING:
    import pyarrow as pa

COLUMN = "indicator:"  # before the code of a question in the file of households
MINIMUM = 30
AREA_LEVELS = (0, 1, 2)
SUB_CRITERIA = {
    "violence": "1.1",
    "movement": "1.2",
    "food": "2.1",
    "shelter": "2.2",
    "medical": "2.3",
    "education": "2.4",
    "employment": "3.1",
    "economic_security": "3.2",
    "tenure": "4.1",
    "documents": "5.1",
}


@dataclass(frozen=True, eq=False)
class Households:
    """`table`: one row per household: place, population, weight, stratum, cluster, adm0 to adm2, and for every
    indicator that can be read as overcome or not a column of 1 and 0 and "asked:<code>"."""

    table: "pa.Table"
    indicators: tuple[Indicator, ...]

    @property
    def populations(self) -> set[str]:
        return set(self.table["population"].drop_null().to_pylist())


def households_of(table: "pa.Table", gazetteer: "pa.Table", framed: Framed) -> Households:
    """The households with their areas. Invalid, naming some, when they are of places that are not known here."""
    import pyarrow as pa

    codes = gazetteer["code"].to_pylist()
    above = {level: dict(zip(codes, gazetteer[f"adm{level}"].to_pylist(), strict=True)) for level in AREA_LEVELS}
    places = table["place"].to_pylist()
    unknown = sorted(set(places) - set(codes))
    if unknown:
        message = _("The answers are about places that are not known here at this level: %(places)s.")
        raise Invalid(message % {"places": ", ".join(unknown[:5])}, code="unknown_places")
    columns = {name: table[name] for name in ("place", "population", "weight", "stratum", "cluster")}
    columns |= {
        f"adm{level}": pa.array([found[place] for place in places], pa.string()) for level, found in above.items()
    }
    silent = [set(each or ()) for each in table["not_asked"].to_pylist()]
    used = []
    for indicator in framed.indicators:
        if COLUMN + indicator.code not in table.column_names or not _is_yes_or_no(indicator):
            continue
        met, asked = _read(indicator, table[COLUMN + indicator.code].to_pylist(), silent)
        columns[indicator.code] = pa.array(met, pa.int64())
        columns[f"asked:{indicator.code}"] = pa.array(asked, pa.int64())
        used.append(indicator)
    return Households(pa.table(columns), tuple(used))


def _is_yes_or_no(indicator: Indicator) -> bool:
    """Whether answers can be read as 1 or 0: by the minimum standard, or because they are 1 or 0."""
    return indicator.standard is not None or set(indicator.values.values()) == {0.0, 1.0}


def _read(indicator: Indicator, given: Sequence[Any], silent: Sequence[set[str]]) -> tuple[list[Any], list[int]]:
    """1, 0 or None for each household, and whether it was asked: a question that does not arise was not."""
    met: list[int | None] = []
    asked = []
    for value, quiet in zip(given, silent, strict=True):
        answer = indicator.answer(value) if isinstance(value, str) else None
        arises = indicator.code not in quiet and not (answer is not None and answer.missing == "by_design")
        asked.append(int(arises))
        met.append(_met(indicator, value, answer is not None and answer.value is None) if arises else None)
    return met, asked


def _met(indicator: Indicator, value: Any, unknown: bool) -> int | None:
    if value is None or unknown:
        return None
    if indicator.standard is None:
        return int(indicator.values[value])
    code, number = (value, None) if isinstance(value, str) else (None, float(value))
    found = indicator.standard.is_met(code, number)
    return None if found is None else int(found)


def exit_metrics(found: Households, framed: Framed, facts: dict[str, Any], log: Log) -> "pa.Table":
    """One row per area, population, metric and comparator."""
    indicators = [
        exits.Indicator(each.code, SUB_CRITERIA[each.scale], f"asked:{each.code}")
        for each in found.indicators
        if each.scale in SUB_CRITERIA
    ]
    without = set(exits.SUB_CRITERIA) - {each.sub_criterion for each in indicators}
    parts = []
    for population, comparator in _compared(found, framed):
        for level in AREA_LEVELS:
            try:
                made = exits.measure(
                    found.table,
                    indicators,
                    population="population",
                    displaced=[population],
                    comparator=comparator,
                    weight="weight",
                    by=[f"adm{level}"],
                    cells=["adm1"],
                    without=sorted(without),
                    minimum=MINIMUM,
                )
            except MethodError as error:
                sentence = "Exits of {population} compared with {comparator} were not measured: {reason}"
                log.step(
                    "exits_not_measured", sentence, population=population, comparator=comparator.name, reason=str(error)
                )
                break
            if level == 0:
                log.notes(made.notes)
            parts.append(
                {
                    **facts,
                    "level": level,
                    "population": population,
                    **_columns(made.table(), f"adm{level}", "not_assessed_share"),
                }
            )
    return assembled(datasets.EXIT_METRICS, parts)


def _compared(found: Households, framed: Framed) -> Iterator[tuple[str, exits.Comparator]]:
    if framed.comparison is None:
        return
    for population in framed.comparison.populations:
        for name in framed.comparison.comparators:
            if population in found.populations and (name == "national" or name in found.populations):
                yield population, exits.Comparator(name, () if name == "national" else (name,))


def progress_of(found: Households, framed: Framed, facts: dict[str, Any], log: Log) -> "pa.Table":
    """One row per area, population, criterion and indicator; what is not public stays out of the dataset."""
    from hulul.methods.surveys import Design

    indicators = [
        progress.Indicator(each.code, _criterion(framed, each), f"asked:{each.code}") for each in found.indicators
    ]
    populations = framed.comparison.populations if framed.comparison else progress.POPULATIONS
    present = [
        name
        for name in (*populations, *(framed.comparison.comparators if framed.comparison else ()))
        if name in found.populations
    ]
    strata, clusters = (name if found.table[name].null_count == 0 else "" for name in ("stratum", "cluster"))
    closed = {each.code for each in framed.indicators if framed.indicator_tier(each.code) > Tier.PUBLIC}
    closed |= {each.code for each in framed.scales if framed.scale_tier(each.code) > Tier.PUBLIC}
    parts = []
    for level in AREA_LEVELS:
        made = progress.progress(
            found.table,
            indicators,
            Design(weights="weight", strata=strata, clusters=clusters),
            population="population",
            populations=tuple(dict.fromkeys(present)),
            by=[f"adm{level}"],
            minimum=MINIMUM,
        )
        if level == 0:
            log.notes(made.notes)
        columns = _columns(made.table(), f"adm{level}", "share")
        told = [
            row
            for row, (criterion, indicator) in enumerate(zip(columns["criterion"], columns["indicator"], strict=True))
            if not {criterion, indicator} & closed
        ]
        parts.append({**facts, "level": level, **{name: _taken(values, told) for name, values in columns.items()}})
    if closed:
        log.step("closed_left_out", "{codes} are not public and are left out.", codes=", ".join(sorted(closed)))
    return assembled(datasets.PROGRESS, parts)


def _criterion(framed: Framed, indicator: Indicator) -> str:
    """The scale at the top that an indicator belongs to."""
    scale = framed.scale(indicator.scale)
    while scale.parent:
        scale = framed.scale(scale.parent)
    return scale.code


def _columns(table: "pa.Table", area: str, told: str) -> dict[str, Any]:
    """The columns of rows with a figure in `told` (groups that are too small have none), to be assembled."""
    kept = table.filter(table[told].is_valid())
    columns: dict[str, Any] = {}
    for name in kept.column_names:
        floats = kept.schema.field(name).type == "double"
        columns[name] = kept[name].to_numpy() if floats else kept[name].to_pylist()
    columns["place"] = columns.pop(area)
    return columns


def _taken(values: Any, rows: Sequence[int]) -> Any:
    return values[rows] if isinstance(values, np.ndarray) else [values[row] for row in rows]
