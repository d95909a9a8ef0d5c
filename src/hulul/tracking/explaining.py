"""Findings in words: grouped by rule for people, row by row for the download."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from hulul.tracking.checks import KINDS
from hulul.tracking.findings import Finding, FindingKind, Severity
from hulul.tracking.reading import FINDINGS

ALL_KINDS = {**FINDINGS, **KINDS}
EXAMPLES = 10
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass
class FindingGroup:
    """Everything that one rule found in one column: how many rows, and the first of them."""

    code: str
    column: str
    kind: FindingKind
    explanation: str
    count: int = 0
    examples: list[Finding] = field(default_factory=list)

    @property
    def severity(self) -> str:
        return str(self.kind.severity)


def kind_of(code: str) -> FindingKind:
    return ALL_KINDS[code]


def explain(finding: Finding) -> str:
    """The explanation in the reader's language, with its particulars filled in."""
    return str(kind_of(finding.code).explanation) % dict(finding.params)


def grouped(findings: Iterable[Finding], examples: int = EXAMPLES) -> list[FindingGroup]:
    """One group per rule, column and explanation; errors first, then the most frequent."""
    groups: dict[tuple[str, str, str], FindingGroup] = {}
    for finding in findings:
        column = finding.column or ""
        key = (finding.code, column, json.dumps(dict(finding.params), sort_keys=True, default=str))
        group = groups.get(key)
        if group is None:
            group = groups[key] = FindingGroup(finding.code, column, kind_of(finding.code), explain(finding))
        group.count += 1
        if len(group.examples) < examples and (finding.row is not None or finding.value):
            group.examples.append(finding)
    return sorted(groups.values(), key=lambda group: (_ORDER[group.kind.severity], -group.count, group.code))


def rows_of(findings: Iterable[Finding]) -> Iterator[tuple[int | None, str, str, str, str, str, str]]:
    """(row, column, severity, rule, explanation, advice, value) of each finding, for files."""
    for finding in findings:
        kind = kind_of(finding.code)
        yield (
            finding.row,
            finding.column or "",
            str(finding.severity),
            str(kind.title),
            explain(finding),
            str(kind.advice),
            finding.value,
        )
