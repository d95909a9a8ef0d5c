"""Change between rounds: matched units, what moved them, breaks, areas. Worked by hand, and exact on any data."""

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hulul.methods import change, composite
from hulul.methods.change import Round, ScoredRound
from hulul.methods.composite import Aggregation, Group, Imputation, Indicator, Normalisation, Outliers, Specification
from hulul.methods.errors import MethodError

FIXED = Normalisation("none")


def specification(**rules: Aggregation) -> Specification:
    """Two groups of two indicators; water weighs 3 to 1. Rules by group."""
    return Specification(
        (
            Indicator("water", "services", weight=3),
            Indicator("power", "services"),
            Indicator("calm", "safety"),
            Indicator("hazards", "safety"),
        ),
        tuple(Group(code, parent, aggregation=rules.get(code)) for code, parent in (
            ("index", ""), ("services", "index"), ("safety", "index"),
        )),
        normalisation=FIXED,
    )  # fmt: skip


def rows(**units: tuple[float | None, ...]) -> pa.Table:
    names = ("water", "power", "calm", "hazards")
    values = {name: [row[column] for row in units.values()] for column, name in enumerate(names)}
    return pa.table({"unit": list(units), **{name: pa.array(column, pa.float64()) for name, column in values.items()}})


def scored(data: pa.Table, wanted: Specification, code: str, baseline: str = "") -> ScoredRound:
    return ScoredRound(code, composite.build(data, wanted), wanted, baseline)


def compared(before: pa.Table, now: pa.Table, wanted: Specification) -> change.Change:
    return change.compare(scored(now, wanted, "now"), scored(before, wanted, "before"))


def test_an_arithmetic_change_is_each_indicators_change_times_its_weight() -> None:
    """Effective weights 3/8, 1/8, 1/4, 1/4: water -40 · 3/8 = -15, power +8 · 1/8 = +1, calm +20 / 4 = +5."""
    moved = compared(rows(north=(80, 40, 60, 20)), rows(north=(40, 48, 80, 20)), specification())
    assert moved.indicators == ("water", "power", "calm", "hazards")
    assert moved.contributions == pytest.approx(np.array([[-15.0, 1.0, 5.0, 0.0]]))
    assert moved.coverage == pytest.approx([0.0])
    assert moved.change == pytest.approx([-9.0])
    assert moved.drivers(2) == [[("water", pytest.approx(-15.0)), ("calm", pytest.approx(5.0))]]


def test_a_geometric_change_is_divided_by_logarithms() -> None:
    """√(4·9) = 6 to √(16·9) = 12: all of it is the first one's. √(4·4) = 4 to √(16·64) = 32: ln 4 against ln 16."""
    wanted = Specification(
        (Indicator("one", "index"), Indicator("two", "index")), (Group("index"),), normalisation=FIXED,
        aggregation="geometric",
    )  # fmt: skip
    before = pa.table({"unit": ["a", "b"], "one": [4.0, 4.0], "two": [9.0, 4.0]})
    now = pa.table({"unit": ["a", "b"], "one": [16.0, 16.0], "two": [9.0, 64.0]})
    moved = compared(before, now, wanted)
    assert moved.contributions is not None
    assert moved.contributions == pytest.approx(np.array([[6.0, 0.0], [28 / 3, 56 / 3]]))


def test_a_harmonic_change_is_divided_by_reciprocals() -> None:
    """2 / (1/2 + 1/2) = 2 to 2 / (1/4 + 1/8) = 16/3: reciprocals fell by 1/4 and 3/8, so 2 : 3."""
    wanted = Specification(
        (Indicator("one", "index"), Indicator("two", "index")), (Group("index"),), normalisation=FIXED,
        aggregation="harmonic",
    )  # fmt: skip
    moved = compared(
        pa.table({"unit": ["a"], "one": [2.0], "two": [2.0]}),
        pa.table({"unit": ["a"], "one": [4.0], "two": [8.0]}),
        wanted,
    )
    assert moved.contributions == pytest.approx(np.array([[10 / 3 * 2 / 5, 10 / 3 * 3 / 5]]))


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(["arithmetic", "geometric", "harmonic"]),
    st.sampled_from(["arithmetic", "geometric", "harmonic"]),
    st.integers(0, 10_000),
    st.floats(0, 0.4),
)
def test_contributions_sum_to_the_change_and_turn_round_with_it(
    top: Aggregation, below: Aggregation, seed: int, missing: float
) -> None:
    generator = np.random.default_rng(seed)
    wanted = specification(index=top, services=below, safety="arithmetic")
    rounds = []
    for _ in range(2):
        values = np.round(generator.uniform(1, 100, size=(6, 4)))
        values[generator.random(values.shape) < missing] = np.nan
        values[0] = 50.0
        table = {
            name: pa.array(values[:, column], from_pandas=True) for column, name in enumerate(wanted_codes(wanted))
        }
        rounds.append(pa.table({"unit": [f"u{number}" for number in range(6)], **table}))
    forth, back = compared(*rounds, wanted), compared(*rounds[::-1], wanted)
    assert forth.contributions is not None
    assert forth.coverage is not None
    assert back.contributions is not None
    total = forth.contributions.sum(axis=1) + forth.coverage
    assert total == pytest.approx(forth.change, abs=1e-9)
    order = [back.units.index(unit) for unit in forth.units]
    assert back.contributions[order] == pytest.approx(-forth.contributions, abs=1e-9)


