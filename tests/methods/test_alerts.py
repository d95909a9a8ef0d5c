"""Movement alerts: what is unusual, what is not, and how often pure chance raises one."""

import datetime as dt
import random
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hulul.methods import alerts, stocks, tables
from tests.methods.small_country import PLACES, Load, counts, records, rounds, stored, table

START = dt.date(2020, 1, 1)


def dates(number: int, days: int = 30) -> list[str]:
    return [(START + dt.timedelta(days=days * step)).isoformat() for step in range(number)]


def raised(
    load: Load, days: int = 30, breaks: frozenset[str] = frozenset(), at_most: float = 0.01, **series: list[int]
) -> list[dict[str, Any]]:
    """Alerts of a country in which places have these households, one round every so many days."""
    length = len(next(iter(series.values())))
    when = dates(length, days)
    of = load(rounds(("dtm", "idp", tuple(when)), breaks=breaks))
    listed = [
        row
        for step, date in enumerate(when)
        for row in counts(
            f"dtm-idp-{date}", **{place: values[step] for place, values in series.items() if values[step]}
        )
    ]
    made = stored(load, stocks.stocks(load(table(tables.COUNTS, listed)), of, load(PLACES)))
    changed = stored(load, stocks.changes(made, of, load(PLACES)))
    return records(alerts.alerts(changed, of, at_most=at_most))


def of_place(found: list[dict[str, Any]], place: str) -> list[tuple[str, int, str]]:
    return [(str(row["date"]), row["change"], row["direction"]) for row in found if row["place"] == place]


CALM = [400, 404, 398, 401, 399, 403, 400, 402]


def test_a_camp_that_closes_is_the_first_alert_of_its_round(load: Load) -> None:
    found = raised(load, k=[*CALM, 0], a=[*CALM, 415])
    assert of_place(found, "k") == [("2020-08-28", -402, "fall")]
    assert of_place(found, "a") == []
    alert = next(row for row in found if row["place"] == "k")
    assert (alert["round"], alert["rank"], alert["households"]) == ("dtm-idp-2020-08-28", 1, 0)
    assert alert["expected"] == pytest.approx(402, abs=3)


def test_the_score_is_the_move_less_the_usual_one_over_the_spread(on_duckdb: Load) -> None:
    series = [*CALM, 0]
    found = next(row for row in raised(on_duckdb, k=series) if row["place"] == "k")
    moves = 2 * np.diff(np.sqrt(series))
    past, usual = moves[:-1], np.median(moves[:-1])
    deviation = np.abs(past - usual)
    spread = max(1.4826 * np.median(deviation), 1.2533 * np.mean(deviation))
    assert found["score"] == pytest.approx((moves[-1] - usual) / np.hypot(spread, 4.0), abs=1e-4)
    assert found["expected"] == pytest.approx((np.sqrt(402) + usual / 2) ** 2, abs=0.1)
    assert found["false_alarm_rate"] == pytest.approx(alerts.false_alarm_rate(found["score"], 4))


def test_areas_raise_alerts_as_places_do(on_duckdb: Load) -> None:
    found = raised(on_duckdb, at_most=0.05, a=[*CALM, 1200], e=[*CALM, 401])
    assert {row["place"] for row in found} == {"a", "X1", "X1D1", "X1D1S1"}
    assert {row["direction"] for row in found} == {"rise"}


def test_a_steady_fall_is_expected_and_raises_nothing(on_duckdb: Load) -> None:
    assert raised(on_duckdb, a=[1000, 900, 805, 710, 620, 535, 460, 385, 320, 260]) == []


def test_a_place_that_always_jumps_raises_nothing_when_it_jumps_again(on_duckdb: Load) -> None:
    assert raised(on_duckdb, a=[200, 600, 210, 590, 220, 610, 190, 600, 205, 620]) == []


def test_one_outlier_in_the_past_does_not_hide_the_next_movement(on_duckdb: Load) -> None:
    found = raised(on_duckdb, a=[400, 402, 900, 401, 400, 399, 402, 400, 401, 400, 402, 0])
    assert of_place(found, "a") == [("2020-11-26", -402, "fall")]


def test_a_place_is_judged_from_its_seventh_change_on(on_duckdb: Load) -> None:
    assert of_place(raised(on_duckdb, a=[*CALM[:6], 0]), "a") == []
    assert of_place(raised(on_duckdb, a=[*CALM[:7], 0]), "a") == [("2020-07-29", -400, "fall")]


def test_a_change_of_a_handful_of_households_is_never_an_alert(on_duckdb: Load) -> None:
    assert raised(on_duckdb, at_most=1.0, a=[9, 9, 9, 9, 9, 9, 9, 9, 0]) == []


