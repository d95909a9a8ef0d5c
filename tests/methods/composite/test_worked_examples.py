"""docs/explanation/composite-indices.md: every table, by the formula written there and by the library."""

import doctest
import importlib
import math
import pkgutil
import re
import statistics
from typing import Any

import numpy as np
import pandas as pd
import pytest

from hulul.methods import composite
from hulul.methods.composite import (
    Categories,
    Group,
    Imputation,
    Indicator,
    Normalisation,
    Outliers,
    Specification,
    aggregation,
    categories,
    imputation,
    normalisation,
    outliers,
    weighting,
)
from tests.architecture.tree import PROJECT
from tests.methods.composite import reference

PAGE = (PROJECT / "docs" / "explanation" / "composite-indices.md").read_text("utf-8")
TABLE = re.compile(r"<!-- worked: (\w+) -->\n((?:\|.*\n)+)")


def rows_of(text: str) -> list[dict[str, str]]:
    lines = [[cell.strip() for cell in line.strip("|\n").split("|")] for line in text.splitlines()]
    return [dict(zip(lines[0], cells, strict=True)) for cells in lines[2:]]


TABLES = {name: rows_of(text) for name, text in TABLE.findall(PAGE)}
VALUES = {"all": 0.0, "most": 33.0, "some": 67.0, "none": 100.0}


def column(table: str, name: str) -> np.ndarray:
    return np.array([float(row[name] or "nan") for row in TABLES[table]])


def as_printed(table: str, name: str, *found: Any) -> None:
    """The column of the page equals what was found, to the decimals that are printed."""
    for row, *values in zip(TABLES[table], *found, strict=True):
        printed = row[name]
        for value in values:
            decimals = len(printed.partition(".")[2])
            assert value == pytest.approx(float(printed), abs=0.5 * 10**-decimals + 1e-9), (table, name, row)


def test_every_worked_table_is_recomputed() -> None:
    recomputed = {name.removeprefix("test_the_table_") for name in globals() if name.startswith("test_the_table_")}
    assert set(TABLES) == recomputed
    assert PAGE.count("<!-- worked:") == len(TABLES)


def built() -> composite.Index:
    """The example exactly as the page writes it."""
    code = re.search(r"\n    from hulul.methods.composite import \*\n\n((?:    .*\n|\n)+)", PAGE)
    assert code is not None
    frame = pd.DataFrame(TABLES["whole"])[["place", "water", "power", "tension"]].replace("", None)
    names: dict[str, Any] = {**vars(composite), "frame": frame}
    exec(re.sub(r"(?m)^    ", "", code[1]), names)  # noqa: S102 - the page's own example
    made: composite.Index = names["index"]
    return made


def test_the_table_whole() -> None:
    index, rows = built(), TABLES["whole"]
    known = {code: [VALUES[row[code]] for row in rows if row[code]] for code in ("water", "power", "tension")}
    by_hand = []
    for row in rows:
        water, power, tension = (
            VALUES[row[code]] if row[code] else statistics.median(known[code]) for code in ("water", "power", "tension")
        )
        services = (water + power) / 2
        by_hand.append((services, tension, (2 * services + tension) / 3))
    for name, place in {"services": 0, "safety": 1, "severity": 2}.items():
        as_printed("whole", name, [row[place] for row in by_hand], index.scores[:, index.codes.index(name)])
    classes = ["low" if row[2] < 33 else "medium" if row[2] < 66 else "high" for row in by_hand]
    assert index.categories.tolist() == classes == [row["category"] for row in rows]
    assert index.imputed.tolist()[4] == [True, False, False]


def test_the_table_contributions() -> None:
    points = built().contributions()
    for place, name in enumerate(("water", "power", "tension")):
        by_hand = [VALUES[row[name]] / 3 for row in TABLES["whole"][:3]]  # 2/3 of a half, and 1/3
        as_printed("contributions", name, by_hand, points[:3, place])
    as_printed("contributions", "severity", points[:3].sum(axis=1))


