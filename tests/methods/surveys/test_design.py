"""Reading a design: what is refused, and what becomes of a stratum with a single cluster."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from hulul.methods.errors import MethodError
from hulul.methods.surveys import Design, means, totals


def households(**columns: list[Any]) -> pa.Table:
    plain = {
        "weight": [2.0, 2.0, 3.0, 3.0],
        "stratum": ["a", "a", "b", "b"],
        "place": [1, 2, 1, 2],
        "size": [4, 5, 6, 7],
    }
    return pa.table(plain | columns)


@pytest.mark.parametrize(
    ("columns", "design", "code", "sentence"),
    [
        ({"weight": [2.0, 0.0, 3.0, 3.0]}, Design("weight"), "weight_not_positive", "weight is 0.0 in row 2"),
        ({"weight": [2.0, 2.0, None, 3.0]}, Design("weight"), "weight_not_positive", "weight is missing in row 3"),
        ({"weight": [2.0, 2.0, -3.0, -1]}, Design("weight"), "weight_not_positive", "in row 3 (2 such rows)"),
        ({"weight": [2.0, 2.0, np.inf, 3]}, Design("weight"), "infinite", "infinite in row 3"),
        ({"weight": ["2", "two", "3", "3"]}, Design("weight"), "not_numbers", "weight does not hold numbers"),
        ({}, Design("wt"), "no_column", "no column wt"),
        ({"stratum": ["a", None, "b", "b"]}, Design(strata="stratum"), "design_incomplete", "stratum: row 2"),
        ({"place": [1, 2, 1, None]}, Design(clusters="place"), "design_incomplete", "place: row 4"),
        (
            {"size": [4, 5, 6, 6]},
            Design(strata="stratum", population="size"),
            "population_differs",
            "not in stratum a",
        ),
        (
            {"size": [4, 4, 6, None]},
            Design(strata="stratum", population="size"),
            "population_differs",
            "not in stratum b",
        ),
        (
            {"size": [4, 4, 1, 1]},
            Design(strata="stratum", population="size"),
            "population_too_small",
            "Stratum b has 1.0 units, but 2 were drawn",
        ),
    ],
)
def test_an_impossible_design_is_refused_with_the_place_of_the_fault(
    columns: dict[str, list[Any]], design: Design, code: str, sentence: str
) -> None:
    with pytest.raises(MethodError) as refused:
        means(households(x=[1, 2, 3, 4], **columns), ["x"], design)
    assert refused.value.code == code
    assert sentence in str(refused.value)


def test_data_without_rows_are_refused() -> None:
    with pytest.raises(MethodError, match="no rows"):
        means(households(x=[1, 2, 3, 4]).slice(0, 0), ["x"], Design())


def test_the_same_place_name_in_two_strata_is_two_clusters() -> None:
    data = households(x=[1, 2, 3, 4])
    apart = means(data, ["x"], Design("weight", strata="stratum", clusters="place"))
    assert apart.degrees[0, 0] == 4 - 2
    assert means(data, ["x"], Design("weight", clusters="place")).degrees[0, 0] == 2 - 1


LONELY = {"stratum": ["a", "a", "b", "c"], "weight": [1.0, 1.0, 1.0, 1.0]}


def test_a_lonely_cluster_is_measured_from_the_mean_of_all_and_said_so() -> None:
    """Σ over stratum a: 2/1 · ((1-2)² + (3-2)²) = 4; mean of all cluster totals (1+3+8+4)/4 = 4; b: (8-4)²; c: 0."""
    data = households(x=[1, 3, 8, 4], **LONELY)
    found = totals(data, ["x"], Design("weight", strata="stratum"))
    assert found.error[0, 0] == pytest.approx(np.sqrt(4 + 16 + 0))
    note = found.notes[0]
    assert (note.code, note.params["strata"], note.params["rule"]) == ("lonely_cluster", "b, c", "adjust")
    assert str(note) == "2 strata have a single cluster (b, c); rule applied: adjust."


def test_or_it_counts_as_certain() -> None:
    data = households(x=[1, 3, 8, 4], **LONELY)
    found = totals(data, ["x"], Design("weight", strata="stratum", lonely="certainty"))
    assert found.error[0, 0] == pytest.approx(2)
    assert found.notes[0].params["rule"] == "certainty"


def test_or_it_is_refused() -> None:
    with pytest.raises(MethodError, match="no known spread: b, c"):
        totals(households(x=[1, 3, 8, 4], **LONELY), ["x"], Design("weight", strata="stratum", lonely="refuse"))


def test_a_lonely_cluster_that_is_its_whole_stratum_is_no_question() -> None:
    data = households(x=[1, 3, 8, 4], **LONELY, units=[9, 9, 1, 1])
    found = totals(data, ["x"], Design("weight", strata="stratum", population="units", lonely="refuse"))
    assert found.error[0, 0] == pytest.approx(np.sqrt((1 - 2 / 9) * 4))
    assert found.notes == ()
