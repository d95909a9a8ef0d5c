"""The measure as a whole: all metrics side by side, groups, comparators, missing answers, and what is refused."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hulul.methods.errors import MethodError
from hulul.methods.exit import METRICS, SUB_CRITERIA, Comparator, Indicator
from tests.methods.exit.profiles import IDPS, STAYED, TEN, column, measured, one_indicator, survey

WELL, BADLY = "1111111111", "0000000000"


def codes(found: Any) -> list[str]:
    return [note.code for note in found.notes]


def test_every_metric_stands_beside_the_others() -> None:
    table = measured(survey(idp=IDPS, stayee=STAYED), cells=["cell"]).table()
    assert table.column("metric").to_pylist() == list(METRICS)
    assert table.column("households").to_pylist() == [150] * 7
    shares = {row["metric"]: row["share"] for row in table.to_pylist()}
    assert shares.pop("sub_criterion") is None
    assert shares["pass_fail"] == min(shares.values()) == 0.2
    assert shares["composite"] == max(shares.values()) == pytest.approx(2 / 3)


def test_what_is_missing_by_design_is_no_vulnerability_and_what_is_missing_is_not_assessed() -> None:
    stock = [("11111n1111", 40, {}), ("11111-1111", 60, {})]
    for metric in METRICS[:3] + METRICS[6:]:
        found = measured(survey(idp=stock, stayee=[(WELL, 30, {})]))
        assert column(found, metric) == pytest.approx((40, 0.4, 0, 0.6)), metric


def test_an_answer_that_was_not_to_be_asked_for_is_ignored_and_noted() -> None:
    data = survey(idp=[(WELL, 10, {}), (BADLY, 30, {})], stayee=[(WELL, 30, {})])
    position = data.column_names.index("asked1.1")
    found = measured(data.set_column(position, "asked1.1", pa.array([True] * 10 + [False] * 30 + [True] * 30)))
    assert found.notes[0].params["number"] == 30
    assert column(found, "pass_fail")[0] == 10


def test_the_whole_stock_is_the_denominator() -> None:
    """Undecided, not assessed and remaining households and the exits are the stock."""
    found = measured(survey(idp=IDPS, stayee=STAYED), cells=["cell"])
    whole = found.share + found.undecided_share + found.not_assessed_share
    assert (whole[~np.isnan(whole)] <= 1 + 1e-12).all()
    assert found.households.tolist() == [150]


def test_weights_count_households_of_the_population() -> None:
    heavy = [(profile, number, more | {"weight": 2.5}) for profile, number, more in IDPS]
    found = measured(survey(idp=heavy, stayee=STAYED), cells=["cell"])
    plain = measured(survey(idp=IDPS, stayee=STAYED), cells=["cell"])
    assert found.sample.tolist() == plain.sample.tolist() == [150]
    assert found.households.tolist() == [375]
    metrics = [METRICS.index(metric) for metric in ("pass_fail", "composite", "criterion", "cells", "cdf")]
    assert found.share[0, metrics] == pytest.approx(plain.share[0, metrics])


def test_groups() -> None:
    stock = [(WELL, 30, {"area": "north"}), (BADLY, 30, {"area": "south"}), (WELL, 5, {"area": None})]
    found = measured(survey(idp=stock, stayee=[(WELL, 30, {}), (BADLY, 30, {})]), by=["area", "population"])
    assert found.groups == (("north", "idp"), ("south", "idp"))
    assert found.share[:, METRICS.index("composite")].tolist() == [1, 0]
    assert found.share[:, METRICS.index("cdf")].tolist() == [1, 0.5]
    rows = found.table().to_pylist()
    assert [(row["area"], row["population"]) for row in rows] == [("north", "idp")] * 7 + [("south", "idp")] * 7
    assert next(note for note in found.notes if note.code == "no_group").params["number"] == 5


def test_returnees_may_be_measured_together_with_idps() -> None:
    data = survey(idp=[(WELL, 30, {})], returnee=[(BADLY, 60, {})], stayee=STAYED)
    found = measured(data, displaced=["idp", "returnee"], by=["population"])
    assert found.groups == (("idp",), ("returnee",))
    assert found.share[:, METRICS.index("composite")].tolist() == [1, 0]


def test_the_comparator_decides() -> None:
    """Households with 6 of ten: more than hosts (4), fewer than stayees (8), and the national mean is 6.0."""
    data = survey(idp=[("1111110000", 50, {})], stayee=[("1111111100", 25, {})], host=[("1111000000", 25, {})])
    share = {}
    for comparator in (
        Comparator("stayee", ("stayee",)),
        Comparator("host", ("host",)),
        Comparator("stayee or host", ("stayee", "host")),
        Comparator("national"),
    ):
        found = measured(data, comparator=comparator)
        assert set(found.table().column("comparator").to_pylist()) == {comparator.name}
        share[comparator.name] = column(found, "composite")[1]
    assert share == {"stayee": 0, "host": 1, "stayee or host": 1, "national": 1}


def test_a_comparator_may_come_from_a_survey_of_its_own() -> None:
    mine = survey(idp=[("1111110000", 50, {})], stayee=[(WELL, 50, {})])
    theirs = survey(citizen=[("1111000000", 40, {"weight": 900.0}), ("11-1000000", 10, {})])
    found = measured(mine, comparator=Comparator("national", data=theirs))
    assert column(found, "composite")[1] == 1
    assert next(str(note) for note in found.notes if note.code == "comparator_incomplete") == (
        "10 of 50 households of the comparator (national) have missing answers and are left out of it."
    )
    assert column(measured(mine), "composite")[1] == 0


def test_sub_criteria_can_be_left_out_knowingly() -> None:
    options = one_indicator("4.1")
    found = measured(survey(idp=IDPS, stayee=STAYED), **options)
    assert codes(found).count("sub_criterion_left_out") == 9
    assert column(found, "pass_fail")[0] == 110
    assert column(found, "criterion")[0] == 110


def test_an_all_missing_indicator_assesses_nobody() -> None:
    stock = [("11111-1111", 50, {})]
    found = measured(survey(idp=stock, stayee=[(WELL, 50, {})]))
    assert column(found, "pass_fail") == (0, 0, 0, 1)
    assert column(found, "cdf") == (0, 0, 0, 1)
    assert column(found, "classifier") == (None, None, 0, 1)


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"indicators": TEN[:9]}, "sub_criterion_not_measured"),
        ({"indicators": [*TEN, Indicator("x", "6.1")]}, "unknown_sub_criterion"),
        ({"indicators": [*TEN, TEN[0]]}, "indicator_twice"),
        ({"without": ["1.1"]}, "measured_and_left_out"),
        ({"indicators": [], "without": list(SUB_CRITERIA)}, "no_indicators"),
        ({"displaced": ["refugee"]}, "nobody"),
        ({"comparator": Comparator("host", ("host",))}, "nobody"),
        ({"weight": "wt"}, "no_column"),
        ({"weight": "zero"}, "weight_not_positive"),
        ({"population": "people"}, "no_column"),
        ({"by": ["area"]}, "no_column"),
        ({"minimum": 9}, "minimum_too_small"),
    ],
)
def test_what_gives_no_honest_answer_is_refused(options: dict[str, Any], code: str) -> None:
    data = survey(idp=IDPS, stayee=STAYED).append_column("zero", pa.array([0.0] * 250))
    with pytest.raises(MethodError) as refused:
        measured(data, **options)
    assert refused.value.code == code


def test_an_indicator_that_is_not_0_or_1_is_refused() -> None:
    data = survey(idp=IDPS, stayee=STAYED).append_column("meals", pa.array([3] * 250))
    with pytest.raises(MethodError, match=r"meals must hold 0 and 1; row 1 says 3\.0"):
        measured(data, indicators=[Indicator("meals", "2.1")], without=[code for code in SUB_CRITERIA if code != "2.1"])


def test_a_comparator_without_a_complete_household_is_refused() -> None:
    with pytest.raises(MethodError, match=r"No household of the comparator \(stayee\)"):
        measured(survey(idp=IDPS, stayee=[("-111111111", 50, {})]))


profiles = st.lists(
    st.tuples(st.text("01-n", min_size=10, max_size=10), st.integers(1, 20), st.floats(0.1, 50)), min_size=1, max_size=8
)


@given(profiles, profiles)
def test_how_the_metrics_relate_in_any_survey(displaced: list[Any], stayed: list[Any]) -> None:
    """Who has all ten passes every criterion and is as well off as anybody; who passes every criterion has the sum."""
    stock, others = (
        [(profile, number, {"weight": weight, "cell": profile[0]}) for profile, number, weight in people]
        for people in ([*displaced, (WELL, 10, 1.0)], [*stayed, (WELL, 1, 1.0)])
    )
    found = measured(survey(idp=stock, stayee=others), cells=["cell"], minimum=10)
    exits = dict(zip(METRICS, found.exits[0], strict=True))
    slack = 1e-6 * found.households[0]
    assert exits["pass_fail"] <= exits["criterion"] + slack
    assert exits["criterion"] <= exits["composite"] + slack
    assert exits["pass_fail"] <= exits["cdf"] + slack
    whole = np.nan_to_num(found.share) + found.undecided_share + found.not_assessed_share
    assert ((whole >= -1e-9) & (whole <= 1 + 1e-9)).all()
