"""Estimates and their variances against every possible sample, the jackknife and another library."""

import itertools
from collections.abc import Callable

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import statsmodels.api as sm

from hulul.methods.surveys import Design, means, ratios, totals
from hulul.methods.surveys.columns import Numbers

# A population of 9 places in 2 strata; 2 of 4 and 3 of 5 places are drawn, with everybody in them.
PLACES = pd.DataFrame(
    {
        "stratum": ["a"] * 8 + ["b"] * 9,
        "place": [1, 1, 2, 2, 2, 3, 4, 4, 5, 5, 6, 7, 7, 7, 8, 9, 9],
        "returnee": [1, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 1, 0, 1, 0, 1],
        "income": [10.0, 4, 7, 3, 9, 12, 1, 5, 6, 2, 8, 11, 3, 14, 9, 4, 5],
    }
)
DESIGN = Design(weights="weight", strata="stratum", clusters="place", population="places")


def every_sample() -> list[pd.DataFrame]:
    drawn = [
        [*first, *second]
        for first in itertools.combinations((1, 2, 3, 4), 2)
        for second in itertools.combinations((5, 6, 7, 8, 9), 3)
    ]
    samples = [PLACES[PLACES.place.isin(places)].copy() for places in drawn]
    for sample in samples:
        inside = sample.stratum == "a"
        sample["weight"] = np.where(inside, 4 / 2, 5 / 3)
        sample["places"] = np.where(inside, 4, 5)
    return samples


def test_totals_and_their_variances_are_right_on_average_over_every_sample() -> None:
    found = [totals(sample, ["income"], DESIGN) for sample in every_sample()]
    estimates = np.array([one.estimate[0, 0] for one in found])
    variances = np.array([one.error[0, 0] ** 2 for one in found])
    assert estimates.mean() == pytest.approx(PLACES.income.sum())
    assert variances.mean() == pytest.approx(estimates.var())


def test_so_are_those_of_a_group_that_some_samples_hardly_contain() -> None:
    """Zero weights outside the group; dropping the other households would fail this."""
    found = [totals(sample, ["income"], DESIGN, by=["returnee"]) for sample in every_sample()]
    for column, value in enumerate((0, 1)):
        estimates = np.array([one.estimate[0, column] for one in found])
        variances = np.array([one.error[0, column] ** 2 for one in found])
        assert estimates.mean() == pytest.approx(PLACES.income[PLACES.returnee == value].sum())
        assert variances.mean() == pytest.approx(estimates.var())


def test_a_census_is_sure() -> None:
    everybody = PLACES.assign(weight=1.0, places=np.where(PLACES.stratum == "a", 4, 5))
    found = means(everybody, ["income"], DESIGN, by=["returnee"])
    assert found.error.tolist() == [[0, 0]]
    assert found.low.tolist() == found.high.tolist() == found.estimate.tolist()


@pytest.fixture(scope="module")
def survey() -> pd.DataFrame:
    """Households of 40 clusters that resemble each other within a cluster, in 4 strata."""
    rng = np.random.default_rng(11)
    cluster = np.repeat(np.arange(40), rng.integers(5, 15, 40))
    rows = len(cluster)
    return pd.DataFrame(
        {
            "cluster": cluster,
            "stratum": cluster // 10,
            "weight": rng.uniform(1, 8, rows),
            "group": rng.choice(["idp", "returnee", "stayee"], rows),
            "income": rng.normal(0, 1, 40)[cluster] + rng.normal(50, 2, rows),
            "size": rng.integers(1, 12, rows).astype(float),
        }
    )


def test_group_means_equal_a_weighted_regression_with_clustered_errors(survey: pd.DataFrame) -> None:
    found = means(survey, ["income"], Design(weights="weight", clusters="cluster"), by=["group"])
    dummies = pd.get_dummies(survey.group).astype(float)
    model = sm.WLS(survey.income, dummies, weights=survey.weight).fit(
        cov_type="cluster", cov_kwds={"groups": survey.cluster, "use_correction": False}
    )
    assert found.groups == (("idp",), ("returnee",), ("stayee",))
    assert found.estimate[0] == pytest.approx(model.params.to_numpy())
    assert found.error[0] == pytest.approx(model.bse.to_numpy() * np.sqrt(40 / 39))


def test_without_clusters_they_equal_robust_errors(survey: pd.DataFrame) -> None:
    found = means(survey, ["income"], Design(weights="weight"))
    model = sm.WLS(survey.income, np.ones(len(survey)), weights=survey.weight).fit(cov_type="HC1")
    assert (found.estimate[0, 0], found.error[0, 0]) == pytest.approx((model.params["const"], model.bse["const"]))


def jackknifed(survey: pd.DataFrame, estimate: Callable[[pd.DataFrame, Numbers], float], group: str) -> float:
    """The standard error of leaving out one cluster at a time (JKn)."""
    variance = 0.0
    for number, stratum in survey.groupby("stratum"):
        names = stratum.cluster.unique()
        left = []
        for name in names:
            weight = survey.weight.to_numpy(copy=True)
            weight[survey.stratum == number] *= len(names) / (len(names) - 1)
            weight[survey.cluster == name] = 0
            left.append(estimate(survey, weight * (survey.group == group).to_numpy()))
        variance += (len(names) - 1) / len(names) * sum((value - np.mean(left)) ** 2 for value in left)
    return float(np.sqrt(variance))


def mean(survey: pd.DataFrame, weight: Numbers) -> float:
    return float((weight * survey.income).sum() / weight.sum())


def ratio(survey: pd.DataFrame, weight: Numbers) -> float:
    return float((weight * survey.income).sum() / (weight * survey["size"]).sum())


def total(survey: pd.DataFrame, weight: Numbers) -> float:
    return float((weight * survey.income).sum())


def test_linearised_errors_agree_with_the_jackknife(survey: pd.DataFrame) -> None:
    design = Design(weights="weight", strata="stratum", clusters="cluster")
    for_means = means(survey, ["income"], design, by=["group"])
    for_ratios = ratios(survey, [("income", "size")], design, by=["group"])
    for_totals = totals(survey, ["income"], design, by=["group"])
    for column, (group,) in enumerate(for_means.groups):
        assert for_means.error[0, column] == pytest.approx(jackknifed(survey, mean, group), rel=0.02)
        assert for_ratios.error[0, column] == pytest.approx(jackknifed(survey, ratio, group), rel=0.05)
        assert for_totals.error[0, column] == pytest.approx(jackknifed(survey, total, group), rel=1e-9)


def test_pandas_polars_and_arrow_give_the_same(survey: pd.DataFrame) -> None:
    import polars

    design = Design(weights="weight", strata="stratum", clusters="cluster")
    arrow = pa.Table.from_pandas(survey, preserve_index=False)
    tables = [
        means(data, ["income"], design, by=["group"]).table() for data in (survey, arrow, polars.from_arrow(arrow))
    ]
    assert tables[0].equals(tables[1])
    assert tables[0].equals(tables[2])
