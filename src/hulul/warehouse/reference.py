"""docs/reference/datasets.md: every dataset as it is declared. Made by `make reference`, compared by a test."""

from hulul.kernel import datasets
from hulul.kernel.datasets import Dataset
from hulul.warehouse.export import MEDIA_TYPES
from hulul.warehouse.export.sheets import place_column

_HEAD = """
What the warehouse publishes and answers from. Each dataset has a page under **Data**, files
(`/<language>/data/<name>.csv`, `.xlsx`, `.geojson`, `.json`, `.parquet`) and rows in the API
(`/api/v1/datasets/<name>/rows`).

**Narrowing.** In an address: `place=IQG01&place=IQG02` is one of several, `date=2018-01-01..2018-12-31` a range with
both ends included and either left out, `change_share=` "has no value". `columns=place,households` chooses columns.

**CSV** begins with a line of source, licence and generation, then titles in the language of the address, then HXL tags;
`hxl=0` gives the column names and the rows only. A text that a spreadsheet would compute has an apostrophe in front.
**XLSX** has a second sheet that says what the columns mean. **GeoJSON** has points for locations; areas are outlines
when one round or date is asked for, points otherwise. **Parquet** carries source and tags in its own metadata.

**Tiers.** A dataset above your tier does not exist for you; a column above it is denied; rows above it are absent.
Missing values come last in every order.
"""


def datasets_page(_written: str = "") -> str:
    """The page as text."""
    from django.utils import translation

    with translation.override("en"):
        found = sorted(datasets.registered().values(), key=lambda dataset: dataset.name)
        return (
            "\n".join(["# Datasets", _HEAD, *(line for dataset in found for line in _section(dataset))]).rstrip() + "\n"
        )


def _section(dataset: Dataset) -> list[str]:
    formats = [name for name in MEDIA_TYPES if name != "geojson" or place_column(dataset)]
    lines = [
        f"## {dataset.name}: {dataset.title}\n",
        f"{dataset.description}\n",
        f"Tier: {dataset.tier.label}. One row per {', '.join(dataset.key) or 'row of a file'}. "
        f"Order: {', '.join(dataset.order)}. Formats: {', '.join(formats)}.\n",
    ]
    if dataset.method:
        lines.append(f"Method: {dataset.method}\n")
    lines += ["| Column | Type | Unit | HXL | Meaning |", "| --- | --- | --- | --- | --- |"]
    for column in dataset.columns:
        tag = f"`{column.hxl}`" if column.hxl else ""
        lines.append(f"| `{column.name}` | {column.type} | {column.unit} | {tag} | {column.title} |")
    return [*lines, ""]
