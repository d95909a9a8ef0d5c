"""What holds for every survey, however small or odd."""

import datetime as dt

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hulul.methods.errors import MethodError
from hulul.methods.surveys import Design, means, medians, shares

households = st.lists(
    st.tuples(
        st.sampled_from("ab"),
        st.integers(0, 4),
        st.sampled_from(["idp", "stayee", None]),
        st.floats(0.01, 1e6),
        st.sampled_from([0.0, 1.0, None]),
    ),
    min_size=1,
    max_size=40,
)


@given(households)
def test_shares_and_medians_lie_in_their_intervals_and_nothing_is_infinite(rows: list[tuple[object, ...]]) -> None:
    names = ("stratum", "place", "population", "weight", "yes")
    types = (pa.string(), pa.int64(), pa.string(), pa.float64(), pa.float64())
    columns = zip(names, types, zip(*rows, strict=True), strict=True)
    data = pa.table({name: pa.array(values, kind) for name, kind, values in columns})
    design = Design(weights="weight", strata="stratum", clusters="place")
    for by in ([], ["population"]):
        share, middle = shares(data, ["yes"], design, by=by), medians(data, ["weight"], design, by=by)
        for found in (share, middle):
            known = ~np.isnan(found.low)
            assert (found.low[known] <= found.estimate[known] + 1e-9).all()
            assert (found.estimate[known] <= found.high[known] + 1e-9).all()
            assert not np.isinf(found.estimate).any()
            assert (found.answered <= found.asked).all()
        known = ~np.isnan(share.low)
        assert ((share.low[known] >= 0) & (share.high[known] <= 1)).all()
        assert ((share.answered > 0) == ~np.isnan(share.estimate)).all()


def test_a_survey_in_which_nobody_has_a_group_has_no_groups() -> None:
    data = pa.table({"area": pa.nulls(3, pa.string()), "x": [1.0, 2, 3]})
    found = means(data, ["x"], Design(), by=["area"])
    assert found.groups == ()
    assert found.table().num_rows == 0
    assert found.notes[0].params["number"] == 3


@pytest.mark.parametrize(
    ("values", "code"),
    [([1, "two", 3], "mixed_values"), ([dt.date(2020, 1, 1)] * 3, "not_numbers"), (["a", "b", "c"], "not_numbers")],
)
def test_a_column_that_is_no_number_is_refused(values: list[object], code: str) -> None:
    with pytest.raises(MethodError) as refused:
        means(pd.DataFrame({"x": pd.Series(values, dtype=object)}), ["x"], Design())
    assert refused.value.code == code
    assert "x" in str(refused.value)
