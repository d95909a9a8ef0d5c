"""Where a figure's numbers can be had: the same rows as the figure, from the warehouse's own downloads."""

from urllib.parse import urlencode

from django.urls import reverse

from hulul.ui.figures import Download

_EXTENSIONS = {"CSV": "csv", "XLSX": "xlsx", "GeoJSON": "geojson"}


def downloads(dataset: str, *, spatial: bool = False, **where: object) -> list[Download]:
    """CSV and XLSX, and GeoJSON where the rows have a place. `where` are the dataset's columns and wanted values."""
    query = urlencode([(key, str(value)) for key, value in where.items() if value is not None])
    formats = ["CSV", "XLSX", *(["GeoJSON"] if spatial else [])]
    return [
        Download(
            format=name,  # type: ignore[arg-type]
            url=reverse("warehouse:download", args=[dataset, _EXTENSIONS[name]]) + (f"?{query}" if query else ""),
        )
        for name in formats
    ]


def method_url(dataset: str) -> str:
    """How a measure is computed: the page of its dataset."""
    return reverse("warehouse:dataset", args=[dataset])