def test_the_table_gaps() -> None:
    rows, values = TABLES["gaps"], column("gaps", "value")
    by = np.array([0, 0, 0, 1, 1, 1])
    for name, rule in {
        "mean": "mean",
        "median": "median",
        "group mean": "group_mean",
        "group median": "group_median",
    }.items():
        middle = statistics.mean if "mean" in rule else statistics.median
        by_hand = [
            float(row["value"])
            if row["value"]
            else middle(
                float(other["value"])
                for other in rows
                if other["value"] and ("group" not in rule or other["district"] == row["district"])
            )
            for row in rows
        ]
        with_another = np.column_stack([values, np.ones(6)])  # a unit without any answer is not filled
        filled = imputation.impute(with_another, Imputation(rule, "district"), by=by)  # type: ignore[arg-type]
        as_printed("gaps", name, by_hand, filled[:, 0])


def test_the_table_outliers() -> None:
    rule = Outliers("winsorise")
    drawn = [[float(value) for value in row["values"].split()] for row in TABLES["outliers"]]
    by_hand = [spreadsheet(values) for values in drawn]
    arrays = [np.array(values) for values in drawn]
    as_printed("outliers", "skewness", [one[0] for one in by_hand], [outliers.skewness(one) for one in arrays])
    as_printed("outliers", "kurtosis", [one[1] for one in by_hand], [outliers.kurtosis(one) for one in arrays])
    for row, (skewness, kurtosis), values in zip(TABLES["outliers"], by_hand, arrays, strict=True):
        assert (row["has outliers"] == "yes") == (abs(skewness) >= 2 and kurtosis >= 3.5)
        assert (row["has outliers"] == "yes") == (not outliers.passes(values, rule))
    assert outliers.winsorise(arrays[0], rule)[0].tolist() == drawn[1]


def spreadsheet(values: list[float]) -> tuple[float, float]:
    """SKEW and KURT as spreadsheets define them, from sample standard deviations."""
    n, mean, deviation = len(values), statistics.mean(values), statistics.stdev(values)
    scores = [(value - mean) / deviation for value in values]
    skewness = n / ((n - 1) * (n - 2)) * sum(score**3 for score in scores)
    fourth = n * (n + 1) / ((n - 1) * (n - 2) * (n - 3)) * sum(score**4 for score in scores)
    return skewness, fourth - 3 * (n - 1) ** 2 / ((n - 2) * (n - 3))


def test_the_table_normalisation() -> None:
    values = column("normalisation", "value").tolist()
    low, high, mean, deviation = min(values), max(values), statistics.mean(values), statistics.stdev(values)
    by_hand = {
        "min–max": [100 * (value - low) / (high - low) for value in values],
        "z-score": [(value - mean) / deviation for value in values],
        "rank": [1 + sum(other < value for other in values) for value in values],
        "percentile": [sum(other < value for other in values) / (len(values) - 1) for value in values],
        "goalposts": [100 * min(1, max(0, (value - 4) / 6)) for value in values],
        "min–max turned": [100 * (high - value) / (high - low) for value in values],
        "rank turned": [1 + sum(other > value for other in values) for value in values],
        "goalposts turned": [100 * min(1, max(0, (10 - value) / 6)) for value in values],
    }
    codes = {"min–max": "minmax", "z-score": "zscore"}
    for name, expected in by_hand.items():
        rule = name.removesuffix(" turned")
        scale = Normalisation(codes.get(rule, rule), 0, 100)  # type: ignore[arg-type]
        direction = -1.0 if name.endswith(" turned") else 1.0
        got = normalisation.normalise(np.array(values)[:, None], scale, np.array([direction]), np.array([[4.0, 10.0]]))
        as_printed("normalisation", name, expected, got[:, 0])


