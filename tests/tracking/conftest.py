"""Squareland with its gazetteer, and master lists of it written on the spot."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.test import Client

from hulul.kernel.actors import SYSTEM
from tests.places.squareland import GAZETTEER, collection, write_csv, write_json
from tests.tracking.lists import written

if TYPE_CHECKING:
    from hulul.tracking.actions import ImportResult

Bring = Callable[..., "ImportResult"]


@pytest.fixture
def country(db: None, tmp_path: Path) -> None:
    """Squareland and its four locations, loaded."""
    from hulul.places.actions import load_all

    folder = tmp_path / "places"
    folder.mkdir()
    files = [write_json(folder / f"adm{level}.geojson", collection(level)) for level in range(4)]
    load_all(SYSTEM, [*files, write_csv(folder / "gazetteer.csv", *GAZETTEER)])


@pytest.fixture
def bring(country: None, tmp_path: Path) -> Bring:
    """Write a list of those rows under that name and import it: `bring("IDP list 30 March 2018.csv", rows)`."""

    from hulul.tracking.actions import import_paths

    def bring_one(name: str, *rows: dict[str, object], columns: tuple[str, ...] = ()) -> "ImportResult":
        (result,) = import_paths(SYSTEM, [written(tmp_path / name, rows, columns)])
        return result

    return bring_one


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
