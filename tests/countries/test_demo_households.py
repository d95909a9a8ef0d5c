"""The household survey of the fictional country: a sample with weights, and shares that are known without it."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hulul.countries.demo.generator import Manifest, generate
from hulul.measurement import framing
from tests.countries.conftest import SCALE

TEXTS = {code: text for code, text in framing.shipped_texts().items() if code in ("iris", "iasc")}
FRAMED = {code: framing.parse(text) for code, text in TEXTS.items()}
GROUPS = ("idp", "returnee", "stayee", "host")
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def lumara(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    return generate(tmp_path_factory.mktemp("lumara"), scale=SCALE, frameworks=TEXTS)


@pytest.fixture(scope="module")
def truth(lumara: Manifest) -> dict[str, Any]:
    (file,) = lumara.of_kind("truth")
    return json.loads(file.path.read_text("utf-8"))


def read(lumara: Manifest, framework: str) -> Rows:
    (file,) = (file for file in lumara.surveys if file.framework == framework)
    with file.path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def values(rows: Rows, framework: str) -> np.ndarray:
    """Households by indicator: 1 overcome or not concerned, 0 not, NaN unknown; not concerned apart in `concerned`."""
    found = []
    for indicator in FRAMED[framework].indicators:
        assert indicator.question is not None
        meaning = {answer.label.en: answer for answer in indicator.answers}
        said = [meaning[row[indicator.question.en]] for row in rows]
        found.append([1.0 if a.missing == "by_design" else np.nan if a.value is None else a.value for a in said])
    return np.array(found).T


def concerned(rows: Rows, framework: str) -> np.ndarray:
    found = []
    for indicator in FRAMED[framework].indicators:
        assert indicator.question is not None
        absent = {answer.label.en for answer in indicator.answers if answer.missing == "by_design"}
        found.append([row[indicator.question.en] not in absent for row in rows])
    return np.array(found).T


def test_each_framework_gets_a_file_with_its_own_questions_of_the_same_households(lumara: Manifest) -> None:
    iris, iasc = read(lumara, "iris"), read(lumara, "iasc")
    own = [key for key in iris[0] if key in iasc[0]]
    assert len(iris) == len(iasc) > 1_000
    assert [[row[key] for key in own] for row in iris] == [[row[key] for key in own] for row in iasc]
    assert len(iasc[0]) > len(iris[0])


def test_the_same_seed_asks_the_same_households(tmp_path: Path) -> None:
    first, second = (generate(tmp_path / name, seed=3, scale=0.05, frameworks=TEXTS) for name in "ab")
    for one, other in zip(first.surveys, second.surveys, strict=True):
        assert one.path.read_bytes() == other.path.read_bytes()


def test_a_row_says_the_district_of_a_household_and_nothing_nearer(lumara: Manifest) -> None:
    questions = {indicator.question.en for indicator in FRAMED["iris"].indicators if indicator.question}
    rows = read(lumara, "iris")
    assert set(rows[0]) - questions == {"No", "P-code", "District", "Population", "Stratum", "Cluster", "Weight"}
    assert {len(row["P-code"]) for row in rows} == {len("XH0101")}


def test_weights_add_up_to_the_households_of_each_group(lumara: Manifest, truth: dict[str, Any]) -> None:
    rows = read(lumara, "iris")
    for group in GROUPS:
        total = sum(float(row["Weight"]) for row in rows if row["Population"] == group)
        assert total == pytest.approx(truth["groups"][group]["households"], rel=0.01)


def test_strata_are_governorates_by_group_and_clusters_lie_in_one_of_them(lumara: Manifest) -> None:
    rows = read(lumara, "iris")
    strata = {
        row["Cluster"]: {other["Stratum"] for other in rows if other["Cluster"] == row["Cluster"]} for row in rows
    }
    assert all(len(found) == 1 for found in strata.values())
    assert {(row["Stratum"][:4], row["Population"]) for row in rows} == {
        (row["P-code"][:4], row["Stratum"].split("-")[1]) for row in rows
    }
    assert len(strata) > 10 * len({row["Stratum"] for row in rows}) / 2


def test_a_weighted_sample_finds_the_true_shares_again(lumara: Manifest, truth: dict[str, Any]) -> None:
    rows = read(lumara, "iasc")
    found, concerns = values(rows, "iasc"), concerned(rows, "iasc")
    weights = np.array([float(row["Weight"]) for row in rows])
    errors = []
    for group in GROUPS:
        own = np.array([row["Population"] == group for row in rows])
        for column, indicator in enumerate(FRAMED["iasc"].indicators):
            at = own & concerns[:, column] & ~np.isnan(found[:, column])
            share = float(np.average(found[at, column], weights=weights[at]))
            errors.append(share - truth["groups"][group]["overcome"][indicator.code])
    assert np.abs(errors).max() < 0.2
    assert np.abs(np.mean(errors)) < 0.02


@pytest.mark.parametrize("group", GROUPS)
def test_the_share_that_overcame_all_is_found_again(lumara: Manifest, truth: dict[str, Any], group: str) -> None:
    rows = [row for row in read(lumara, "iris") if row["Population"] == group]
    found = values(rows, "iris")
    weights = np.array([float(row["Weight"]) for row in rows])
    known = ~np.isnan(found).any(axis=1)
    share = float(np.average(found[known].all(axis=1), weights=weights[known]))
    true = truth["groups"][group]["exits"]["iris"]
    error = 2 * np.sqrt(true * (1 - true) / known.sum())  # twice that of a simple sample, for clusters and weights
    assert abs(share - true) < 2.5 * error


def test_displaced_people_overcame_least_and_hosts_most(truth: dict[str, Any]) -> None:
    shares = [truth["groups"][group]["exits"]["iris"] for group in GROUPS]
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.25
    assert shares[-1] > 0.25


def test_some_answers_are_unknown_and_some_questions_do_not_arise(lumara: Manifest) -> None:
    rows = read(lumara, "iris")
    unknown = np.isnan(values(rows, "iris"))
    absent = ~concerned(rows, "iris")
    assert 0.005 < unknown.mean() < 0.03
    assert 0.02 < absent.mean() < 0.2
    assert absent.any(axis=0).sum() == 3