def test_the_same_fall_over_a_longer_time_is_less_unusual(on_duckdb: Load) -> None:
    quick = raised(on_duckdb, days=15, at_most=1.0, a=[*CALM, 200])
    slow = raised(on_duckdb, days=120, at_most=1.0, a=[*CALM, 200])
    assert abs(quick[-1]["score"]) > abs(slow[-1]["score"])


def test_a_change_across_a_break_in_series_is_not_a_movement(on_duckdb: Load) -> None:
    when = dates(9)
    assert raised(on_duckdb, breaks=frozenset({when[-1]}), a=[*CALM, 0]) == []


def test_ranks_are_1_2_3_within_a_round_and_level_and_ties_go_by_place(on_duckdb: Load) -> None:
    found = raised(on_duckdb, at_most=0.04, a=[*CALM, 0], b=[*CALM, 0], c=[*CALM, 150], d=[*CALM, 402])
    ranked = sorted((row["rank"], row["place"]) for row in found if row["level"] == 4)
    assert ranked == [(1, "a"), (2, "b"), (3, "c")]


def test_the_rows_of_the_table_may_come_in_any_order(on_duckdb: Load) -> None:
    of = rounds(("dtm", "idp", tuple(dates(9))))
    listed = [row for step, date in enumerate(dates(9)) for row in counts(f"dtm-idp-{date}", a=[*CALM, 9][step], b=7)]
    made = stocks.stocks(on_duckdb(table(tables.COUNTS, listed)), on_duckdb(of), on_duckdb(PLACES))
    changed = stocks.changes(made, on_duckdb(of), on_duckdb(PLACES)).collect("pyarrow").to_native()
    order = list(range(changed.num_rows))
    random.Random(5).shuffle(order)  # noqa: S311 - a repeatable order
    results = [
        sorted(map(str, records(alerts.alerts(on_duckdb(given_), on_duckdb(of), at_most=1.0))))
        for given_ in (changed, changed.take(order))
    ]
    assert results[0] == results[1] != []


@given(st.floats(0, 1000), st.floats(0, 1000), st.sampled_from([1, 2, 3, 4]))
def test_a_higher_score_never_has_a_higher_false_alarm_rate(one: float, other: float, level: int) -> None:
    low, high = sorted((one, other))
    assert 0 < alerts.false_alarm_rate(high, level) <= alerts.false_alarm_rate(low, level) <= 1
    assert alerts.false_alarm_rate(-one, level) == alerts.false_alarm_rate(one, level)


@given(st.floats(0.0001, 0.04), st.sampled_from([1, 2, 3, 4]))
def test_the_threshold_is_the_inverse_of_the_false_alarm_rate(rate: float, level: int) -> None:
    assert alerts.false_alarm_rate(alerts.threshold(rate, level), level) == pytest.approx(rate)


def noisy_changes(places: int, rounds_: int, seed: int) -> pa.Table:
    """Places whose households wander by chance, as lists do: mostly still, sometimes a step, often rounded."""
    chance = np.random.default_rng(seed)
    made = []
    for place in range(places):
        size = int(chance.lognormal(4, 1))
        previous = size
        for step in range(1, rounds_):
            moved = chance.random() < 0.3
            now = max(0, int(round(previous * np.exp(chance.normal(0, 0.15)) / 5) * 5)) if moved else previous
            before_date, date = START + dt.timedelta(15 * (step - 1)), START + dt.timedelta(15 * step)
            made.append((f"r{step}", "dtm", "idp", date, 4, f"p{place:04}", f"r{step - 1}", before_date, 15,
                         now, previous, now - previous, 0, None, 1, now, previous, 0, 0, False))  # fmt: skip
            previous = now
    return table(tables.CHANGES, made)


def test_on_series_that_move_by_chance_no_more_alerts_are_raised_than_stated(on_duckdb: Load) -> None:
    number, length = 400, 40
    of = table(
        tables.ROUNDS, [(f"r{step}", "dtm", "idp", START + dt.timedelta(15 * step), step, 1) for step in range(length)]
    )
    changed = on_duckdb(noisy_changes(number, length, seed=11))
    judged = number * (length - 1 - alerts.LEAST_HISTORY)
    for stated in (0.02, 0.01, 0.003):
        found = records(alerts.alerts(changed, on_duckdb(of), at_most=stated))
        assert len(found) / judged <= stated
    assert records(alerts.alerts(changed, on_duckdb(of), at_most=1.0)), "the noise is large enough to be judged at all"
