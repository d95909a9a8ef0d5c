"""Index surveys of the fictional country: files as the field writes them, and a truth that can be found again."""

import csv
import datetime as dt
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from python_calamine import CalamineWorkbook

from hulul.countries.demo.generator import Manifest, generate, surveys
from hulul.measurement import framing
from tests.countries.conftest import SCALE

RETURN_INDEX = framing.shipped_texts()["return-index"]
FRAMED = framing.parse(RETURN_INDEX)
Rows = list[dict[str, Any]]


@pytest.fixture(scope="module")
def lumara(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    return generate(tmp_path_factory.mktemp("lumara"), scale=SCALE, frameworks={"return-index": RETURN_INDEX})


@pytest.fixture(scope="module")
def truth(lumara: Manifest) -> dict[str, Any]:
    (file,) = lumara.of_kind("truth")
    return json.loads(file.path.read_text("utf-8"))


def read(path: Path) -> Rows:
    if path.suffix == ".xlsx":
        header, *lines = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
        return [dict(zip(header, line, strict=True)) for line in lines]
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def of(lumara: Manifest, date: dt.date) -> Rows:
    (file,) = (file for file in lumara.surveys if file.date == date)
    return read(file.path)


def informants(rows: Rows) -> dict[int, Rows]:
    by_place: dict[int, Rows] = {}
    for row in rows:
        by_place.setdefault(int(row["Place ID"]), []).append(row)
    return by_place


def test_without_a_framework_no_survey_is_written(tmp_path: Path) -> None:
    manifest = generate(tmp_path, scale=0.05)
    assert manifest.surveys == ()
    assert not (tmp_path / "surveys").exists()


def test_twenty_rounds_are_held_on_dates_of_master_lists(lumara: Manifest) -> None:
    lists = {file.date for file in lumara.of("dtm", "returnee")}
    dates = [file.date for file in lumara.surveys]
    assert len(dates) == 20
    assert set(dates) <= lists
    assert {(file.source, file.framework) for file in lumara.surveys} == {("dtm", "return-index")}


def test_the_same_seed_asks_the_same_people_the_same(tmp_path: Path) -> None:
    first, second = (
        generate(tmp_path / name, seed=3, scale=0.05, frameworks={"return-index": RETURN_INDEX}) for name in "ab"
    )
    for one, other in zip(first.surveys, second.surveys, strict=True):
        assert one.path.read_bytes() == other.path.read_bytes()
    assert first.of_kind("truth")[0].path.read_bytes() == second.of_kind("truth")[0].path.read_bytes()


def test_other_files_stay_as_they_are_when_surveys_are_written(tmp_path: Path) -> None:
    plain = generate(tmp_path / "plain", scale=0.05)
    asked = generate(tmp_path / "asked", scale=0.05, frameworks={"return-index": RETURN_INDEX})
    for one, other in zip(plain.files, asked.files[: len(plain.files)], strict=True):
        assert one.path.read_bytes() == other.path.read_bytes()


def test_every_answer_is_one_that_the_framework_knows(lumara: Manifest) -> None:
    for file in lumara.surveys:
        language = "ar" if file.date == surveys.ARABIC else "en"
        rows = read(file.path)
        for indicator in FRAMED.indicators:
            asked = indicator.question if file.date == surveys.DRIFTED else indicator.title
            assert asked is not None
            known = {answer.label.get(language) for answer in indicator.answers} | {""}
            assert {row[asked.get(language)] for row in rows} <= known


def test_one_round_is_in_arabic_and_one_has_other_headers(lumara: Manifest) -> None:
    headers = [frozenset(read(file.path)[0]) for file in lumara.surveys]
    assert len(set(headers)) == 3
    assert "كفاية المياه" in of(lumara, surveys.ARABIC)[0]
    assert "Water sufficiency" not in of(lumara, surveys.DRIFTED)[0]


def test_locations_have_one_to_three_informants_who_do_not_quite_agree(lumara: Manifest) -> None:
    by_place = informants(of(lumara, dt.date(2024, 12, 31)))
    counts = np.bincount([len(rows) for rows in by_place.values()])
    assert list(counts > 0) == [False, True, True, True]
    several = [rows for rows in by_place.values() if len(rows) > 1]
    same = [len({row["Water sufficiency"] for row in rows} - {"", "Don't know"}) <= 1 for rows in several]
    assert 0.4 < np.mean(same) < 0.95


def test_some_answers_are_missing_and_some_questions_do_not_arise(lumara: Manifest) -> None:
    rows = of(lumara, dt.date(2024, 12, 31))
    empty = np.mean([row["Occupation of private homes"] == "" for row in rows])
    unknown = np.mean([row["Occupation of private homes"] == "Don't know" for row in rows])
    absent = np.mean([row["Recovery of agriculture"] == "There was none before" for row in rows])
    assert 0 < empty < 0.06
    assert 0 < unknown < 0.06
    assert 0.03 < absent < 0.2


def test_only_places_with_returnees_are_visited_and_not_quite_all(lumara: Manifest) -> None:
    for date in (dt.date(2021, 8, 31), dt.date(2025, 12, 31)):
        (listed,) = (file for file in lumara.of("dtm", "returnee") if file.date == date)
        returned = {int(row["Place ID"]) for row in read(listed.path) if row["Place ID"].isdecimal()}
        visited = set(informants(of(lumara, date)))
        assert visited < returned
        assert len(visited) > 0.9 * len(returned)


def test_nothing_in_the_files_is_about_a_person(lumara: Manifest) -> None:
    titles = {indicator.title.en for indicator in FRAMED.indicators}
    places = {"Place ID", "Governorate", "District", "Location Name", "Key informant", "Return of families"}
    rows = of(lumara, dt.date(2020, 12, 31))
    assert set(rows[0]) == titles | places
    assert {row["Key informant"] for row in rows} == {"1", "2", "3"}


def severity(truth: dict[str, Any], date: str, scale: str = "") -> dict[int, float]:
    round_ = truth["rounds"][date]
    return dict(zip(round_["places"], round_["severity"][scale], strict=True))


def test_conditions_ease_with_the_years_and_worsen_where_camps_send_people_home(truth: dict[str, Any]) -> None:
    first, eve, closed, last = (
        severity(truth, date) for date in ("2020-12-31", "2021-08-31", "2021-12-31", "2025-12-31")
    )
    assert np.mean(list(last.values())) < np.mean(list(first.values())) - 5
    both = sorted(eve.keys() & closed.keys())
    moved = np.array([closed[place] - eve[place] for place in both])
    assert moved.mean() > 1


def test_water_runs_short_in_the_drought_and_only_in_mezroun(lumara: Manifest) -> None:
    def short(date: dt.date, mezroun: bool) -> float:
        rows = [row for row in of(lumara, date) if (row["Governorate"] == "Mezroun") == mezroun]
        return float(np.mean([row["Water sufficiency"] in ("Some residents", "No resident") for row in rows]))

    before, during, after = dt.date(2022, 3, 31), dt.date(2022, 12, 31), dt.date(2024, 3, 31)
    assert short(during, True) > short(before, True) + 0.15
    assert short(after, True) < short(during, True) - 0.1
    assert abs(short(during, False) - short(before, False)) < 0.1


def test_severity_is_worst_beside_the_area_of_no_return(truth: dict[str, Any], lumara: Manifest) -> None:
    rows = of(lumara, dt.date(2020, 12, 31))
    governorate = {int(row["Place ID"]): row["Governorate"] for row in rows}
    found = severity(truth, "2020-12-31", FRAMED.scales[1].code)
    means = {
        name: np.mean([value for place, value in found.items() if governorate[place] == name])
        for name in ("Halvaz", "Dornaz", "Kelmira", "Mezroun")
    }
    assert max(means, key=lambda name: means[name]) == "Halvaz"
    assert min(means, key=lambda name: means[name]) == "Dornaz"


def design(rows: Rows) -> tuple[list[int], np.ndarray, np.ndarray]:
    """Places, mean answers 0 to 1 by indicator (the column's mean where missing), and the outcome in log-odds."""
    values = []
    for indicator in FRAMED.indicators:
        position = {
            answer.label.en: number / (len(indicator.values) - 1)
            for number, answer in enumerate(each for each in indicator.answers if each.value is not None)
        }
        values.append([position.get(row[indicator.title.en], np.nan) for row in rows])
    answers = np.array(values).T
    places, at = np.unique([int(row["Place ID"]) for row in rows], return_inverse=True)
    means = np.full((len(places), answers.shape[1]), np.nan)
    for number in range(len(places)):
        own = answers[at == number]
        known = ~np.isnan(own).all(axis=0)
        means[number, known] = np.nanmean(own[:, known], axis=0)
    means = np.where(np.isnan(means), np.nanmean(means, axis=0), means)
    returned = np.array(
        [float(rows[int(np.flatnonzero(at == number)[0])]["Return of families"]) for number in range(len(places))]
    )
    share = np.clip(returned, 0.01, 0.99)
    return places.tolist(), means, np.log(share / (1 - share))


def test_the_effects_of_answers_can_be_found_again_by_regression(lumara: Manifest, truth: dict[str, Any]) -> None:
    rounds = [design(of(lumara, file.date)) for file in lumara.surveys[-4:-1] if file.date]
    answers = np.concatenate([means for _places, means, _odds in rounds])
    odds = np.concatenate([odds for _places, _means, odds in rounds])
    fitted, *_ = np.linalg.lstsq(np.column_stack([np.ones(len(answers)), answers]), odds, rcond=None)
    true = np.array([min(truth["effects"][indicator.code].values()) for indicator in FRAMED.indicators])
    assert np.abs(fitted[1:] - true).max() < 0.2
    assert np.corrcoef(fitted[1:], true)[0, 1] > 0.95


def test_the_true_ranking_can_be_found_again_from_answers(lumara: Manifest, truth: dict[str, Any]) -> None:
    date = dt.date(2024, 12, 31)
    places, means, _odds = design(of(lumara, date))
    effects = np.array([-min(truth["effects"][indicator.code].values()) for indicator in FRAMED.indicators])
    scores = np.zeros(len(places))
    for scale in FRAMED.scales:
        own = effects * [indicator.scale == scale.code for indicator in FRAMED.indicators]
        scores += means @ own / own.sum() / len(FRAMED.scales) * 100
    true = severity(truth, date.isoformat())
    latent = np.array([true[place] for place in places])
    ranks = [np.argsort(np.argsort(values)) for values in (scores, latent)]
    assert np.corrcoef(*ranks)[0, 1] > 0.9
    assert np.abs(scores - latent).mean() < 6
