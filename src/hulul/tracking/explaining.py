"""The findings of this room in words: what can be noticed while a list is read and while its numbers are judged."""

from collections.abc import Iterable

from hulul.sheets import explaining
from hulul.sheets.explaining import EXAMPLES, FindingGroup
from hulul.sheets.findings import Finding, FindingKind
from hulul.tracking.checks import KINDS
from hulul.tracking.reading import FINDINGS

ALL_KINDS = {**FINDINGS, **KINDS}


def kind_of(code: str) -> FindingKind:
    return ALL_KINDS[code]


def explain(finding: Finding) -> str:
    """The explanation in the reader's language, with its particulars filled in."""
    return explaining.explain(finding, ALL_KINDS)


def grouped(findings: Iterable[Finding], examples: int = EXAMPLES) -> list[FindingGroup]:
    """One group per rule, column and explanation; errors first, then the most frequent."""
    return explaining.grouped(findings, ALL_KINDS, examples)
