"""What an archive says of itself, in its first member: made by whom, from what, and how much is in it."""

import datetime as dt

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from hulul.kernel.errors import Invalid
from hulul.site.backup.encryption import damaged

FORMAT = 1
LARGEST = 16 * 2**20


class Table(BaseModel):
    """One table: its columns in the order of the values of a row."""

    model_config = ConfigDict(extra="forbid")

    columns: list[str]
    rows: int = Field(ge=0)
    bytes: int = Field(ge=0)


class Manifest(BaseModel):
    """`tables` by the name of their model, "places.place"; `files` and `file_bytes` count the stored files.

    `missing` are stored files that rows refer to and that were not there; `migrations` those applied to the database,
    (app, name) in their order. `vendor` tells where the rows came from; they fit either database.
    """

    model_config = ConfigDict(extra="forbid")

    format: int
    hulul: str
    made_at: dt.datetime
    pack: str
    vendor: str
    migrations: list[tuple[str, str]]
    tables: dict[str, Table]
    files: int = Field(ge=0)
    file_bytes: int = Field(ge=0)
    missing: list[str] = []
    secret_key: bool = False

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables.values())


class _Format(BaseModel):
    format: int
    hulul: str = "?"


def read_manifest(text: bytes) -> Manifest:
    """Invalid when it is no manifest, or one of a format that only a newer Hulul knows."""
    try:
        told = _Format.model_validate_json(text)
        if told.format > FORMAT:
            raise Invalid(
                f"This archive was made by a newer Hulul ({told.hulul}) in a format that this one does not know.",
                code="archive_newer",
                hint="Install that version or a newer one, and restore with it.",
            )
        return Manifest.model_validate_json(text)
    except ValidationError as error:
        raise damaged("its manifest cannot be understood") from error
