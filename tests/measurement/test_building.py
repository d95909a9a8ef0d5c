"""Builds: what comes out of a survey whose truth is known, and what is written about it."""

import datetime as dt
import math
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from hulul.kernel import datasets, files
from hulul.kernel.actors import SYSTEM
from hulul.kernel.errors import Conflict, Invalid
from hulul.measurement import actions
from hulul.measurement.datasets import BUILT, schema
from hulul.measurement.models import Build
from tests.measurement import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]


@pytest.fixture
def locations(home: Path) -> list[str]:
    return world.places()


@pytest.fixture
def returnees(locations: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Place number i hosts 60 + 6 i individuals."""
    monkeypatch.setattr(datasets, "_datasets", world.counted(locations, lambda position: 60 + 6 * position))


def _scores(build: Build, level: int, scale: str = "") -> dict[str, dict[str, Any]]:
    rows = world.stored(build, "severity")
    return {row["place"]: row for row in rows if row["level"] == level and row["scale"] == scale}


def test_scores_find_the_conditions_that_the_answers_were_made_from(locations: list[str]) -> None:
    world.active(world.framework())
    build = world.built(actions.Order(survey=world.survey(world.answers(locations)), runs=0))
    scores = _scores(build, 4)
    found = np.array([scores[place]["score"] for place in locations])
    from scipy.stats import spearmanr

    assert spearmanr(found, world.truth(len(locations))).statistic > 0.97
    assert found[0] < 15
    assert found[-1] > 85
    assert scores[locations[0]]["category"] == "low"
    assert scores[locations[-1]]["category"] == "high"


def test_a_fitted_model_finds_them_as_well_and_says_how_it_was_made(locations: list[str]) -> None:
    world.active(world.framework(fitted=True))
    build = world.built(actions.Order(survey=world.survey(world.answers(locations)), runs=0))
    found = np.array([_scores(build, 4)[place]["score"] for place in locations])
    from scipy.stats import spearmanr

    assert spearmanr(found, world.truth(len(locations))).statistic > 0.9
    assert build.diagnostics["model"]["status"] == "Hulul re-implementation"
    assert {each["indicator"] for each in build.diagnostics["model"]["effects"]} == set(world.INDICATORS)
    assert "model_fitted" in [step["name"] for step in build.log]


def test_a_later_survey_is_scored_by_the_model_of_the_first(locations: list[str]) -> None:
    world.active(world.framework(fitted=True))
    first = world.survey(world.answers(locations))
    second = world.survey(world.answers(locations, shift=-0.1, seed=4), world.SECOND)
    before = world.built(actions.Order(survey=first, runs=0, stand=True))
    after = world.built(actions.Order(survey=second, runs=0))
    assert after.files["model"]["sha256"] == before.files["model"]["sha256"]
    own = world.built(actions.Order(survey=second, runs=0, own_fit=True))
    assert own.files["model"]["sha256"] != before.files["model"]["sha256"]


def test_areas_are_means_weighted_by_people(locations: list[str], returnees: None) -> None:
    world.active(world.framework())
    build = world.built(actions.Order(survey=world.survey(world.answers(locations)), runs=0))
    places, country = _scores(build, 4), _scores(build, 0)["XW"]
    people = np.array([60 + 6 * position for position in range(len(locations))])
    scores = np.array([places[place]["score"] for place in locations])
    high = np.array([places[place]["category"] == "high" for place in locations])
    assert country["score"] == pytest.approx(float((scores * people).sum() / people.sum()))
    assert country["individuals"] == people.sum()
    assert country["high_individuals"] == people[high].sum()
    assert country["high_share"] == pytest.approx(people[high].sum() / people.sum())
    assert country["assessed_locations"] == country["locations"] == len(locations)


def test_without_a_round_of_people_areas_are_plain_means_and_the_log_says_so(locations: list[str]) -> None:
    world.active(world.framework())
    build = world.built(actions.Order(survey=world.survey(world.answers(locations)), runs=0))
    scores = [row["score"] for row in _scores(build, 4).values()]
    country = _scores(build, 0)["XW"]
    assert country["score"] == pytest.approx(float(np.mean(scores)))
    assert country["individuals"] is None
    assert "unweighted" in [step["name"] for step in build.log]


def test_contributions_of_indicators_add_up_to_the_score(locations: list[str], returnees: None) -> None:
    world.active(world.framework())
    build = world.built(actions.Order(survey=world.survey(world.answers(locations)), runs=0))
    for level in (4, 2, 0):
        scores, sums = _scores(build, level), dict.fromkeys(_scores(build, level), 0.0)
        for row in world.stored(build, "severity_indicators"):
            if row["level"] == level and row["contribution"] is not None:
                sums[row["place"]] += row["contribution"]
        assert all(sums[place] == pytest.approx(row["score"]) for place, row in scores.items())


def test_the_share_below_a_standard_is_that_of_people(locations: list[str], returnees: None) -> None:
    world.active(world.framework())
    build = world.built(actions.Order(survey=world.survey(world.answers(locations, gaps=0)), runs=0))
    rows = [row for row in world.stored(build, "severity_indicators") if row["indicator"] == "water"]
    below = {row["place"]: row["share_unmet"] for row in rows if row["level"] == 4}
    assert set(below.values()) == {0.0, 1.0}
    people = [60 + 6 * position for position in range(len(locations))]
    unmet = sum(n for place, n in zip(locations, people, strict=True) if below[place])
    country = next(row for row in rows if row["level"] == 0)
    assert country["share_unmet"] == pytest.approx(unmet / sum(people))
    others = [row for row in world.stored(build, "severity_indicators") if row["indicator"] == "power"]
    assert {row["share_unmet"] for row in others} == {None}


def test_intervals_hold_the_score_and_ranks_come_in_groups(locations: list[str], returnees: None) -> None:
    world.active(world.framework())
    order = actions.Order(survey=world.survey(world.answers(locations, informants=3)), runs=120)
    build = world.built(order)
    for level in (4, 2, 0):
        rows = list(_scores(build, level).values())
        assert sum(row["score_low"] - 1 <= row["score"] <= row["score_high"] + 1 for row in rows) > 0.9 * len(rows)
        assert all(0 <= row["probability"] <= 1 for row in rows)
    ranked = sorted(_scores(build, 4).values(), key=lambda row: (row["rank"], row["rank_group"]))
    assert ranked[0]["score"] == max(row["score"] for row in ranked)
    assert all(row["rank_low"] <= row["rank_high"] for row in ranked)
    assert [row["rank_group"] for row in ranked] == sorted(row["rank_group"] for row in ranked)
    assert {row["rank"] for row in _scores(build, 3).values()} == {None}
    assert build.diagnostics["uncertainty"]["runs"] == 120


def test_change_is_measured_on_matched_places_and_divided_by_indicator(locations: list[str], returnees: None) -> None:
    world.active(world.framework())
    first = world.survey(world.answers(locations[:100], gaps=0))
    second = world.survey(world.answers(locations[10:], shift=-0.2, gaps=0), world.SECOND)
    world.built(actions.Order(survey=first, runs=0, stand=True))
    build = world.built(actions.Order(survey=second, runs=0))
    rows = world.stored(build, "severity_changes")
    total = {row["place"]: row for row in rows if row["level"] == 4 and row["indicator"] == ""}
    assert set(total) == set(locations[10:100])
    country = [row for row in rows if row["level"] == 0]
    whole = next(row for row in country if row["indicator"] == "")
    assert whole["matched_locations"] == 90
    assert whole["change"] == pytest.approx(whole["score"] - whole["previous_score"])
    assert whole["comparable"] is True
    assert sum(row["change"] for row in country if row["indicator"]) == pytest.approx(whole["change"])


def test_scores_of_versions_that_cannot_be_compared_stand_beside_each_other(locations: list[str]) -> None:
    world.active(world.framework())
    world.built(actions.Order(survey=world.survey(world.answers(locations)), runs=0, stand=True))
    later = world.survey(world.answers(locations, seed=9), world.SECOND)
    apart = '[comparability]\nnot_comparable = ["1"]\nreason = { en = "Other questions." }'
    world.active(world.framework(version="2", more=apart))
    build = world.built(actions.Order(survey=later, runs=0))
    rows = world.stored(build, "severity_changes")
    assert {(row["comparable"], row["change"], row["indicator"]) for row in rows} == {(False, None, "")}
    assert all(row["previous_score"] is not None for row in rows)
    assert "not_comparable" in [step["name"] for step in build.log]


def test_places_of_concern_have_reasons(locations: list[str], returnees: None) -> None:
    world.active(world.framework())
    build = world.built(actions.Order(survey=world.survey(world.answers(locations)), runs=0, permutations=199))
    rows = world.stored(build, "concerns")
    assert {"high_scale", "cluster_gi"} <= {row["reason"] for row in rows}
    worst = {row["place"] for row in rows if row["reason"] == "high_scale"}
    assert "XW020201" in worst
    assert "XW010101" not in worst
    hot = {row["place"] for row in rows if row["reason"] == "cluster_gi"}
    assert hot <= set(locations[60:])


def test_every_table_has_exactly_the_columns_of_its_dataset_and_no_nan(locations: list[str], returnees: None) -> None:
    world.active(world.framework())
    world.built(actions.Order(survey=world.survey(world.answers(locations)), runs=0, stand=True))
    order = actions.Order(survey=world.survey(world.answers(locations, gaps=0.4, seed=8), world.SECOND), runs=20)
    build = world.built(order)
    made = [dataset for dataset in BUILT if dataset.name in build.files]
    assert len(made) == 5
    for dataset in made:
        table = pq.read_table(files.local_path(build.files[dataset.name]["name"]))
        assert table.schema.equals(schema(dataset)), dataset.name
        keys = list(zip(*(table[name].to_pylist() for name in dataset.key), strict=True))
        assert len(set(keys)) == len(keys), dataset.name
        for name, column in zip(table.column_names, table.columns, strict=True):
            if pa.types.is_floating(column.type):
                assert not any(math.isnan(value) for value in column.to_pylist() if value is not None), name


def test_a_survey_about_unknown_places_is_refused_by_name(locations: list[str]) -> None:
    world.active(world.framework())
    code = world.survey(world.answers([*locations[:20], "nowhere"]))
    build = actions.start_build(SYSTEM, actions.Order(survey=code, runs=0))
    with pytest.raises(Invalid, match="nowhere"):
        actions.run_build(SYSTEM, build.pk)
    build.refresh_from_db()
    assert build.state == Build.State.FAILED
    assert "nowhere" in build.message


@pytest.mark.parametrize(
    ("column", "value", "code"), [("answer", "perhaps", "answers_outside"), ("place", "XW010101-00", "place_twice")]
)
def test_answers_that_cannot_be_meant_are_refused(locations: list[str], column: str, value: str, code: str) -> None:
    world.active(world.framework())
    table = world.answers(locations[:30])
    texts = table[column].to_pylist()
    texts[10] = value
    wrong = table.set_column(table.column_names.index(column), column, pa.array(texts, pa.string()))
    build = actions.start_build(SYSTEM, actions.Order(survey=world.survey(wrong), runs=0))
    with pytest.raises(Invalid) as refused:
        actions.run_build(SYSTEM, build.pk)
    assert refused.value.code == code


def test_a_constant_outcome_is_refused_in_words(locations: list[str]) -> None:
    world.active(world.framework(fitted=True))
    table = world.answers(locations)
    values = [None if value is None else 0.5 for value in table["value"].to_pylist()]
    same = table.set_column(6, "value", pa.array(values, pa.float64()))
    build = actions.start_build(SYSTEM, actions.Order(survey=world.survey(same), runs=0))
    with pytest.raises(Invalid) as refused:
        actions.run_build(SYSTEM, build.pk)
    assert refused.value.code == "outcome_constant"


def test_an_indicator_that_nobody_answered_stays_out_and_is_told(locations: list[str]) -> None:
    world.active(world.framework())
    table = world.answers(locations)
    asked = table["indicator"].to_pylist()
    answers = [
        None if name == "work" else answer for name, answer in zip(asked, table["answer"].to_pylist(), strict=True)
    ]
    build = world.built(
        actions.Order(survey=world.survey(table.set_column(5, "answer", pa.array(answers, pa.string()))), runs=0)
    )
    rows = [row for row in world.stored(build, "severity_indicators") if row["indicator"] == "work"]
    assert {row["value"] for row in rows} == {None}
    assert any("work" in step["sentence"] for step in build.log)


@pytest.mark.parametrize(
    "order",
    [
        actions.Order(),
        actions.Order(framework="tiny-index"),
        actions.Order(framework="tiny-index", survey="dtm-tiny-index-2024-01-31", runs=-1),
    ],
)
def test_an_order_that_contradicts_itself_is_refused(locations: list[str], order: actions.Order) -> None:
    world.active(world.framework())
    world.survey(world.answers(locations[:5]))
    with pytest.raises(Invalid):
        actions.start_build(SYSTEM, order)


def test_a_build_of_a_draft_can_be_looked_at_but_does_not_stand(locations: list[str]) -> None:
    actions.load_framework(SYSTEM, world.framework())
    code = world.survey(world.answers(locations))
    with pytest.raises(Invalid):
        actions.start_build(SYSTEM, actions.Order(survey=code, stand=True))
    build = world.built(actions.Order(survey=code, runs=0))
    with pytest.raises(Conflict):
        actions.stand(SYSTEM, build.pk)


def test_the_nearest_round_of_people_is_taken_and_none_that_is_too_far(
    locations: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    world.active(world.framework())
    far = world.survey(world.answers(locations), dt.date(2026, 1, 31))
    monkeypatch.setattr(datasets, "_datasets", world.counted(locations, lambda position: 6))
    build = world.built(actions.Order(survey=far, runs=0))
    assert "counts" not in build.inputs
