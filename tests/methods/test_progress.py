"""Progress by criterion and population: shares, differences with intervals, and the minimum sample."""

import math
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import statsmodels.api as sm

from hulul.methods.errors import MethodError
from hulul.methods.progress import Indicator, progress
from hulul.methods.surveys import Design, means, shares

FOOD = Indicator("food", "living")
SHELTER = Indicator("shelter", "living")
SCHOOL = Indicator("school", "living", asked="children")
PAPERS = Indicator("papers", "documents")


def households(*rows: tuple[str, int, dict[str, Any]]) -> pa.Table:
    """So many households of a population with these values; the other columns have usual ones."""
    usual = {"area": "north", "weight": 1.0, "food": 1, "shelter": 1, "school": 1, "children": 1, "papers": 1}
    made = [usual | {"population": population} | values for population, number, values in rows for _ in range(number)]
    return pa.Table.from_pylist(made)


def figure(rows: list[dict[str, Any]], **keys: str) -> dict[str, Any]:
    [row] = [row for row in rows if all(row[name] == value for name, value in keys.items())]
    return row


def test_shares_by_hand() -> None:
    """IDPs: food 30 of 40; shelter 20 of 40. Their mean of the two: (20 · 1 + 10 · 0.5 + 10 · 0) / 40 = 0.625."""
    data = households(
        ("idp", 20, {}),
        ("idp", 10, {"shelter": 0}),
        ("idp", 10, {"food": 0, "shelter": 0}),
        ("stayee", 50, {}),
    )
    found = progress(data, [FOOD, PAPERS, SHELTER], Design("weight"), population="population")
    rows = found.table().to_pylist()
    assert found.rows == (
        ("living", ""),
        ("living", "food"),
        ("living", "shelter"),
        ("documents", ""),
        ("documents", "papers"),
    )
    assert figure(rows, population="idp", criterion="living", indicator="")["share"] == 0.625
    assert figure(rows, population="idp", criterion="living", indicator="food")["share"] == 0.75
    assert figure(rows, population="idp", criterion="living", indicator="shelter")["share"] == 0.5
    assert figure(rows, population="stayee", criterion="living", indicator="")["share"] == 1
    assert all(row["low"] <= row["share"] <= row["high"] for row in rows)
    assert {row["sample"] for row in rows if row["population"] == "idp"} == {40}


def test_a_criterion_is_of_the_indicators_a_household_was_asked() -> None:
    """Without children: 1 of 1; with: 1 of 2. A household with a missing answer is in neither figure of it."""
    data = households(
        ("idp", 30, {"children": 0, "school": None}),
        ("idp", 30, {"school": 0}),
        ("idp", 40, {"school": None}),
    )
    rows = progress(data, [FOOD, SCHOOL], Design(), population="population", minimum=10).table().to_pylist()
    living = figure(rows, population="idp", indicator="")
    assert (living["share"], living["sample"]) == (0.75, 60)
    school = figure(rows, population="idp", indicator="school")
    assert (school["share"], school["sample"]) == (0, 30)


def test_indicators_are_the_shares_of_the_survey_tables() -> None:
    data, design = clustered(2), Design("weight", strata="stratum", clusters="place")
    found = progress(data, [FOOD, PAPERS], design, population="population", by=["area"])
    plain = shares(data, ["food", "papers"], design, by=["area", "population"])
    assert found.labels == plain.groups
    for name, original in (("share", "estimate"), ("low", "low"), ("high", "high"), ("households", "households")):
        assert getattr(found, name)[[1, 3]] == pytest.approx(getattr(plain, original))


def clustered(seed: int) -> pa.Table:
    """Two areas, three populations in each of 60 places of 4 strata; a place lifts everybody in it."""
    rng = np.random.default_rng(seed)
    rows = 2400
    place = rng.integers(0, 60, rows)
    population = rng.choice(["idp", "returnee", "stayee"], rows)
    lift = rng.normal(0, 0.25, 60)[place] + np.where(population == "stayee", 0.1, 0.0)
    return pa.table(
        {
            "place": place,
            "stratum": place % 4,
            "area": np.where(place % 4 < 2, "north", "south"),
            "population": population,
            "weight": rng.uniform(1, 5, rows),
            "food": (rng.random(rows) < 0.5 + lift).astype(int),
            "papers": (rng.random(rows) < 0.6).astype(int),
        }
    )


