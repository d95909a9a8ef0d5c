"""A small index whose scores can be worked out by hand: two groups of two indicators on their own scale."""

from dataclasses import replace

import pyarrow as pa

from hulul.methods.composite import Categories, Group, Indicator, Normalisation, Specification

INDICATORS = ("water", "power", "calm", "hazards")

SPECIFICATION = Specification(
    indicators=(
        Indicator("water", "services", weight=3),
        Indicator("power", "services"),
        Indicator("calm", "safety"),
        Indicator("hazards", "safety"),
    ),
    groups=(Group("index"), Group("services", "index"), Group("safety", "index")),
    normalisation=Normalisation("none"),
    categories=Categories("thresholds", ("low", "medium", "high"), (30.0, 60.0)),
)


def flat(*codes: str) -> Specification:
    """One group of indicators with equal weights, on their own scale."""
    return replace(
        SPECIFICATION, indicators=tuple(Indicator(code, "index") for code in codes), groups=(Group("index"),)
    )


def rows(**units: tuple[float | None, ...]) -> pa.Table:
    """A row per unit with its values of INDICATORS, as many as are given."""
    names = INDICATORS[: len(next(iter(units.values())))]
    values = {name: [row[column] for row in units.values()] for column, name in enumerate(names)}
    return pa.table({"unit": list(units), **{name: pa.array(column, pa.float64()) for name, column in values.items()}})
