"""Which stored files the rows of a database refer to: those belong into its backup, whatever else lies in the store."""

from collections.abc import Iterator, Mapping

from hulul.site.backup.tables import Model

# Columns that hold the name of a file, or {"…": {"name": …}, …} of several.
NAMING = {
    "tracking.version": ("rows_file", "breakdowns_file", "findings_file"),
    "tracking.import": ("stored", "findings_file"),
    "measurement.surveyversion": ("answers_file", "households_file", "findings_file"),
    "measurement.surveyimport": ("stored", "findings_file"),
    "measurement.build": ("inputs", "files"),
}


def named_files(models: Mapping[str, Model], using: str = "default") -> set[str]:
    """Names in the store; those of the warehouse only of generations that can be read."""
    return {name for name in _named(models, using) if name}


def _named(models: Mapping[str, Model], using: str) -> Iterator[str]:
    for label, fields in NAMING.items():
        if label not in models:  # a database of an older version
            continue
        known = {field.attname for field in models[label]._meta.concrete_fields}
        columns = [field for field in fields if field in known]
        for row in models[label]._base_manager.using(using).values_list(*columns).iterator():
            for value in row:
                yield from (value,) if isinstance(value, str) else (kept["name"] for kept in value.values())
    published = models["warehouse.generation"]._base_manager.using(using).filter(state="published")
    for manifest in published.values_list("manifest", flat=True):
        yield from (file["name"] for entry in manifest.values() for file in entry["files"])
