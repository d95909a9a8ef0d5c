"""Squareland, loaded into the test database."""

from pathlib import Path

import pytest
from django.test import Client

from hulul.kernel.actors import SYSTEM
from tests.places.squareland import GAZETTEER, collection, write_csv, write_json


@pytest.fixture
def boundary_files(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "boundaries"
    folder.mkdir()
    return [write_json(folder / f"adm{level}.geojson", collection(level)) for level in range(4)]


@pytest.fixture
def country(db: None, boundary_files: list[Path]) -> None:
    """The areas of Squareland, loaded."""
    from hulul.places.actions import load_all

    load_all(SYSTEM, boundary_files)


@pytest.fixture
def gazetteer(country: None, tmp_path: Path) -> Path:
    """Four locations, written and loaded."""
    path = write_csv(tmp_path / "gazetteer.csv", *GAZETTEER)
    from hulul.places.actions import load_all

    load_all(SYSTEM, [path])
    return path


@pytest.fixture
def staff(db: None) -> Client:
    """Somebody who may change places."""
    from hulul.agencies.actions import create_user

    user = create_user(
        SYSTEM, email="a@example.org", name="Amina", password="a long enough phrase 1", roles=("administrator",)
    )
    client = Client()
    client.force_login(user)
    return client