def test_differences_equal_a_regression_with_clustered_errors() -> None:
    """In food ~ population, the coefficient of idp beside stayee is the difference of their means."""
    data = clustered(5)
    found = progress(data, [FOOD], Design("weight", clusters="place"), population="population")
    row = figure(found.differences().to_pylist(), population="idp", reference="stayee", indicator="food")
    frame = data.to_pandas()
    dummies = np.column_stack([np.ones(len(frame)), frame.population == "idp", frame.population == "returnee"])
    model = sm.WLS(frame.food, dummies.astype(float), weights=frame.weight).fit(
        cov_type="cluster", cov_kwds={"groups": frame.place, "use_correction": False}
    )
    assert row["difference"] == pytest.approx(model.params.iloc[1])
    half = 2.000995378 * model.bse.iloc[1] * math.sqrt(60 / 59)  # t with 59 degrees of freedom
    assert (row["low"], row["high"]) == pytest.approx((row["difference"] - half, row["difference"] + half))


def test_what_a_place_lifts_for_all_cancels_in_a_difference() -> None:
    """Adding the variances of both shares, as if independent, would be too wide here."""
    data, design = clustered(9), Design("weight", strata="stratum", clusters="place")
    found = progress(data, [FOOD], design, population="population")
    row = figure(found.differences().to_pylist(), population="idp", reference="stayee", indicator="food")
    error = means(data, ["food"], design, by=["population"]).error[0]
    independent = 2 * 2.0032 * math.hypot(error[0], error[2])
    assert row["high"] - row["low"] < 0.9 * independent


def test_differences_are_between_populations_of_one_area() -> None:
    found = progress(clustered(1), [FOOD], Design("weight"), population="population", by=["area"])
    rows = [row for row in found.differences().to_pylist() if row["indicator"] == "food"]
    assert [(row["area"], row["population"], row["reference"]) for row in rows] == [
        (area, first, second)
        for area in ("north", "south")
        for first, second in (("idp", "returnee"), ("idp", "stayee"), ("returnee", "stayee"))
    ]
    shares_of = {
        (row["area"], row["population"]): row["share"] for row in found.table().to_pylist() if row["indicator"]
    }
    for row in rows:
        expected = shares_of[row["area"], row["population"]] - shares_of[row["area"], row["reference"]]
        assert row["difference"] == pytest.approx(expected)
        assert row["apart"] == (row["low"] > 0 or row["high"] < 0)


def test_intervals_of_differences_hold_the_truth_95_times_of_100() -> None:
    """The true difference between idp and stayee is -0.1 in every place."""
    held = 0
    for seed in range(200):
        found = progress(
            clustered(seed), [FOOD], Design("weight", strata="stratum", clusters="place"), population="population"
        )
        pair = [(found.labels[a], found.labels[b]) for a, b in found.pairs].index((("idp",), ("stayee",)))
        held += found.difference_low[1, pair] <= -0.095 <= found.difference_high[1, pair]
    assert held >= 180


def test_figures_of_too_few_answers_are_suppressed_with_their_differences() -> None:
    data = households(("idp", 29, {}), ("returnee", 30, {}), ("stayee", 40, {}), ("stayee", 40, {"papers": None}))
    found = progress(data, [PAPERS], Design(), population="population")
    rows = found.table().to_pylist()
    small = figure(rows, population="idp", indicator="papers")
    assert [small[name] for name in ("share", "low", "high")] == [None] * 3
    assert small["sample"] == 29
    assert figure(rows, population="stayee", indicator="papers")["sample"] == 40
    gaps = found.differences().to_pylist()
    assert [row["difference"] for row in gaps if row["indicator"]] == [None, None, 0]
    assert [row["apart"] for row in gaps if row["indicator"]] == [None, None, False]
    assert str(found.notes[-1]) == "2 figures rest on fewer than 30 answers and are suppressed."


def test_other_populations_are_in_no_figure_and_noted() -> None:
    data = households(("idp", 30, {}), ("refugee", 30, {}), ("host", 30, {}))
    found = progress(data, [FOOD], Design(), population="population")
    assert found.labels == (("host",), ("idp",))
    assert [(found.labels[a][-1], found.labels[b][-1]) for a, b in found.pairs] == [("idp", "host")]
    assert found.notes[-1].params == {"populations": "refugee"}


def test_an_indicator_nobody_answered_has_no_figures() -> None:
    data = households(("idp", 40, {"food": None}), ("stayee", 40, {}))
    found = progress(data, [FOOD], Design(), population="population")
    row = figure(found.table().to_pylist(), population="idp", indicator="food")
    assert (row["share"], row["sample"], row["households"]) == (None, 0, 0)
    assert found.differences().column("difference").null_count == 2


def test_what_cannot_be_compared_is_refused() -> None:
    data = households(("refugee", 30, {}))
    with pytest.raises(MethodError, match="No household is of one of the populations idp, returnee, stayee, host"):
        progress(data, [FOOD], Design(), population="population")
    with pytest.raises(MethodError, match="no indicators"):
        progress(data, [], Design(), population="population")
    with pytest.raises(MethodError, match="no column water"):
        progress(households(("idp", 30, {})), [Indicator("water", "living")], Design(), population="population")
