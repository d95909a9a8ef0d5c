"""The estimates of published worked examples, to the digits they are printed with."""

import pyarrow as pa
import pytest

from hulul.methods.surveys import Design, means, quantiles, ratios, shares, totals

# Stata's [SVY] manual, example data "fpc": eight observations of two strata, 5 of 15 and 3 of 12 units. R's package
# survey carries it, too, and prints the same estimates (svymean, svytotal, svyciprop with the logit method).
FPC = pa.table(
    {
        "stratum": [1, 1, 1, 1, 1, 2, 2, 2],
        "unit": [1, 2, 3, 4, 5, 1, 2, 3],
        "weight": [3.0] * 5 + [4.0] * 3,
        "units": [15] * 5 + [12] * 3,
        "x": [2.8, 4.1, 6.8, 6.8, 9.2, 3.7, 6.6, 4.2],
        "above_5": [0, 0, 1, 1, 1, 0, 1, 0],
    }
)
OF_FPC = Design(weights="weight", strata="stratum", clusters="unit")
WITH_SIZES = Design(weights="weight", strata="stratum", clusters="unit", population="units")


def test_mean_of_a_stratified_sample() -> None:
    found = means(FPC, ["x"], OF_FPC)
    assert found.estimate[0, 0] == pytest.approx(5.448148, abs=5e-7)
    assert found.error[0, 0] == pytest.approx(0.7412683, abs=5e-8)
    assert found.degrees[0, 0] == 6
    assert (found.low[0, 0], found.high[0, 0]) == pytest.approx((3.63433, 7.261966), abs=5e-7)


def test_mean_with_finite_population_correction() -> None:
    found = means(FPC, ["x"], WITH_SIZES)
    assert found.estimate[0, 0] == pytest.approx(5.448148, abs=5e-7)
    assert found.error[0, 0] == pytest.approx(0.6160407, abs=5e-8)


def test_total_with_and_without_correction() -> None:
    free, finite = totals(FPC, ["x"], OF_FPC), totals(FPC, ["x"], WITH_SIZES)
    assert free.estimate[0, 0] == pytest.approx(147.1)
    assert free.error[0, 0] == pytest.approx(20.01424, abs=5e-6)
    assert finite.error[0, 0] == pytest.approx(16.6331, abs=5e-5)


def test_share_with_logit_interval() -> None:
    found = shares(FPC, ["above_5"], OF_FPC)
    assert found.estimate[0, 0] == pytest.approx(0.4814815, abs=5e-8)
    assert (found.low[0, 0], found.high[0, 0]) == pytest.approx((0.1144855, 0.8696089), abs=1e-6)


def test_quartiles() -> None:
    found = quantiles(FPC, ["x"], OF_FPC, levels=(0.25, 0.5, 0.75))
    assert found.estimate[:, 0].tolist() == [3.7, 4.2, 6.8]


def test_total_of_a_systematic_sample_with_two_strata() -> None:
    """Lehtonen and Pahkinen, Practical Methods for Design and Analysis of Complex Surveys, Table 2.6 (Province'91)."""
    province = pa.table(
        {
            "stratum": [1, 1, 2, 2, 2, 2, 2, 2],
            "cluster": [1, 5, 9, 13, 17, 21, 25, 29],
            "weight": [4.0] * 8,
            "clusters": [8, 8, 24, 24, 24, 24, 24, 24],
            "unemployed": [4123, 721, 194, 129, 239, 61, 262, 166],
        }
    )
    design = Design(weights="weight", strata="stratum", clusters="cluster", population="clusters")
    found = totals(province, ["unemployed"], design)
    assert found.estimate[0, 0] == 23580
    assert found.error[0, 0] == pytest.approx(11801.49, abs=0.005)
    assert (found.low[0, 0], found.high[0, 0]) == pytest.approx((-5297.209, 52457.21), abs=0.005)
    assert found.degrees[0, 0] == 6


def test_mean_and_total_of_repeated_systematic_samples() -> None:
    """Levy and Lemeshow, Sampling of Populations, page 106: 6 of 54 starts."""
    workers = pa.table(
        {
            "weight": [9.0] * 6,
            "starts": [54] * 6,
            "days_lost": [15, 13, 12, 10, 21, 10],
            "mean_days": [5.0, 4.33, 4.0, 3.33, 7.0, 3.33],
        }
    )
    design = Design(weights="weight", population="starts")
    mean, total = means(workers, ["mean_days"], design), totals(workers, ["days_lost"], design)
    assert mean.estimate[0, 0] == pytest.approx(4.498333, abs=5e-7)
    assert mean.error[0, 0] == pytest.approx(0.5310139, abs=5e-8)
    assert (mean.low[0, 0], mean.high[0, 0]) == pytest.approx((3.133318, 5.863348), abs=1e-6)
    assert (total.estimate[0, 0], total.error[0, 0]) == pytest.approx((729, 85.94882), abs=5e-6)
    assert (total.low[0, 0], total.high[0, 0]) == pytest.approx((508.0615, 949.9385), abs=5e-5)


def test_a_ratio_of_a_column_to_itself_is_one_for_sure() -> None:
    found = ratios(FPC, [("x", "x")], OF_FPC)
    assert found.estimate[0, 0] == pytest.approx(1)
    assert found.error[0, 0] == pytest.approx(0, abs=1e-12)
