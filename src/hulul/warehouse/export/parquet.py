"""Parquet, with the source, licence and tags in the file's own metadata."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from hulul.warehouse.engines.parquet import typed
from hulul.warehouse.export.sheets import Sheet


def write(sheet: Sheet, path: Path) -> None:
    fields = [
        typed(column).with_metadata({"title": str(column.title), "unit": column.unit, "hxl": column.hxl})
        for column in sheet.columns
    ]
    about = {
        "title": str(sheet.dataset.title),
        "method": str(sheet.dataset.method),
        "source": " ".join(sheet.sources),
        "generation": str(sheet.generation),
        "published_at": sheet.published_at.isoformat(),
    }
    schema = pa.schema(fields, metadata=about)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in sheet.batches:
            writer.write_table(pa.Table.from_batches([batch]).cast(schema))