def wanted_codes(wanted: Specification) -> list[str]:
    return [indicator.code for indicator in wanted.indicators]


def test_a_change_in_what_was_answered_is_not_a_change_of_conditions() -> None:
    """Safety was calm 60 and hazards 20 = 40; hazards went unanswered and calm stayed: 60, so +20 / 2 by coverage."""
    moved = compared(rows(north=(80, 40, 60, 20)), rows(north=(80, 40, 60, None)), specification())
    assert moved.contributions == pytest.approx(np.zeros((1, 4)))
    assert moved.coverage == pytest.approx([10.0])
    assert moved.change == pytest.approx([10.0])


def test_a_scale_that_is_there_in_one_round_only_is_coverage_too() -> None:
    moved = compared(rows(north=(80, 40, None, None)), rows(north=(84, 40, 60, 20)), specification())
    assert moved.change == pytest.approx([56.5 - 70])
    assert moved.contributions == pytest.approx(np.array([[0.75 * 0.75 * 4, 0, 0, 0]]))  # ē = (1 + 1/2) / 2
    assert moved.coverage == pytest.approx([56.5 - 70 - 2.25])


def test_only_units_scored_in_both_rounds_are_compared_and_the_others_are_named() -> None:
    before = rows(old=(1, 1, 1, 1), both=(10, 10, 10, 10), empty=(None, None, None, None))
    moved = compared(before, rows(new=(2, 2, 2, 2), empty=(3, 3, 3, 3), both=(20, 20, 20, 20)), specification())
    assert moved.units == ("both",)
    assert moved.change.tolist() == [10.0]
    assert moved.only_now == ("new", "empty")
    assert moved.only_before == ("old",)


def test_a_scale_can_be_compared_by_itself() -> None:
    before, now = rows(north=(80, 40, 60, 20)), rows(north=(40, 48, 80, 20))
    moved = change.compare(
        scored(now, specification(), "now"), scored(before, specification(), "before"), code="services"
    )
    assert moved.change == pytest.approx([42 - 70])
    assert moved.contributions == pytest.approx(np.array([[-30.0, 2.0, 0.0, 0.0]]))


def test_a_score_that_is_no_mean_has_a_change_but_no_parts() -> None:
    moved = compared(rows(a=(1, 2, 3, 4)), rows(a=(5, 2, 3, 4)), specification(services="worst"))
    assert moved.change == pytest.approx([(5 - 2) / 2])
    assert moved.contributions is None
    assert str(moved.notes[0]) == "The change of index is not divided: a score by worst is not a mean of its members."
    assert moved.drivers() == [[]]
    assert moved.table().num_rows == 1


def test_the_table_has_the_total_each_indicator_and_what_comes_of_coverage() -> None:
    table = compared(rows(north=(80, 40, 60, 20)), rows(north=(40, 48, 80, 20)), specification()).table()
    assert table["indicator"].to_pylist() == ["", "water", "power", "calm", "hazards", "answered"]
    assert table["change"].to_pylist() == pytest.approx([-9, -15, 1, 5, 0, 0])
    assert set(table["previous_score"].to_pylist()) == {55.0}


def test_rounds_of_two_baselines_are_not_compared_and_the_reason_is_given() -> None:
    before = scored(rows(a=(1, 1, 1, 1)), specification(), "round 2", "first model")
    now = scored(rows(a=(2, 2, 2, 2)), specification(), "round 3", "second model")
    with pytest.raises(MethodError) as refused:
        change.compare(now, before)
    assert refused.value.code == "baseline_differs"
    assert str(refused.value) == (
        "round 2 belongs to baseline first model and round 3 to second model: the model changed between them, so a "
        "difference of scores is not a change of conditions."
    )


