"""What was written, in the order in which it is to be loaded."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from hulul.kernel.packs import Population

Kind = Literal["boundaries", "names", "gazetteer", "camps", "population", "masterlist", "survey", "truth"]


@dataclass(frozen=True)
class SourceFile:
    """One file. `level` is set for boundaries; `source`, `population` and `date` for master lists.

    Surveys have `source`, `date` and the `framework` whose questions they ask. The truth that surveys were made from is
    for comparing, not for loading.
    """

    kind: Kind
    path: Path
    level: int | None = None
    source: str = ""
    population: Population | None = None
    date: dt.date | None = None
    framework: str = ""


@dataclass(frozen=True)
class Manifest:
    """The files of one country: places first, then master lists by date, then surveys by framework and date."""

    folder: Path
    files: tuple[SourceFile, ...]

    @property
    def places(self) -> tuple[SourceFile, ...]:
        return tuple(file for file in self.files if file.kind not in ("masterlist", "survey", "truth"))

    @property
    def masterlists(self) -> tuple[SourceFile, ...]:
        return self.of_kind("masterlist")

    @property
    def surveys(self) -> tuple[SourceFile, ...]:
        return self.of_kind("survey")

    def of_kind(self, kind: Kind) -> tuple[SourceFile, ...]:
        return tuple(file for file in self.files if file.kind == kind)

    def of(self, source: str, population: Population) -> Iterator[SourceFile]:
        """The master lists of one series, by date."""
        return (file for file in self.masterlists if (file.source, file.population) == (source, population))
