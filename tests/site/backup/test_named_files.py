"""Every column that names a stored file is known to backups: what it does not know would be missing from an archive."""

import pytest
from django.apps import apps
from django.db import models

from hulul.measurement.models import Build
from hulul.site.backup.stored_files import NAMING, named_files

# By what a column is called: the rooms call columns so that hold the name of a file in the store.
ENDINGS = ("_file", "stored")


def _columns() -> set[tuple[str, str]]:
    return {
        (model._meta.label_lower, field.name)
        for model in apps.get_models()
        if model.__module__.startswith("hulul.")
        for field in model._meta.concrete_fields
        if isinstance(field, models.FileField | models.CharField) and field.name.endswith(ENDINGS)
    }


def test_every_column_that_names_a_file_is_in_backups() -> None:
    known = {(label, field) for label, fields in NAMING.items() for field in fields}
    assert _columns() <= known
    assert len(_columns()) >= 8


def test_every_column_that_backups_read_exists() -> None:
    for label, fields in NAMING.items():
        assert set(fields) <= {field.name for field in apps.get_model(label)._meta.concrete_fields}, label


def test_files_of_a_room_are_never_django_files() -> None:
    for model in apps.get_models():
        if model.__module__.startswith("hulul."):
            assert not [field for field in model._meta.concrete_fields if isinstance(field, models.FileField)]


@pytest.mark.django_db
def test_inputs_and_results_of_builds_are_named() -> None:
    from hulul.kernel import clock
    from hulul.measurement.models import Framework, FrameworkVersion

    version = FrameworkVersion.objects.create(
        framework=Framework.objects.create(code="x"), version="1", unit="location", status="ours",
        loaded_at=clock.now(),
    )  # fmt: skip
    Build.objects.create(
        assessment="x-2024-01-31", date="2024-01-31", framework_version=version, seed=1, created_at=clock.now(),
        inputs={"answers": {"name": "surveys/a.parquet", "sha256": ""}},
        files={"severity": {"name": "builds/b.parquet", "sha256": ""}},
    )  # fmt: skip
    found = {label: apps.get_model(label) for label in (*NAMING, "warehouse.generation")}
    assert named_files(found) == {"surveys/a.parquet", "builds/b.parquet"}
