"""A home of its own for a test. Rooms are imported inside fixtures: pytest reads this before Django is set up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pytest_django.fixtures import Settings


@pytest.fixture
def home(tmp_path: Path, settings: Settings) -> Path:
    settings.HULUL_HOME = tmp_path
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path
