"""The reference page of country packs says every entry of the schema, and its facts are those of the generator."""

from pathlib import Path
from typing import get_args

import pytest

from hulul.countries.demo.generator import country, settlement
from hulul.kernel import packs

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "country-packs.md"
MODELS = (
    packs.Pack,
    packs.Level,
    packs.Source,
    packs.Masterlist,
    packs.Category,
    packs.HouseholdFactor,
    packs.Break,
)


@pytest.mark.parametrize("model", MODELS)
def test_every_entry_is_on_the_reference_page(model: type[packs.Frozen]) -> None:
    page = PAGE.read_text("utf-8")
    tables = ("levels", "sources", "masterlist", "spellings", "headers", "origin", "shelter", "wave", "breaks")
    said = [f"`{field}`" in page or (field in tables and f"{field}]" in page) for field in model.model_fields]
    assert dict(zip(model.model_fields, said, strict=True)) == dict.fromkeys(model.model_fields, True)


def test_every_kind_of_column_is_on_the_reference_page() -> None:
    page = PAGE.read_text("utf-8")
    assert [key for key in get_args(packs.MasterlistField) if f"`{key}`" not in page] == []


def test_the_page_names_the_districts_of_the_story() -> None:
    page = PAGE.read_text("utf-8")
    lumara = country.make(1, 1.0)
    assert f"one of its districts, {lumara.districts.names[settlement.no_return_district(lumara)].en}," in page
    assert f"the district of {lumara.districts.names[settlement.secondary_district(lumara)].en} " in page
    assert len(lumara.districts.codes) == 45
