"""A fit as a composite specification: the engine of composite indices gives the same scores."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from hulul.methods import composite, severity
from hulul.methods.composite.index import build
from hulul.methods.errors import MethodError
from tests.methods.severity.simulated import SCALES, survey

CLASSES = composite.Categories("thresholds", ("low", "medium", "high"), (30.0, 60.0))


def with_gaps(seed: int) -> pa.Table:
    made = survey(300, seed)
    random = np.random.default_rng(seed)
    codes = [indicator.code for scale in SCALES for indicator in scale.indicators]
    return made.with_(**{code: np.where(random.random(300) < 0.2, None, made.columns[code]) for code in codes})


@pytest.mark.parametrize("minimum_share", [0.0, 0.5, 0.7])
@pytest.mark.parametrize("missing", ["mode", "category", "drop"])
@pytest.mark.parametrize("rule", ["mean", "max"])
def test_the_composite_engine_gives_equal_scores(rule: Any, missing: Any, minimum_share: float) -> None:
    data = with_gaps(4)
    fit = severity.fit(
        data, SCALES, "returned",
        missing=missing, combination=rule, minimum_share=minimum_share, categories=CLASSES,
    )  # fmt: skip
    ours = fit.score(data)
    index = build(fit.answered(data), fit.specification())
    assert tuple(index.units) == ours.units
    assert tuple(index.codes) == ("severity", "services", "safety")
    expected = np.column_stack([ours.severity, ours.scores])
    assert np.isnan(expected).any()
    assert (~np.isnan(ours.severity)).sum() > 100
    assert index.scores == pytest.approx(expected, abs=1e-9, nan_ok=True)
    assert [code or "" for code in index.categories] == ours.categories.tolist()


def test_the_engine_has_no_root_mean_square() -> None:
    fit = severity.fit(survey(300, 1).table, SCALES, "returned", combination="rms")
    with pytest.raises(MethodError) as refused:
        fit.specification()
    assert refused.value.code == "no_such_aggregation"