def test_rounds_under_two_specifications_are_not_compared_before_they_are_scored_again_under_one() -> None:
    before = scored(rows(a=(1, 9, 1, 1)), specification(), "r1")
    now = scored(rows(a=(1, 9, 1, 1)), specification(services="worst"), "r2")
    with pytest.raises(MethodError) as refused:
        change.compare(now, before)
    assert refused.value.code == "specification_differs"
    again = change.rescore(
        [Round("r1", rows(a=(1, 9, 1, 1))), Round("r2", rows(a=(1, 9, 1, 1)))], specification(services="worst")
    )
    assert change.compare(again[1], again[0]).change.tolist() == [0.0]


@pytest.mark.parametrize(
    "rule",
    [
        {"normalisation": Normalisation("minmax")},
        {"normalisation": Normalisation("zscore")},
        {"outliers": Outliers("winsorise")},
        {"weighting": composite.Weighting("optimised")},
    ],
)
def test_scores_by_a_yardstick_of_their_own_are_compared_only_when_scored_together(rule: dict[str, object]) -> None:
    generator = np.random.default_rng(1)
    values = generator.uniform(1, 100, size=(2, 30, 4)) + generator.uniform(0, 100, size=(2, 30, 1))
    before, now = (rows(**{f"u{place}": tuple(row) for place, row in enumerate(part.tolist())}) for part in values)
    wanted = replace(specification(), **rule)  # type: ignore[arg-type]
    with pytest.raises(MethodError) as refused:
        compared(before, now, wanted)
    assert refused.value.code == "yardstick_differs"
    first, second = change.rescore([Round("before", before), Round("now", now)], wanted)
    moved = change.compare(second, first)
    assert moved.contributions is not None
    assert moved.contributions.sum(axis=1) == pytest.approx(moved.change)


def test_rounds_scored_together_are_measured_by_the_lowest_and_highest_of_all_rounds() -> None:
    """water is 0..100 over both rounds: 50 stays 50 although it is the highest of its own round."""
    wanted = Specification((Indicator("water", "index"),), (Group("index"),))
    first, second = change.rescore(
        [
            Round("r1", pa.table({"place": ["a", "b"], "water": [0.0, 50.0]})),
            Round("r2", pa.table({"place": ["b", "c"], "water": [50.0, 100.0]})),
        ],
        wanted,
        unit="place",
    )
    assert first.index.units.tolist() == ["a", "b"]
    assert first.index.scores[:, 0].tolist() == [0.0, 50.0]
    assert second.index.scores[:, 0].tolist() == [50.0, 100.0]
    moved = change.compare(second, first)
    assert moved.units == ("b",)
    assert moved.change.tolist() == [0.0]


def test_answers_are_carried_forward_from_the_round_before_not_from_a_later_one() -> None:
    wanted = replace(specification(), imputation=Imputation("carry_forward"))
    first, second = change.rescore(
        [Round("r1", rows(a=(1, None, 3, 4), b=(1, 2, 3, 4))), Round("r2", rows(a=(1, 6, 3, 4), b=(None, 2, 3, 4)))],
        wanted,
    )
    assert np.isnan(first.index.normalised[0, 1])
    assert second.index.normalised[1].tolist() == [1.0, 2.0, 3.0, 4.0]
    assert second.index.imputed[1].tolist() == [True, False, False, False]


def test_one_round_scored_again_is_the_index_itself() -> None:
    data = rows(a=(1, 2, 3, 4), b=(9, 8, 7, 6))
    (again,) = change.rescore([Round("r1", data)], specification())
    index = composite.build(data, specification())
    assert np.array_equal(again.index.scores, index.scores)
    assert again.index.contributions() == pytest.approx(index.contributions())


def test_pandas_and_polars_rounds_are_scored_like_arrow_ones() -> None:
    import polars as pl

    data = rows(a=(1, 2, 3, 4), b=(9, 8, None, 6))
    arrow = change.rescore([Round("r1", data), Round("r2", data)], specification())
    for frame in (data.to_pandas(), pl.from_arrow(data)):
        other = change.rescore([Round("r1", frame), Round("r2", frame)], specification())
        assert np.array_equal(other[1].index.scores, arrow[1].index.scores)


def test_no_round_and_a_round_twice_are_refused() -> None:
    with pytest.raises(MethodError) as refused:
        change.rescore([], specification())
    assert refused.value.code == "rounds_none"
    with pytest.raises(MethodError) as refused:
        change.rescore([Round("r1", rows(a=(1, 1, 1, 1)))] * 2, specification())
    assert refused.value.code == "round_twice"


