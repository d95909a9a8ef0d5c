"""Findings in words: grouped by rule for people, row by row for the download."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from hulul.sheets.findings import Finding, FindingKind, Severity

EXAMPLES = 10
_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}

Kinds = Mapping[str, FindingKind]
Line = tuple[int | None, str, str, str, str, str, str]


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


def explain(finding: Finding, kinds: Kinds) -> str:
    """The explanation in the reader's language, with its particulars filled in."""
    return str(kinds[finding.code].explanation) % dict(finding.params)


def grouped(findings: Iterable[Finding], kinds: Kinds, examples: int = EXAMPLES) -> list[FindingGroup]:
    """One group per rule, column and explanation; errors first, then the most frequent."""
    groups: dict[tuple[str, str, str], FindingGroup] = {}
    for finding in findings:
        column = finding.column or ""
        key = (finding.code, column, json.dumps(dict(finding.params), sort_keys=True, default=str))
        group = groups.get(key)
        if group is None:
            kind, explanation = kinds[finding.code], explain(finding, kinds)
            group = groups[key] = FindingGroup(finding.code, column, kind, explanation)
        group.count += 1
        if len(group.examples) < examples and (finding.row is not None or finding.value):
            group.examples.append(finding)
    return sorted(groups.values(), key=lambda group: (_ORDER[group.kind.severity], -group.count, group.code))


def lines_of(findings: Iterable[Finding], kinds: Kinds) -> Iterator[Line]:
    """(row, column, severity, rule, explanation, advice, value) of each finding, for files."""
    for finding in findings:
        kind = kinds[finding.code]
        yield (
            finding.row,
            finding.column or "",
            str(finding.severity),
            str(kind.title),
            explain(finding, kinds),
            str(kind.advice),
            finding.value,
        )
