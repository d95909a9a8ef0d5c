"""What is noted of a file that was read: for its preview, or why it came to nothing."""

from typing import Any

import numpy as np

from hulul.kernel import clock
from hulul.kernel.errors import HululError
from hulul.sheets.errors import Unreadable
from hulul.sheets.findings import Severity
from hulul.tracking.assessing import Assessment
from hulul.tracking.models import Import
from hulul.tracking.stored import whole_individuals


def fail(item: Import, error: Unreadable) -> None:
    item.state = Import.State.FAILED
    item.message = f"{error.message} {error.hint}".strip()[:1000]
    item.save()


def refuse_with(item: Import, error: HululError) -> None:
    """Acceptance was not possible and was rolled back: the import says why."""
    item.state = Import.State.REFUSED
    item.version = None
    item.message = error.message[:1000]
    item.decided_at = clock.now()
    item.save()


def note(item: Import, assessed: Assessment) -> None:
    """Put what was found into the import; the caller saves it."""
    item.state = Import.State.NEEDS_ANSWERS if assessed.questions else Import.State.CHECKED
    item.message = ""
    item.summary = summary(assessed)
    item.errors = assessed.findings.count(Severity.ERROR)
    item.warnings = assessed.findings.count(Severity.WARNING)


def summary(assessed: Assessment) -> dict[str, Any]:
    """What the preview shows, as plain values."""
    table, candidate = assessed.table, assessed.candidate
    seen: dict[str, Any] = {
        "round": assessed.round_code,
        "source": assessed.source,
        "population": assessed.population,
        "population_how": table.population_how,
        "date": assessed.date.isoformat() if assessed.date else None,
        "date_how": table.date_how,
        "questions": list(assessed.questions),
        "encoding": table.encoding,
        "delimiter": table.delimiter,
        "sheet": table.sheet,
        "sheets": list(table.sheets),
        "header_row": table.header_row,
        "unit": table.unit,
        "rows": table.rows,
        "headers": [
            {
                "position": header.position,
                "text": header.text,
                "name": header.name,
                "key": header.key,
                "how": header.how,
                "suggestions": [[key, round(likeness)] for key, likeness in header.suggestions],
            }
            for header in table.headers
        ],
        "totals": {key: value for key, value in table.totals.items() if key in ("households", "individuals")},
        "findings": assessed.findings.counts(),
        "households": int(np.nansum(table.numbers("households"))),
        "individuals": int(np.nansum(table.numbers("individuals"))),
    }
    if candidate is not None and not assessed.findings.refused:
        hows, times = np.unique(candidate.placement.how.astype(str), return_counts=True)
        seen["how"] = dict(zip(hows.tolist(), times.tolist(), strict=True))
        seen["individuals"] = int(whole_individuals(candidate).sum())
    return seen
