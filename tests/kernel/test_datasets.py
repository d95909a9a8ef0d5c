"""The registry of datasets."""

import pytest

from hulul.kernel import datasets
from hulul.kernel.datasets import Column, Dataset


@pytest.fixture(autouse=True)
def empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets, "_datasets", {})


def toy(name: str = "toy") -> Dataset:
    return Dataset(name, "Toy", "A toy.", (Column("id", "integer", "Number"),), ("id",))


def test_a_dataset_is_found_by_name_and_its_columns_by_theirs() -> None:
    found = toy()
    datasets.register(found)
    assert datasets.get("toy") is found
    assert datasets.registered() == {"toy": found}
    assert found.column("id").type == "integer"
    with pytest.raises(KeyError, match="toy has no column size"):
        found.column("size")


def test_registering_the_same_again_changes_nothing_but_another_of_the_name_is_a_mistake() -> None:
    found = toy()
    datasets.register(found)
    datasets.register(found)
    with pytest.raises(ValueError, match="toy is declared twice"):
        datasets.register(toy())


def test_the_registry_cannot_be_changed_from_outside() -> None:
    datasets.register(toy())
    datasets.registered().clear()
    assert "toy" in datasets.registered()
