"""Builds from master lists: a real but limited index of how returnees are housed."""

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest

from hulul.kernel import datasets
from hulul.kernel.actors import SYSTEM
from hulul.kernel.errors import Invalid
from hulul.measurement import actions, framing
from tests.measurement import world

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("home")]

BEFORE, NOW = dt.date(2024, 1, 15), dt.date(2024, 3, 15)
ROUNDS = {"dtm-returnee-2024-01-15": BEFORE, "dtm-returnee-2024-03-15": NOW}
# (households in uninhabitable homes, in habitable ones, in unfinished buildings, with unknown shelter) of three places
SHELTER = ((10, 90, 0, 0), (50, 30, 20, 10), (0, 0, 0, 40))
KINDS = ("habitual_residence_uninhabitable", "habitual_residence_habitable", "unfinished_building", "unknown")


@pytest.fixture
def locations(home: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    found = world.places()[:3]
    counts, breakdowns = {}, {}
    for code in ROUNDS:
        households = [sum(cells) if code.endswith("03-15") else 80 for cells in SHELTER]
        counts[code] = pa.table(
            {"round": [code] * 3, "place": found, "households": households, "individuals": [n * 6 for n in households]}
        )
        rows = [
            (code, place, "shelter", kind, number)
            for place, cells in zip(found, SHELTER, strict=True)
            for kind, number in zip(KINDS, cells, strict=True)
            if number
        ]
        names = ("round", "place", "dimension", "category", "households")
        breakdowns[code] = pa.table(dict(zip(names, map(list, zip(*rows, strict=True)), strict=True)))
    monkeypatch.setattr(datasets, "_datasets", world.with_rounds(ROUNDS, {"counts": counts, "breakdowns": breakdowns}))
    return found


def test_shares_of_shelter_become_scores(locations: list[str]) -> None:
    world.active(framing.shipped_texts()["masterlist-conditions"])
    build = world.built(actions.Order(framework="masterlist-conditions", date=NOW, runs=0))
    rows = {
        (row["place"], row["indicator"]): row for row in world.stored(build, "severity_indicators") if row["level"] == 4
    }
    assert rows[locations[0], "uninhabitable_share"]["value"] == pytest.approx(10)
    assert rows[locations[1], "uninhabitable_share"]["value"] == pytest.approx(50 / 80 * 100)
    assert rows[locations[1], "critical_shelter_share"]["value"] == pytest.approx(70)
    scores = {row["place"]: row for row in world.stored(build, "severity") if row["scale"] == ""}
    assert scores[locations[1]]["score"] == pytest.approx((50 / 80 * 100 + 70) / 2)
    assert locations[2] not in scores  # nobody's shelter was recorded
    assert scores["XW"]["individuals"] == 6 * (100 + 110)
    assert scores["XW"]["locations"] == 3
    assert scores["XW"]["assessed_locations"] == 2
    assert build.survey_version is None
    assert actions.replay(SYSTEM, build.pk).is_same


def test_change_is_measured_from_the_round_before(locations: list[str]) -> None:
    world.active(framing.shipped_texts()["masterlist-conditions"])
    world.built(actions.Order(framework="masterlist-conditions", date=BEFORE, runs=0, stand=True))
    build = world.built(actions.Order(framework="masterlist-conditions", date=NOW, runs=0))
    rows = world.stored(build, "severity_changes")
    assert {row["change"] for row in rows} == {0.0}
    assert {row["previous_date"] for row in rows} == {BEFORE}


def test_without_a_round_near_the_date_there_is_nothing_to_build(locations: list[str]) -> None:
    world.active(framing.shipped_texts()["masterlist-conditions"])
    begun = actions.start_build(SYSTEM, actions.Order(framework="masterlist-conditions", date=dt.date(2020, 1, 1)))
    with pytest.raises(Invalid) as refused:
        actions.run_build(SYSTEM, begun.pk)
    assert refused.value.code == "no_round"


def test_the_outcome_is_the_growth_since_the_round_before(locations: list[str]) -> None:
    from hulul.measurement.building import people
    from hulul.measurement.building.inputs import Inputs

    world.active(framing.shipped_texts()["masterlist-conditions"])
    build = world.built(actions.Order(framework="masterlist-conditions", date=NOW, runs=0))
    grown = people.return_outcome(Inputs(build.inputs), locations)
    assert grown.tolist() == pytest.approx([0.25, 0.375, 0.0])
