"""Squareland with its gazetteer, and two small frameworks in use."""

from pathlib import Path

import pytest
from django.test import Client

from hulul.kernel.actors import SYSTEM
from tests.measurement.reading.frameworks import HOUSEHOLDS, LOCATIONS
from tests.places.squareland import GAZETTEER, collection, write_csv, write_json


@pytest.fixture
def country(db: None, tmp_path: Path) -> None:
    """Squareland and its four locations, loaded."""
    from hulul.places.actions import load_all

    folder = tmp_path / "places"
    folder.mkdir()
    files = [write_json(folder / f"adm{level}.geojson", collection(level)) for level in range(4)]
    load_all(SYSTEM, [*files, write_csv(folder / "gazetteer.csv", *GAZETTEER)])


@pytest.fixture
def asked(country: None) -> None:
    """Frameworks "conditions" (of locations) and "progress" (of households), both in use."""
    from hulul.measurement import actions

    for text in (LOCATIONS, HOUSEHOLDS):
        made = actions.load_framework(SYSTEM, text)
        actions.activate(SYSTEM, made.framework_id, made.version)


@pytest.fixture
def staff(db: None) -> Client:
    """Signed in as an administrator."""
    from hulul.agencies.actions import create_user

    user = create_user(
        SYSTEM, email="a@example.org", name="Amina", password="a long enough phrase 1", roles=("administrator",)
    )
    client = Client()
    client.force_login(user)
    return client
