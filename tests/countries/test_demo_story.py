"""What happened in the fictional country can be read from its files."""

import datetime as dt

import pytest

from hulul.countries.demo.generator import country, settlement
from hulul.countries.demo.generator.country import Country
from tests.countries.conftest import SCALE, Written

EVE, CLOSED = "2021-08-31", "2021-10-31"


@pytest.fixture(scope="module")
def lumara() -> Country:
    return country.make(1, SCALE)


def camps(written: Written, date: str) -> dict[str, int]:
    rows = written.rounds["dtm", "idp", date]
    return {row["field", "name_en"]: int(row["field", "households"]) for row in rows if int(row["shelter", "camp"])}


def district(lumara: Country, index: int) -> dict[str, str]:
    """Governorate and district as the lists name them."""
    governorate = lumara.governorates.names[lumara.districts.parents[index]]
    return {"governorate": governorate.en, "district": lumara.districts.names[index].en}


def test_displacement_rises_in_two_shocks_and_falls_as_people_return(written: Written) -> None:
    first, before_second, peak, last = (
        written.households("idp", date) for date in ("2017-04-15", "2018-05-31", "2018-10-15", "2025-12-31")
    )
    assert first * 5 < before_second
    assert before_second * 1.1 < peak
    assert last < 0.4 * peak
    assert written.households("returnee", "2018-10-15") * 4 < written.households("returnee", "2025-12-31")


def test_the_second_shock_comes_from_kelmira(written: Written) -> None:
    before, after = (
        sum(int(row["origin", "XH07"]) for row in written.rounds["dtm", "idp", date])
        for date in ("2018-05-31", "2018-10-15")
    )
    assert before == 0
    assert after > 20_000 * SCALE
    waves = sum(int(row["wave", "2018_06"]) for row in written.rounds["dtm", "idp", "2018-10-15"])
    assert waves == after


def test_people_return_first_to_dornaz(written: Written) -> None:
    early = written.rounds["dtm", "returnee", "2018-02-28"]
    assert {row["field", "governorate"] for row in early} == {"Dornaz"}
    late = written.rounds["dtm", "returnee", "2019-06-30"]
    assert {row["field", "governorate"] for row in late} == {"Dornaz", "Mezroun", "Kelmira", "Halvaz"}


def test_seven_of_twelve_camps_are_empty_after_the_closure(written: Written) -> None:
    before, after = camps(written, EVE), camps(written, CLOSED)
    assert len(before) == 12
    assert len(after) == 5
    assert set(after) < set(before)
    assert sum(before.values()) > 2 * sum(after.values())


def test_people_from_closed_camps_go_home_or_are_displaced_again(written: Written, lumara: Country) -> None:
    emptied = sum(camps(written, EVE).values()) - sum(camps(written, CLOSED).values())
    home = written.households("returnee", CLOSED) - written.households("returnee", EVE)
    assert 0.4 * emptied < home < 0.9 * emptied
    refuge = district(lumara, settlement.secondary_district(lumara))
    before, after = (written.households("idp", date, **refuge) for date in (EVE, CLOSED))
    assert refuge["governorate"] == "Jandour"
    assert after > 1.5 * before
    assert after - before > 0.2 * emptied


def test_one_district_of_halvaz_emptied_and_saw_no_return(written: Written, lumara: Country) -> None:
    blocked = district(lumara, settlement.no_return_district(lumara))
    assert blocked["governorate"] == "Halvaz"
    assert written.households("idp", "2017-05-31", **blocked) > 100
    for date in ("2018-02-28", "2021-12-31", "2025-12-31"):
        assert written.households("idp", date, **blocked) == 0
    for (source, population, date), _ in written.rounds.items():
        if (source, population) == ("dtm", "returnee") and date < EVE:
            assert written.households("returnee", date, **blocked) == 0


def test_some_villages_were_reached_and_left_again(written: Written) -> None:
    before, after = (
        {row["field", "place_code"] for row in written.rounds["dtm", "returnee", date]}
        for date in ("2020-08-31", "2020-10-31")
    )
    left = before - after
    assert 3 <= len(left) <= 15
    for date in ("2021-12-31", "2025-12-31"):
        assert not left & {row["field", "place_code"] for row in written.rounds["dtm", "returnee", date]}


def test_locations_without_an_informant_are_missing_from_the_break_on(written: Written) -> None:
    (found,) = written.masterlist.breaks
    assert found.rule == "excluded"
    assert found.since == dt.date(2023, 1, 1)
    before, after, later = (
        {row["field", "place_code"] for row in written.rounds["dtm", "returnee", date]}
        for date in ("2022-12-31", "2023-03-31", "2025-12-31")
    )
    missing = before - after
    assert 0.02 * len(before) < len(missing) < 0.1 * len(before)
    assert not missing & later


def test_most_people_left_one_more_camp_in_the_last_round(written: Written) -> None:
    before, last = camps(written, "2025-09-30"), camps(written, "2025-12-31")
    fallen = [name for name, households in before.items() if last[name] < 0.5 * households]
    assert len(fallen) == 1
    others = [name for name in before if name not in fallen]
    assert all(0.7 < last[name] / before[name] < 1.3 for name in others)
