"""The fictional country at a small scale, written once for all tests of this folder."""

import csv
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pytest
import shapely

from hulul.countries.demo.generator import Manifest, SourceFile, generate
from hulul.kernel import packs
from hulul.kernel.packs import Masterlist, Population, fold_header

SCALE = 0.5


@dataclass
class Written:
    """The files of a country, read again as anybody would read them."""

    manifest: Manifest
    masterlist: Masterlist

    def table(self, name: str) -> list[dict[str, str]]:
        with (self.manifest.folder / name).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    def boundaries(self, level: int) -> dict[str, tuple[dict[str, Any], Any]]:
        """Code -> properties and polygon."""
        path = next(file.path for file in self.manifest.files if file.level == level)
        features = json.loads(path.read_text("utf-8"))["features"]
        return {
            feature["properties"][f"ADM{level}_PCODE"]: (
                feature["properties"],
                shapely.geometry.shape(feature["geometry"]),
            )
            for feature in features
        }

    def rows(self, file: SourceFile) -> list[dict[tuple[str, str], str]]:
        """The rows of a master list by what the pack says the columns mean, without the total row."""
        assert file.population is not None
        meanings = self.masterlist.meanings(file.population)
        with file.path.open(encoding="utf-8", newline="") as stream:
            header, *lines = list(csv.reader(stream))
        keys = [meanings[fold_header(text)] for text in header]
        return [dict(zip(keys, line, strict=True)) for line in lines if line[0] != "Total"]

    @cached_property
    def rounds(self) -> dict[tuple[str, Population, str], list[dict[tuple[str, str], str]]]:
        """Source, population and date -> rows."""
        return {
            (file.source, file.population, str(file.date)): self.rows(file)
            for file in self.manifest.masterlists
            if file.population
        }

    def households(self, population: Population, date: str, **where: str) -> int:
        """The sum of a round over the rows whose fields are as given."""
        return sum(
            int(row["field", "households"])
            for row in self.rounds["dtm", population, date]
            if all(row["field", field] == value for field, value in where.items())
        )


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("lumara")
    return Written(generate(folder, scale=SCALE), packs.load("demo").masterlist)
