"""Builds on household surveys: exits and progress as sums, and nothing about one household."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from hulul.kernel import clock
from hulul.kernel.actors import ANONYMOUS, SYSTEM
from hulul.measurement import actions, framing
from hulul.measurement.models import Build, Framework, Survey, SurveyVersion
from hulul.measurement.stored import keep_table
from hulul.methods.exit import METRICS
from hulul.warehouse import actions as warehouse
from hulul.warehouse.queries import Question, ask
from tests.measurement import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

NUMBER = 900


def households(locations: list[str], framed: framing.Framed) -> pa.Table:
    """People who stayed overcome most vulnerabilities, returnees many and displaced people some."""
    dice = np.random.default_rng(5)
    population = dice.choice(["idp", "returnee", "stayee"], NUMBER)
    chance = np.select([population == "stayee", population == "returnee"], [0.97, 0.9], 0.8)
    columns = {
        "survey": ["s"] * NUMBER,
        "row": pa.array(np.arange(NUMBER)),
        "place": [locations[number % len(locations)] for number in range(NUMBER)],
        "population": population.tolist(),
        "weight": pa.array(dice.uniform(1, 3, NUMBER)),
        "stratum": pa.nulls(NUMBER, pa.string()),
        "cluster": [locations[number % len(locations)] for number in range(NUMBER)],
    }
    silent: list[list[str]] = [[] for _each in range(NUMBER)]
    for indicator in framed.indicators:
        met = dice.random(NUMBER) < chance
        met_code = indicator.standard.met[0] if indicator.standard else ""
        other = next(code for code in indicator.values if indicator.standard and code not in indicator.standard.met)
        answers = np.where(met, met_code, other).astype(object)
        answers[dice.random(NUMBER) < 0.01] = None
        for row in np.flatnonzero(dice.random(NUMBER) < 0.05):
            answers[row] = None
            silent[row].append(indicator.code)
        columns[f"indicator:{indicator.code}"] = pa.array(answers.tolist(), pa.string())
    columns["not_asked"] = pa.array(silent, pa.list_(pa.string()))
    return pa.table(columns)


@pytest.fixture
def build(home: Path) -> Build:
    locations = world.places()
    text = framing.shipped_texts()["iris"]
    world.active(text)
    kept = keep_table(households(locations, framing.parse(text)), "surveys", "households")
    survey = Survey.objects.create(
        code="dtm-iris-2024-01-31", source="dtm", framework=Framework.objects.get(pk="iris"), date=world.FIRST
    )
    SurveyVersion.objects.create(
        survey=survey, number=1, answers_file=kept["name"], households_file=kept["name"], file_name="h.csv",
        sha256=kept["sha256"], contents=kept["sha256"], rows=NUMBER, places=120, tier=1, accepted_by="test",
        accepted_at=clock.now(),
    )  # fmt: skip
    return world.built(actions.Order(survey=survey.code, stand=True))


def test_every_metric_is_told_for_every_population_and_comparator(build: Build) -> None:
    rows = world.stored(build, "exit_metrics")
    country = {(row["population"], row["comparator"], row["metric"]): row for row in rows if row["level"] == 0}
    assert {key[2] for key in country} == set(METRICS)
    assert {key[:2] for key in country} == {
        (population, comparator) for population in ("idp", "returnee") for comparator in ("national", "stayee")
    }
    strictest = [country[name, "stayee", "pass_fail"]["share"] for name in ("idp", "returnee")]
    assert country["idp", "stayee", "sub_criterion"]["share"] is None  # it needs three questions each
    assert country["idp", "stayee", "sub_criterion"]["undecided_share"] > 0.8
    assert 0 < strictest[0] < strictest[1] < 1
    assert 0 < country["idp", "stayee", "pass_fail"]["not_assessed_share"] < 0.2


def test_progress_tells_shares_with_intervals_and_leaves_out_what_is_not_public(build: Build) -> None:
    rows = [row for row in world.stored(build, "progress") if row["level"] == 0]
    assert {row["population"] for row in rows} == {"idp", "returnee", "stayee"}
    food = {row["population"]: row for row in rows if row["indicator"] == "enough_food"}
    assert food["idp"]["share"] == pytest.approx(0.8, abs=0.06)
    assert food["stayee"]["share"] == pytest.approx(0.97, abs=0.03)
    assert all(row["low"] <= row["share"] <= row["high"] for row in rows)
    assert "no_violence" not in {row["indicator"] for row in rows}
    assert all(row["sample"] >= 30 for row in rows)


def test_sums_are_public_though_households_are_not(build: Build) -> None:
    assert build.tier == 0
    warehouse.publish(SYSTEM)
    assert ask(ANONYMOUS, Question("exit_metrics", ("share",), where={"level": 0})).rows
    assert actions.replay(SYSTEM, build.pk).is_same
