"""What a load did, for the person who started it: counts of changes, and everything that was not as it should be."""

from dataclasses import dataclass, field

from django.utils.translation import ngettext


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know. `line` is the line of a table or the number of a GeoJSON feature, from 1."""

    code: str
    message: str
    line: int | None = None
    place: str = ""


@dataclass(slots=True)
class LoadReport:
    """`kind` of file and `source` (its name); places created, updated and unchanged; `findings` are reported rows."""

    kind: str
    source: str
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def changed(self) -> bool:
        return bool(self.created or self.updated)

    def find(self, code: str, message: str, line: int | None = None, place: str = "") -> None:
        self.findings.append(Finding(code, message, line, place))

    def sentences(self) -> list[str]:
        """The counts in words, one sentence each, those that are zero left out."""
        counted = (
            (self.created, ngettext("%(count)d was created.", "%(count)d were created.", self.created)),
            (self.updated, ngettext("%(count)d was updated.", "%(count)d were updated.", self.updated)),
            (self.unchanged, ngettext("%(count)d was unchanged.", "%(count)d were unchanged.", self.unchanged)),
            (len(self.findings), ngettext("%(count)d was reported.", "%(count)d were reported.", len(self.findings))),
        )
        return [sentence % {"count": count} for count, sentence in counted if count]
