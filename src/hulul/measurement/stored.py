"""Tables and texts of builds as immutable files, named by what is in them."""

import hashlib
from typing import TYPE_CHECKING, Any

from hulul.kernel import files

if TYPE_CHECKING:
    import pyarrow as pa

Kept = dict[str, Any]  # "name" in the store and "sha256"; "rows" of a table; facts about it


def keep_table(table: "pa.Table", folder: str, kind: str) -> Kept:
    """Write a table into the store as "<folder>/<hash>.<kind>.parquet"."""
    import pyarrow.parquet as pq

    path = files.new_path(".parquet")
    pq.write_table(table, path, compression="zstd")
    digest = files.sha256(path)
    name = f"{folder}/{digest[:32]}.{kind}.parquet"
    files.keep(path, name)
    return {"name": name, "sha256": digest, "rows": table.num_rows}


def keep_text(text: str, folder: str, kind: str) -> Kept:
    """Write a text into the store as "<folder>/<hash>.<kind>"."""
    path = files.receive([text.encode()])
    digest = files.sha256(path)
    name = f"{folder}/{digest[:32]}.{kind}"
    files.keep(path, name)
    return {"name": name, "sha256": digest}


def described(name: str) -> Kept:
    """A Parquet file that lies in the store already."""
    import pyarrow.parquet as pq

    path = files.local_path(name)
    return {"name": name, "sha256": files.sha256(path), "rows": pq.read_metadata(path).num_rows}


def text_digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
