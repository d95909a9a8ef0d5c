"""Loading tables of names: P-code and the names per language, for languages that the boundary file lacks."""

import unicodedata
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from hulul.audit.actions import record
from hulul.kernel.actors import Actor
from hulul.kernel.jobs import Progress, silent
from hulul.methods.names import fold
from hulul.places.access import check_change
from hulul.places.actions.aliases import NewAlias, write_aliases
from hulul.places.actions.report import LoadReport
from hulul.places.actions.writing import BATCH, announce
from hulul.places.models import Place
from hulul.places.tables import read_sheets, records

HEADERS = {
    "pcode": ("pcode", "p-code", "code"),
    "en": ("name_en", "english"),
    "ar": ("name_ar", "arabic"),
    "ckb": ("name_ckb", "name_ku", "kurdish", "sorani"),
}
NEEDED = ("pcode", "ckb")
_ARABIC_SCRIPT = {"ar", "ckb"}


@transaction.atomic
def load_names(actor: Actor, path: Path, progress: Progress = silent) -> LoadReport:
    """Fill in the names that places lack, and the Kurdish ones; another spelling of a name becomes an alias.

    A name that is not in its language's script is reported and not used. Unknown P-codes are reported.
    """
    check_change(actor)
    report = LoadReport("names", path.name)
    places = {place.code: place for place in Place.objects.filter(level__lt=4).select_related("parent")}
    changed: dict[str, Place] = {}
    spellings: list[NewAlias] = []
    for line, row in records(read_sheets(path)[0], HEADERS, NEEDED):
        place = places.get(row["pcode"])
        if place is None:
            report.find("unknown_code", _("There is no place with the code %(code)s.") % {"code": row["pcode"]}, line)
            continue
        for language in ("en", "ar", "ckb"):
            name = row.get(language, "")[:200]
            if not name or name == getattr(place, f"name_{language}"):
                continue
            if language in _ARABIC_SCRIPT and not _in_arabic_script(name):
                report.find(
                    "name_in_other_script",
                    _("%(name)s is not written in the script of its column and was not used.") % {"name": name},
                    line,
                    place.code,
                )
            elif language == "ckb" or not getattr(place, f"name_{language}"):
                setattr(place, f"name_{language}", name)
                changed[place.code] = place
            elif fold(name) != fold(getattr(place, f"name_{language}")):
                spellings.append(NewAlias(place.code, name, place.parent.code if place.parent else None))
        report.unchanged += place.code not in changed
    Place.objects.bulk_update(changed.values(), ["name_en", "name_ar", "name_ckb"], batch_size=BATCH)
    report.updated = len(changed)
    added = write_aliases(spellings, report)
    if changed or added:
        record(actor, "load_names", "place", "", source=report.source, updated=report.updated, aliases=added)
        announce()
    progress(1, 1)
    return report


def _in_arabic_script(name: str) -> bool:
    return any("ARABIC" in unicodedata.name(letter, "") for letter in name)
