"""What the events of this room are called in the record of events."""

from django.utils.translation import gettext_lazy as _

from hulul.audit import labels
from hulul.audit.labels import Kind

VERBS = {
    "accept_review": _("Suggestion about a place accepted"),
    "add_locations": _("Locations added"),
    "close_place": _("Place closed"),
    "correct_coordinates": _("Point of a place corrected"),
    "load_boundaries": _("Boundaries loaded"),
    "load_crosswalk": _("Table of codes loaded"),
    "load_gazetteer": _("Gazetteer loaded"),
    "load_names": _("Table of names loaded"),
    "load_population": _("Population figures loaded"),
    "load_sites": _("List of sites loaded"),
    "merge_places": _("Places merged"),
    "record_doubts": _("Doubts about places noted"),
    "reject_review": _("Suggestion about a place rejected"),
    "reopen_place": _("End of a place taken back"),
    "split_place": _("Place split"),
    "undo_review": _("Decision about a place undone"),
}
KINDS = {"place": Kind(_("place"), "dashboards:place"), "place_review": Kind(_("doubt about a place"))}
DETAILS = {
    "aliases": _("other spellings"),
    "before": _("before"),
    "created": _("added"),
    "date": _("date"),
    "into": _("into"),
    "lat": _("latitude"),
    "lon": _("longitude"),
    "rows": _("rows"),
    "source": _("source"),
    "to_review": _("to review"),
    "updated": _("changed"),
    "what": _("doubt"),
    "place": _("place"),
}


def register_all() -> None:
    labels.register(verbs=VERBS, kinds=KINDS, details=DETAILS)
