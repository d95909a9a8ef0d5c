"""Which rounds a change touches."""

import datetime as dt

import pytest

from hulul.warehouse.series import Following, Known, Near, Same, Touched, Window, different


def rounds(*numbers: int, population: str = "idp", source: str = "dtm") -> dict[str, Known]:
    return {
        f"{population}{n}": Known(source, population, dt.date(2020, 1, 1) + dt.timedelta(days=30 * n), i, 1)
        for i, n in enumerate(numbers, start=1)
    }


def of(rows: set[str], needed: set[str]) -> Touched:
    return Touched(frozenset(rows), frozenset(needed))


def test_rounds_that_came_went_or_have_another_row_are_different() -> None:
    assert different(rounds(1, 2, 3), rounds(1, 3, 4)) == {"idp2", "idp3", "idp4"}  # 3 is the second now
    assert different(rounds(1, 2), rounds(1, 2)) == frozenset()


def test_a_gone_round_is_touched_and_needs_nothing() -> None:
    assert Same().touched(frozenset({"idp2"}), rounds(1, 2), rounds(1)) == of({"idp2"}, set())


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ((1, 2), (1, 2, 3), of({"idp3"}, {"idp2", "idp3"})),  # a new last round
        ((1, 3), (1, 2, 3), of({"idp2", "idp3"}, {"idp1", "idp2", "idp3"})),  # one in between
        ((1, 2, 3), (1, 3), of({"idp2", "idp3"}, {"idp1", "idp3"})),  # one withdrawn
        ((1, 2), (2,), of({"idp1", "idp2"}, {"idp2"})),  # the first withdrawn
        ((1, 2), (1,), of({"idp2"}, set())),  # the last withdrawn
    ],
)
def test_changes_touch_the_round_and_the_one_after_it(
    before: tuple[int, ...], now: tuple[int, ...], expected: Touched
) -> None:
    old, new = rounds(*before), rounds(*now)
    assert Following().touched(different(old, new), old, new) == expected


def test_a_corrected_round_touches_the_one_after_it_but_no_other_series() -> None:
    both = rounds(1, 2, 3) | rounds(1, 2, 3, population="returnee")
    assert Following().touched(frozenset({"idp1"}), both, both) == of({"idp1", "idp2"}, {"idp1", "idp2"})


def test_return_rates_are_touched_by_displacement_rounds_near_in_time_of_the_same_source() -> None:
    both = rounds(1, 3, 5) | rounds(1, 3, 5, population="returnee") | rounds(4, population="ret", source="momd")
    assert Near(45).touched(frozenset({"idp3"}), both, both) == of({"idp3", "returnee3"}, {"idp3", "returnee3"})
    assert Near(60).touched(frozenset({"idp3"}), both, both).rows == {"idp3", "returnee1", "returnee3", "returnee5"}


def test_a_displacement_round_that_went_touches_the_rates_it_was_used_for() -> None:
    before = rounds(1, 2) | rounds(1, population="returnee")
    now = rounds(1) | rounds(1, population="returnee")
    assert Near(45).touched(frozenset({"idp2"}), before, now) == of({"idp2", "returnee1"}, {"returnee1", "idp1"})


def test_what_looks_back_is_touched_as_far_ahead_as_it_looks() -> None:
    found = rounds(1, 2, 3, 4, 5, 6) | rounds(1, 2, 3, population="returnee")
    assert Window(2).touched(frozenset({"idp6"}), found, found) == of({"idp6"}, {"idp4", "idp5", "idp6"})
    assert Window(2).touched(frozenset({"idp1"}), found, found) == of(
        {"idp1", "idp2", "idp3", "idp4"},  # 2 changed with it, 3 and 4 look back at 2
        {"idp1", "idp2", "idp3", "idp4"},
    )
