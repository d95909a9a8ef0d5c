"""A home of its own for each test, and the made-up operation of `world` as the rooms' records.

Rooms are imported inside the fixtures: pytest reads this file before Django is set up.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pytest

from tests.s3 import s3  # noqa: F401 - a fixture
from tests.spark import spark_connect  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings

    from hulul.warehouse.models import Generation

Given = Callable[[dict[str, pa.Table]], None]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: Settings) -> Iterator[Path]:
    from hulul.warehouse import answers

    settings.HULUL_HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    answers.cache.clear()
    yield tmp_path
    answers.cache.clear()


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Given:
    """Have the rooms answer with these base tables from now on."""
    from hulul.kernel import datasets
    from tests.warehouse import world

    def _given(base: dict[str, pa.Table]) -> None:
        monkeypatch.setattr(datasets, "_datasets", world.sources(base))

    return _given


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the first test of the session published, for the others to copy: its row and its files."""
    return {"files": tmp_path_factory.mktemp("built") / "files"}


@pytest.fixture
def published(db: None, given: Given, home: Path, built: dict[str, Any]) -> Generation:
    """One generation of the made-up operation."""
    from django.forms.models import model_to_dict

    from hulul.kernel.actors import SYSTEM
    from hulul.warehouse import actions
    from hulul.warehouse.models import Generation
    from tests.warehouse import world

    given(world.tables())
    if "row" not in built:
        generation = actions.publish(SYSTEM)
        shutil.copytree(home / "files", built["files"])
        built["row"] = model_to_dict(generation, exclude=["id"])
        return generation
    shutil.copytree(built["files"], home / "files")
    return Generation.objects.create(**built["row"])
