"""Whatever comes in: an index without NaN in its table, or a refusal with a code and a whole sentence."""

import math
from typing import Any, get_args

import numpy as np
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from hulul.methods.composite import (
    Aggregation,
    Categories,
    Group,
    Imputation,
    Index,
    Indicator,
    Normalisation,
    Outliers,
    Specification,
    Weighting,
    build,
)
from hulul.methods.errors import MethodError

CODES = ("water", "power", "calm", "trust")
NUMBERS = st.one_of(
    st.none(), st.sampled_from([0.0, 1.0, 2.0]), st.floats(-1e6, 1e6).map(lambda number: round(number, 6))
)
ROWS = st.lists(st.tuples(*[NUMBERS] * 4, st.sampled_from(["north", "south", None])), min_size=1, max_size=9)


def one_of(*choices: Any) -> Any:
    return st.sampled_from(choices)


@st.composite
def specifications(draw: Any) -> Specification:
    indicators = tuple(
        Indicator(
            code,
            draw(one_of("services", "safety")) if place > 1 else ("services", "safety")[place],
            direction=draw(one_of(1, -1)),
            weight=draw(one_of(0.0, 0.5, 1.0)),
            goalposts=(0.0, 2.0),
        )
        for place, code in enumerate(CODES)
    )
    return Specification(
        indicators,
        (Group("index"), Group("services", "index"), Group("safety", "index", aggregation=draw(one_of(None, "worst")))),
        imputation=Imputation(draw(one_of("none", "mean", "median", "group_mean", "group_median")), "district"),
        outliers=Outliers(draw(one_of("none", "winsorise", "log", "winsorise_then_log")), most=draw(one_of(0, 1, 5))),
        normalisation=Normalisation(
            draw(one_of("minmax", "zscore", "rank", "percentile", "goalposts", "none")), draw(one_of(0.0, 1.0)), 100.0
        ),
        weighting=Weighting(draw(one_of("given", "equal", "pca"))),
        aggregation=draw(st.sampled_from(get_args(Aggregation))),
        minimum_share=draw(one_of(0.0, 0.5, 1.0)),
        categories=draw(
            one_of(
                None,
                Categories("thresholds", ("low", "high"), (50.0,)),
                Categories("quantiles", ("low", "medium", "high")),
                Categories("natural_breaks", ("low", "medium", "high")),
            )
        ),
    )


def attempt(frame: pd.DataFrame, wanted: Specification) -> tuple[Index | None, str]:
    try:
        return build(frame, wanted), ""
    except MethodError as refused:
        return None, str(refused)


@settings(max_examples=150, deadline=None)
@given(ROWS, specifications())
def test_there_is_an_index_without_nan_or_a_refusal_that_says_why(rows: list[Any], wanted: Specification) -> None:
    frame = pd.DataFrame(rows, columns=[*CODES, "district"]).assign(unit=range(len(rows)))
    frame = frame.astype(dict.fromkeys(CODES, float))
    index, refused = attempt(frame, wanted)
    if index is None:
        assert refused.endswith((".", "?"))
        assert "{" not in refused
        return
    for name, column in index.table().to_pydict().items():
        if name not in ("unit", "category"):
            assert all(value is None or math.isfinite(value) for value in column), name
    told = [*index.log, *index.notes]
    assert all("{" not in str(note) and "nan" not in str(note) for note in told)
    np.testing.assert_allclose(index.contributions().sum(axis=1), index.scores[:, 0], rtol=1e-6, atol=1e-6)
    if wanted.categories is not None:
        assert [not category for category in index.categories] == np.isnan(index.scores[:, 0]).tolist()
