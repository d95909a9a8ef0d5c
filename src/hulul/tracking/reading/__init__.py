"""From any messy file to typed tables with findings: `sources` finds the files, `read` turns one into a `SourceTable`.

Knows how files look: signatures, encodings, delimiters, sheets, headers, total rows, numbers as people write them. It
must not know the database, the gazetteer or what makes a number believable: it describes a file, and others judge it.
"""

from hulul.tracking.reading.errors import Unreadable
from hulul.tracking.reading.findings import FINDINGS
from hulul.tracking.reading.limits import Limits
from hulul.tracking.reading.reader import read
from hulul.tracking.reading.sources import SourceFile, sources
from hulul.tracking.reading.tables import HeaderMatch, SourceTable, UnitEvidence

__all__ = [
    "FINDINGS",
    "HeaderMatch",
    "Limits",
    "SourceFile",
    "SourceTable",
    "UnitEvidence",
    "Unreadable",
    "read",
    "sources",
]
