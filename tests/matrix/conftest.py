"""What stands for the variable parts of addresses: fixed codes from roles.toml, and identifiers of this run's demo."""

from pathlib import Path

import pytest

from tests.matrix.addresses import table


@pytest.fixture
def values(demo: Path, db: None) -> dict[str, str]:
    """By the name of the variable part."""
    from hulul.tracking.models import Import

    item = Import.objects.order_by("file_name").first()
    assert item is not None
    return {**table()["values"], "batch": str(item.batch), "import_id": str(item.pk)}
