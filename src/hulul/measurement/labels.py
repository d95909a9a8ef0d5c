"""Words for the codes of framework files and the states of their versions."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hulul.measurement.framing import Framed

KINDS: dict[str, str | Promise] = {
    "index": _("Index: answers become scores"),
    "matrix": _("Matrix: named reviewers judge"),
    "progress": _("Progress: populations are compared"),
    "exit": _("Exit: how many have overcome displacement"),
    "results": _("Results: plans are followed"),
    "standards": _("Standards: what people are owed at the least"),
}
UNITS: dict[str, str | Promise] = {
    "location": _("location"),
    "sub_district": _("sub-district"),
    "district": _("district"),
    "household": _("household"),
    "site": _("site"),
    "plan": _("plan of action"),
}
INPUTS: dict[str, str | Promise] = {
    "survey": _("Surveys"),
    "masterlists": _("Master lists"),
    "judgements": _("Judgements of reviewers"),
}
STATUSES: dict[str, str | Promise] = {
    "confirmed": _("Confirmed"),
    "provisional": _("Provisional"),
    "unpublished": _("Not published in full"),
    "ours": _("Ours"),
}
STATUS_MEANINGS: dict[str, str | Promise] = {
    "confirmed": _("It was read in a published source."),
    "provisional": _("It is commonly stated, but was not found in a published source. It may change."),
    "unpublished": _(
        "Parts of the method were never published. In their place stands a choice of our own, marked as such."
    ),
    "ours": _("Hulul designed it; no published source says so."),
}
# How each status is marked: the severities of the badges that the interface has.
STATUS_BADGES = {"confirmed": "success", "provisional": "warning", "unpublished": "warning", "ours": "info"}
STATES: dict[str, str | Promise] = {
    "draft": _("Draft"),
    "active": _("In use"),
    "retired": _("Retired"),
}
TIERS: dict[str, str | Promise] = {
    "public": _("Everybody"),
    "restricted": _("Readers of restricted data"),
    "confidential": _("Readers of confidential data"),
    "strictly_confidential": _("Readers of strictly confidential data"),
}
POPULATIONS: dict[str, str | Promise] = {
    "idp": _("displaced people"),
    "returnee": _("returnees"),
    "stayee": _("people who stayed"),
    "host": _("host community"),
    "national": _("national population"),
}
REIMPLEMENTATION = _("Hulul re-implementation")


def caution(framed: Framed) -> str:
    """What results of the framework must be labelled with; empty where its method is published in full."""
    return str(REIMPLEMENTATION) if framed.is_reimplementation else ""