def test_rounds_without_a_common_unit_and_groups_that_do_not_exist_are_refused() -> None:
    one, other = rows(a=(1, 1, 1, 1)), rows(b=(1, 1, 1, 1))
    with pytest.raises(MethodError) as refused:
        compared(one, other, specification())
    assert refused.value.code == "nothing_matched"
    now = scored(one, specification(), "r1")
    with pytest.raises(MethodError, match="no group shelter"):
        change.compare(now, now, code="shelter")


BEFORE = rows(north=(80, 40, 60, 20), south=(10, 10, 10, 10), east=(20, 20, 20, 20))
NOW = rows(north=(40, 48, 80, 20), south=(10, 10, 10, 50), east=(20, 20, 20, 20))


def test_an_areas_change_is_the_population_weighted_mean_of_its_units_changes() -> None:
    """north -9 with 300 people, south +10 with 100: (-27 + 10) / 4; water -15 · 3/4, hazards +10 / 4."""
    moved = compared(BEFORE, NOW, specification())
    areas = change.of_areas(moved, ["d1", "d1", "d2"], np.array([300.0, 100.0, 7.0]))
    assert areas.areas == ("d1", "d2")
    assert areas.matched.tolist() == [2, 1]
    assert areas.change == pytest.approx([-4.25, 0])
    assert areas.contributions == pytest.approx(np.array([[-11.25, 0.75, 3.75, 2.5], [0, 0, 0, 0]]))
    assert areas.moved.tolist() == [0, 0]


def test_people_who_moved_to_worse_places_are_told_apart_from_worse_places() -> None:
    """Scores stay 55 and 10; half of the people were in north, three quarters are now: 32.5 to 43.75."""
    moved = compared(BEFORE, BEFORE, specification())
    areas = change.of_areas(moved, ["d", "d", "e"], np.array([300.0, 100.0, 1.0]), np.array([100.0, 100.0, 1.0]))
    assert areas.previous_score[0] == pytest.approx(32.5)
    assert areas.score[0] == pytest.approx(43.75)
    assert areas.moved[0] == pytest.approx(11.25)
    assert areas.contributions == pytest.approx(np.zeros((2, 4)))


def test_parts_of_an_areas_change_sum_to_it_whatever_moved() -> None:
    moved = compared(
        BEFORE, rows(north=(40, 48, 80, None), south=(10, 10, 10, 50), east=(20, 20, 20, 20)), specification()
    )
    areas = change.of_areas(moved, ["d", "d", "d"], np.array([300.0, 100.0, 10.0]), np.array([50.0, 80.0, 20.0]))
    assert areas.contributions is not None
    assert areas.coverage is not None
    parts = areas.contributions.sum(axis=1) + areas.coverage + areas.moved
    assert parts == pytest.approx(areas.change)
    table = areas.table()
    assert table["indicator"].to_pylist() == ["", "water", "power", "calm", "hazards", "answered", "population"]
    assert sum(table["change"].to_pylist()[1:]) == pytest.approx(table["change"].to_pylist()[0])


def test_an_area_where_nobody_lives_has_no_mean() -> None:
    areas = change.of_areas(compared(BEFORE, NOW, specification()), ["d", "d", "e"], np.array([1.0, 1.0, 0.0]))
    of_nobody = [row for row in areas.table().to_pylist() if row["area"] == "e"]
    assert {(row["score"], row["change"]) for row in of_nobody} == {(None, None)}


def test_the_change_of_a_score_without_parts_has_none_for_areas_either() -> None:
    moved = compared(BEFORE, NOW, specification(services="worst"))
    areas = change.of_areas(moved, ["d", "d", "d"], np.ones(3))
    assert areas.contributions is None
    assert areas.table()["indicator"].to_pylist() == ["", "population"]


def test_populations_that_are_not_known_or_not_given_are_refused() -> None:
    moved = compared(BEFORE, NOW, specification())
    with pytest.raises(MethodError, match="population of south is not known"):
        change.of_areas(moved, ["d", "d", "d"], np.array([1.0, -1.0, 1.0]))
    with pytest.raises(MethodError, match="population of east is not known"):
        change.of_areas(moved, ["d", "d", "d"], np.ones(3), np.array([1.0, 1.0, np.nan]))
    with pytest.raises(MethodError) as refused:
        change.of_areas(moved, ["d"], np.ones(1))
    assert refused.value.code == "sizes_differ"
