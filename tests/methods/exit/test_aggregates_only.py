"""The measure never says anything of a household: not in its result, and not through a group of one."""

import dataclasses
from types import ModuleType

import numpy as np
import pyarrow as pa
import pytest

from hulul.methods import exit as public
from hulul.methods.errors import MethodError
from hulul.methods.exit import FLOOR, METRICS, Exits
from tests.methods.exit.profiles import IDPS, STAYED, measured, survey

DATA = survey(idp=IDPS, stayee=STAYED)
HOUSEHOLDS = DATA.append_column("household", pa.array([str(number) for number in range(len(DATA))]))


@pytest.mark.parametrize("by", [[], ["cell"]])
def test_nothing_in_the_result_has_an_entry_per_household(by: list[str]) -> None:
    """Every field is a number or text, or has as many entries as there are groups."""
    found = measured(DATA, by=by, cells=["cell"])
    allowed = {len(found.groups), len(METRICS)}
    for field in dataclasses.fields(Exits):
        value = getattr(found, field.name)
        if isinstance(value, np.ndarray):
            assert set(value.shape) <= allowed, field.name
        elif field.name != "notes":
            assert isinstance(value, (str, int)) or len(value) <= len(found.groups), field.name
    assert found.table().num_rows == len(found.groups) * len(METRICS)
    for note in found.notes:
        assert all(isinstance(value, (str, int, float)) for value in note.params.values())


def test_a_group_per_household_has_no_figures() -> None:
    table = measured(HOUSEHOLDS, by=["household"], minimum=FLOOR).table()
    assert table.num_rows == 150 * len(METRICS)
    for name in ("exits", "share", "undecided_share", "not_assessed_share"):
        assert table.column(name).null_count == table.num_rows


def test_nor_has_a_group_below_the_minimum_and_that_is_said() -> None:
    found = measured(DATA, by=["cell"], minimum=80)
    assert found.groups == (("2014",), ("2017",))
    assert np.isnan(found.exits[0]).all()
    assert not np.isnan(found.exits[1]).all()
    assert [note.params["number"] for note in found.notes if note.code == "small_group"] == [1]


def test_the_minimum_cannot_be_switched_off() -> None:
    for minimum in (1, 0, -5, FLOOR - 1):
        with pytest.raises(MethodError, match="it says nothing of households"):
            measured(HOUSEHOLDS, by=["household"], minimum=minimum)


def test_only_the_measure_and_its_words_are_public() -> None:
    """The metrics and the coded households are not: what a room may import gives sums."""
    exported = {name: getattr(public, name) for name in public.__all__}
    functions = {name for name, thing in exported.items() if callable(thing) and not isinstance(thing, type)}
    assert functions == {"measure"}
    assert not any(isinstance(thing, ModuleType) for thing in exported.values())
    assert {name for name, thing in exported.items() if isinstance(thing, type)} == {"Comparator", "Exits", "Indicator"}
