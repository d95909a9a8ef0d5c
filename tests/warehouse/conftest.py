"""A home of its own for each test, and the made-up operation of `world` as the rooms' records.

Rooms are imported inside the fixtures: pytest reads this file before Django is set up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pytest

from tests.spark import spark_connect  # noqa: F401 - a fixture

if TYPE_CHECKING:
    from pytest_django.fixtures import SettingsWrapper

    from hulul.warehouse.models import Generation

Given = Callable[[dict[str, pa.Table]], None]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, settings: SettingsWrapper) -> Iterator[Path]:
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


@pytest.fixture
def published(db: None, given: Given) -> Generation:
    """One generation of the made-up operation."""
    from hulul.kernel.actors import SYSTEM
    from hulul.warehouse import actions
    from tests.warehouse import world

    given(world.tables())
    return actions.publish(SYSTEM)
