"""Loading a crosswalk: which area holds most locations of a district as another system draws its districts."""

from collections import defaultdict
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from hulul.audit.actions import record
from hulul.kernel.actors import Actor
from hulul.kernel.jobs import Progress, silent
from hulul.kernel.numerals import parse_number
from hulul.places.access import check_change
from hulul.places.actions.aliases import NewAlias, write_aliases
from hulul.places.actions.report import LoadReport
from hulul.places.actions.writing import announce
from hulul.places.areas import AreaNames
from hulul.places.atlas import Atlas
from hulul.places.rules import CROSSWALK_SHARE
from hulul.places.tables import read_sheets, records

HEADERS = {
    "governorate": ("governorate", "governorate_en", "adm1"),
    "district": ("district", "district_en"),
    "pcode": ("ADM2_PCODE", "pcode"),
    "share": ("share",),
}
NEEDED = ("governorate", "district", "pcode", "share")


@transaction.atomic
def load_crosswalk(actor: Actor, path: Path, progress: Progress = silent) -> LoadReport:
    """Let each district name mean the area with the greatest share of its locations, inside its governorate.

    Districts without an area that holds `rules.CROSSWALK_SHARE` of them are reported: no single area stands for them.
    """
    check_change(actor)
    report = LoadReport("crosswalk", path.name)
    atlas = Atlas.load()
    names = AreaNames(atlas)
    shares: dict[tuple[str, str], list[tuple[float, str, int]]] = defaultdict(list)
    for line, row in records(read_sheets(path)[0], HEADERS, NEEDED):
        share = parse_number(row["share"])
        if row["pcode"] not in atlas.places or share is None or not 0 < share <= 1:
            report.find("unreadable_row", _("The area code or the share of this line is not usable."), line)
            continue
        shares[row["governorate"], row["district"]].append((share, row["pcode"], line))
    aliases = []
    for (governorate, district), parts in shares.items():
        share, code, line = max(parts)
        scope, certainty = names.find(1, governorate, None)
        if scope is None or certainty < 0.9:
            report.find("unknown_area", _("No governorate is called %(name)s.") % {"name": governorate}, line)
        elif share < CROSSWALK_SHARE:
            report.find("no_main_area", _("No single area stands for %(name)s.") % {"name": district}, line, code)
        elif names.find(2, district, scope) != (code, 1.0):
            aliases.append(NewAlias(code, district, scope, share))
        else:
            report.unchanged += 1
    report.created = write_aliases(aliases, report)
    report.unchanged += len(aliases) - report.created
    if report.created:
        record(actor, "load_crosswalk", "place", "", source=report.source, created=report.created)
        announce()
    progress(1, 1)
    return report
