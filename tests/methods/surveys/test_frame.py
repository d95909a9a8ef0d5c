"""Sampling frames, sample sizes and their allocation."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hulul.methods.errors import MethodError
from hulul.methods.surveys import allocated, design_effect, framed, sample_size

LOCATIONS = pa.table(
    {
        "population": ["returnee", "idp", "idp", "returnee", "idp"],
        "district": ["B", "A", "A", "A", "A"],
        "location": ["b1", "a2", "a1", "a1", "a3"],
        "households": [40, 10, 30, 5, 0],
    }
)


def test_a_frame_is_sorted_and_leaves_out_places_without_households() -> None:
    frame = framed(LOCATIONS, strata=["population", "district"])
    assert frame.strata == (("idp", "A"), ("returnee", "A"), ("returnee", "B"))
    assert frame.locations == ("a1", "a2", "a1", "b1")
    assert frame.sizes.tolist() == [40, 5, 40]
    assert frame.table().to_pylist()[0] == {"population": "idp", "district": "A", "locations": 2, "households": 40}
    assert str(frame.notes[0]) == "1 rows without households were left out of the frame."


@pytest.mark.parametrize(
    ("column", "values", "code"),
    [
        ("households", [40, 10, -1, 5, 0], "households"),
        ("households", [40, 10, 1.5, 5, 0], "households"),
        ("households", [40, 10, None, 5, 0], "households"),
        ("households", [0, 0, 0, 0, 0], "no_households"),
        ("district", ["B", "A", None, "A", "A"], "frame_incomplete"),
        ("location", ["b1", "a2", None, "a1", "a3"], "frame_incomplete"),
        ("location", ["b1", "a1", "a1", "a1", "a3"], "location_twice"),
    ],
)
def test_a_frame_that_cannot_be_drawn_from_is_refused(column: str, values: list[object], code: str) -> None:
    data = LOCATIONS.set_column(LOCATIONS.column_names.index(column), column, pa.array(values))
    with pytest.raises(MethodError) as refused:
        framed(data, strata=["population", "district"])
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("population", "interviews"),
    [(10, 10), (50, 44), (100, 80), (200, 132), (500, 217), (1000, 278), (5000, 357), (10_000, 370), (50_000, 382)],
)
def test_sizes_are_those_of_krejcie_and_morgan(population: int, interviews: int) -> None:
    """Their table (1970) rounds to the nearest whole number; a sample is rounded up, so it may be one larger."""
    assert sample_size([population])[0] - interviews in (0, 1)


def test_size_by_hand_with_design_effect_and_reserve() -> None:
    """n0 = 1.96² · 0.25 / 0.1² = 96.04; of 400: 96.04 / (1 + 95.04 / 400) = 77.6; · 1.5 = 116.4 → 117; · 1.1 → 129."""
    assert sample_size([400], margin=0.1).tolist() == [78]
    assert sample_size([400], margin=0.1, design_effect=1.5).tolist() == [117]
    assert sample_size([400], margin=0.1, design_effect=1.5, reserve=0.1).tolist() == [129]
    assert sample_size([100], margin=0.1, design_effect=3).tolist() == [100], "never more than there are"


def test_the_margin_is_kept_by_that_many_interviews() -> None:
    """The half width of the interval of a simple random sample of n of N, with p = 0.5."""
    size = int(sample_size([2000], margin=0.07)[0])
    half = 1.959964 * np.sqrt(0.25 / size * (2000 - size) / (2000 - 1))
    assert half <= 0.07 < 1.959964 * np.sqrt(0.25 / (size - 1) * (2000 - size + 1) / (2000 - 1))


@pytest.mark.parametrize(
    "wrong", [{"margin": 0}, {"confidence": 1}, {"share": -1}, {"design_effect": 0.5}, {"reserve": -0.1}]
)
def test_impossible_wishes_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(MethodError):
        sample_size([100], **wrong)


def test_a_stratum_of_nobody_needs_no_sample() -> None:
    with pytest.raises(MethodError, match="without households"):
        sample_size([100, 0])


def test_the_design_effect_of_kish() -> None:
    assert design_effect(10, 0.06) == pytest.approx(1.54)
    assert design_effect(1, 0.9) == 1


def test_allocation_by_hand() -> None:
    sizes = [100, 400, 900]
    assert allocated(140, sizes).tolist() == [10, 40, 90]
    assert allocated(60, sizes, rule="equal").tolist() == [20, 20, 20]
    assert allocated(60, sizes, rule="power").tolist() == [10, 20, 30], "the roots are 10, 20, 30"
    assert allocated(140, sizes, least=20).tolist() == [20, 37, 83], "120 others by 4 : 9 are 36.9 and 83.1"
    assert allocated(1000, sizes, rule="equal").tolist() == [100, 400, 500], "what is full gives to the others"


@given(
    sizes=st.lists(st.integers(0, 5000), min_size=1, max_size=12).filter(lambda sizes: sum(sizes) > 0),
    part=st.floats(0, 1),
    rule=st.sampled_from(["proportional", "power", "equal"]),
)
def test_an_allocation_sums_to_its_total_and_fits_every_stratum(sizes: list[int], part: float, rule: str) -> None:
    total = int(sum(sizes) * part)
    found = allocated(total, sizes, rule=rule)  # type: ignore[arg-type]
    assert found.sum() == total
    assert ((found >= 0) & (found <= np.array(sizes))).all()


def test_more_interviews_than_households_cannot_be_allocated() -> None:
    with pytest.raises(MethodError, match="between 0 and 30"):
        allocated(31, [10, 20])
    with pytest.raises(MethodError, match="between 10 and 30"):
        allocated(9, [10, 20], least=5)


@pytest.mark.shared
def test_a_real_round_is_a_frame(shared_data: Path) -> None:
    """IOM DTM's returnee list of August 2019, as it came, with the governorates as strata."""
    import pandas as pd

    [file] = (shared_data / "dtm").glob("Returnee_MasterList*.xlsx")
    listed = pd.read_excel(file, engine="calamine")
    frame = framed(listed, strata=["Governorate"], location="Place_ID", households="Returnee Families")
    assert len(frame.strata) == 8
    assert frame.sizes.sum() == listed["Returnee Families"].sum() == 725_025
    sizes = sample_size(frame.sizes, margin=0.07, design_effect=1.5)
    assert ((sizes >= 1) & (sizes <= 295)).all(), "1.5 · 196 at most"