def test_the_table_principal() -> None:
    """The first eigenvector of [[1, .8, .8], [.8, 1, .3], [.8, .3, 1]] is (x, 1, 1) with 0.8 x² + 0.3 x - 1.6 = 0."""
    rows = TABLES["principal"]
    members = np.array([[float(row[code]) for code in "abc"] for row in rows[:-1]])
    assert np.corrcoef(members.T)[np.triu_indices(3, 1)].round(9).tolist() == [0.8, 0.8, 0.3]
    first = (-0.3 + math.sqrt(0.09 + 4 * 0.8 * 1.6)) / 1.6
    by_hand = [first / (first + 2), 1 / (first + 2), 1 / (first + 2)]
    for code, expected, found in zip("abc", by_hand, weighting.principal(members), strict=True):
        assert float(rows[-1][code]) == pytest.approx(expected, abs=5e-5) == pytest.approx(found, abs=5e-5)


def test_the_table_optimised() -> None:
    rows = {row["member"]: row for row in TABLES["optimised"]}
    members = {code: [float(row[code]) for row in TABLES["principal"][:-1]] for code in "bc"}
    deviations = {code: statistics.stdev(values) for code, values in members.items()}
    by_hand = {code: 1 / deviations[code] / sum(1 / other for other in deviations.values()) for code in "bc"}
    specification = Specification(
        (Indicator("b", "index"), Indicator("c", "index")),
        (Group("index"),),
        normalisation=Normalisation("none"),
        weighting=composite.Weighting("optimised"),
    )
    found = composite.build(pd.DataFrame({"unit": range(5), **members}), specification).weights
    for code in "bc":
        assert float(rows["standard deviation"][code]) == pytest.approx(deviations[code], abs=5e-5)
        assert (
            float(rows["weight"][code])
            == pytest.approx(by_hand[code], abs=5e-5)
            == pytest.approx(found[code], abs=5e-5)
        )


def test_the_table_means() -> None:
    members = [column("means", "first (weight 1)"), column("means", "second (weight 2)")]
    by_hand: dict[str, list[float]] = {"arithmetic": [], "geometric": [], "harmonic": [], "worst": []}
    for values in zip(*members, strict=True):
        known = [(value, weight) for value, weight in zip(values, (1, 2), strict=True) if not math.isnan(value)]
        total = sum(weight for _, weight in known)
        by_hand["arithmetic"].append(sum(value * weight for value, weight in known) / total)
        by_hand["geometric"].append(math.prod(value**weight for value, weight in known) ** (1 / total))
        by_hand["harmonic"].append(total / sum(weight / value for value, weight in known))
        by_hand["worst"].append(max(value for value, _ in known))
    for name, expected in by_hand.items():
        got = aggregation.aggregate([member[None] for member in members], np.array([[1.0, 2.0]]), name)  # type: ignore[arg-type]
        as_printed("means", name, expected, got[0])


def test_the_table_outranking() -> None:
    rows = TABLES["outranking"]
    members = [column("outranking", "first (weight 3)"), column("outranking", "second (weight 2)")]
    matrix = reference.outranking_matrix(np.array(members).T, np.array([3.0, 2.0]))
    for one, row in enumerate(rows):
        for other, unit in enumerate("abc"):
            assert float(row[f"against {unit}"] or 0) == pytest.approx(matrix[one, other])
    got = aggregation.outranking([member[None] for member in members], np.array([[3.0, 2.0]]))
    as_printed("outranking", "score", matrix.sum(axis=1), got[0])


def test_the_table_categories() -> None:
    scores, codes = column("categories", "score"), ("low", "medium", "high")
    for name, rule in {
        "thresholds 5 and 10": Categories("thresholds", codes, (5, 10)),
        "quantiles": Categories("quantiles", codes),
        "natural breaks": Categories("natural_breaks", codes),
    }.items():
        got = categories.classify(scores, rule)
        assert [codes[number] for number in got.numbers] == [row[name] for row in TABLES["categories"]]
    assert categories.by_quantiles(scores, 3) == pytest.approx(
        (5 + 4 / 3, 9 + 2 / 3)
    )  # a third of the way along 4 steps


MODULES = sorted(module.name for module in pkgutil.iter_modules(composite.__path__, f"{composite.__name__}."))


@pytest.mark.parametrize("name", MODULES)
def test_examples_in_docstrings_are_right(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
