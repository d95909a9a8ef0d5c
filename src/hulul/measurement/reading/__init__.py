"""From any messy file of answers to checked answers by place: `read` turns one file into a `SurveyTable`.

Knows how a framework's questions are headed and answered in any language, and which columns may not come in because
they are about persons. How files look is known by the room `sheets`; this package writes nothing.
"""

from hulul.measurement.reading.findings import KINDS
from hulul.measurement.reading.reader import read
from hulul.measurement.reading.tables import SurveyTable

__all__ = ("KINDS", "SurveyTable", "read")
