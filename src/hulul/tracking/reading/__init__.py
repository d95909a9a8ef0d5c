"""From a messy file to a master list with findings: `read` turns one file into a `SourceTable`.

Knows which columns a master list has, and what tells its population, date and units; how files look is known by the
room `sheets`. It must not know the database, the gazetteer or what makes a number believable: it describes a file, and
others judge it.
"""

from hulul.tracking.reading.findings import FINDINGS
from hulul.tracking.reading.reader import read
from hulul.tracking.reading.tables import SourceTable, UnitEvidence

__all__ = ["FINDINGS", "SourceTable", "UnitEvidence", "read"]
