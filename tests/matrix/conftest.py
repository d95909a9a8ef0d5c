"""What stands for the variable parts of addresses: fixed codes from roles.toml, and identifiers of this run's demo."""

from pathlib import Path

import pytest

from tests.matrix.addresses import table


@pytest.fixture
def values(demo: Path, db: None) -> dict[str, str]:
    """By the name of the variable part."""
    from tests.matrix.things import made

    return {**table()["values"], **made()}
