"""Master lists of the fictional country: sums that hold, headers that drift, slips in a minority of rows."""

import datetime as dt
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from hulul.countries.demo.generator import generate
from hulul.kernel.packs import fold_header
from tests.countries.conftest import Written


def test_the_same_seed_writes_the_same_bytes(tmp_path: Path) -> None:
    first, second = (generate(tmp_path / name, seed=4, scale=0.1) for name in ("first", "second"))
    assert len(first.files) == len(second.files) > 150
    for one, other in zip(first.files, second.files, strict=True):
        assert one.path.relative_to(first.folder) == other.path.relative_to(second.folder)
        assert one.path.read_bytes() == other.path.read_bytes()


def test_another_seed_writes_another_country(tmp_path: Path) -> None:
    first, second = (generate(tmp_path / str(seed), seed=seed, scale=0.1) for seed in (4, 5))
    assert first.files[3].path.read_bytes() != second.files[3].path.read_bytes()
    assert first.masterlists[-3].path.read_bytes() != second.masterlists[-3].path.read_bytes()


def test_scale_multiplies_locations_and_people_but_not_areas_or_rounds(tmp_path: Path, written: Written) -> None:
    small = Written(generate(tmp_path, scale=0.1), written.masterlist)
    assert len(small.manifest.files) == len(written.manifest.files)
    assert len(small.boundaries(3)) == len(written.boundaries(3))
    ratio = len(written.table("lumara_gazetteer.csv")) / len(small.table("lumara_gazetteer.csv"))
    assert 4 < ratio < 6
    last = "2025-12-31"
    assert 4 < written.households("idp", last) / small.households("idp", last) < 6


def test_progress_is_told_from_the_first_step_to_the_last(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    generate(tmp_path, scale=0.1, progress=lambda *step: told.append(step))
    done = [step[0] for step in told]
    assert done == sorted(done)
    assert told[0][0] == 0
    assert told[-1][0] == told[-1][1] == len(told) - 1


def test_rounds_run_from_two_a_month_to_four_a_year(written: Written) -> None:
    idp = [file.date for file in written.manifest.of("dtm", "idp") if file.date]
    returnee = [file.date for file in written.manifest.of("dtm", "returnee") if file.date]
    assert len(idp) == 79
    assert len(returnee) == 69
    assert set(returnee) < set(idp)
    assert (idp[0], idp[-1]) == (dt.date(2017, 4, 15), dt.date(2025, 12, 31))
    gaps = [(later - earlier).days for earlier, later in pairwise(idp)]
    assert max(gaps[:40]) <= 17
    assert {59, 60, 61, 62} >= set(gaps[46:62]) >= {61}
    assert min(gaps[-12:]) >= 89


def test_every_breakdown_sums_to_the_households_of_its_row(written: Written) -> None:
    for (source, _, _), rows in written.rounds.items():
        for row in rows if source == "dtm" else ():
            sums: Counter[str] = Counter()
            for (dimension, _), text in row.items():
                if dimension != "field":
                    assert int(text) >= 0
                    sums[dimension] += int(text)
            households = int(row["field", "households"])
            assert households > 0
            assert sums == {"origin": households, "shelter": households, "wave": households}


def test_individuals_are_households_times_the_factor_of_the_pack(written: Written) -> None:
    seen = set()
    for (source, population, date), rows in written.rounds.items():
        day = dt.date.fromisoformat(date)
        for row in rows if source == "dtm" else ():
            kind = "camp" if int(row.get(("shelter", "camp"), "0")) else ""
            factor = written.masterlist.factor(day, kind)
            seen.add((population, kind, factor))
            assert int(row["field", "individuals"]) == int(row["field", "households"]) * factor
    assert seen == {("idp", "", 6.0), ("idp", "camp", 6.0), ("idp", "camp", 5.0), ("returnee", "", 6.0)}


def test_no_place_stands_twice_in_a_round(written: Written) -> None:
    for (source, _, _), rows in written.rounds.items():
        if source == "dtm":
            places = [row["field", "place_code"] for row in rows]
            assert len(set(places)) == len(places)


def test_headers_drift_in_three_steps_and_the_pack_knows_them_all(written: Written) -> None:
    styles = defaultdict(set)
    for file in written.manifest.masterlists:
        assert file.population is not None
        header = file.path.read_text("utf-8").split("\n", 1)[0].replace('"', "").split(",")
        meanings = written.masterlist.meanings(file.population)
        assert [text for text in header if fold_header(text) not in meanings] == []
        styles[file.source, file.population].add(tuple(header))
    assert {key: len(found) for key, found in styles.items()} == {
        ("dtm", "idp"): 3,
        ("dtm", "returnee"): 3,
        ("ministry", "idp"): 1,
        ("ministry", "returnee"): 1,
    }


def test_total_rows_state_the_sums_of_their_lists(written: Written) -> None:
    with_totals = 0
    for file in written.manifest.masterlists:
        last = file.path.read_text("utf-8").rstrip("\n").rsplit("\n", 1)[1].split(",")
        if last[0] == "Total":
            with_totals += 1
            rows = written.rows(file)
            for position, key in enumerate(rows[0]):
                if key[0] != "field" or key[1] in {"households", "individuals"}:
                    assert int(last[position]) == sum(int(row[key]) for row in rows)
    assert with_totals > 30


def test_a_minority_of_rows_has_the_usual_slips(written: Written) -> None:
    known = {row["place_id"]: row for row in written.table("lumara_gazetteer.csv")}
    slips: Counter[str] = Counter()
    total = 0
    for (source, _, _), rows in written.rounds.items():
        for row in rows if source == "dtm" else ():
            total += 1
            place = known.get(row["field", "place_code"])
            if place is None:
                slips["not in the gazetteer"] += 1
                continue
            slips["respelled"] += row["field", "name_en"] != place["location_en"]
            slips["without Arabic"] += not row["field", "name_ar"]
            slips["swapped"] += (row["field", "lat"], row["field", "lon"]) == (place["lon"], place["lat"])
            slips["misfiled"] += row["field", "district"] != place["district"]
    assert set(slips) == {"not in the gazetteer", "respelled", "without Arabic", "swapped", "misfiled"}
    assert all(0 < count < total * 0.03 for count in slips.values()), slips


@pytest.mark.parametrize("population", ["idp", "returnee"])
def test_the_ministry_counts_other_families_by_governorate(written: Written, population: str) -> None:
    compared = 0
    for (source, counted, date), rows in written.rounds.items():
        if (source, counted) != ("ministry", population):
            continue
        for row in rows:
            governorate = row["field", "governorate"]
            registered = int(row["field", "households"])
            assert int(row["field", "individuals"]) == registered * 6
            seen = sum(
                int(other["field", "households"])
                for other in written.rounds["dtm", counted, date]
                if other["field", "governorate"] == governorate
            )
            assert 0.7 * seen < registered < 1.25 * seen
            compared += registered != seen
    assert compared > 10
