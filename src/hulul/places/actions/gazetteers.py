"""Loading a gazetteer: the locations of the displacement tracking, with their codes, names and points."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from hulul.audit.actions import record
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Invalid
from hulul.kernel.jobs import Progress, silent
from hulul.kernel.numerals import parse_number
from hulul.places.access import check_change
from hulul.places.actions.locations import code_for, usable_point
from hulul.places.actions.report import LoadReport
from hulul.places.actions.reviews import Doubt, raise_doubts
from hulul.places.actions.writing import Draft, announce, write_codes, write_places
from hulul.places.findings import explain
from hulul.places.matching import Matcher
from hulul.places.models import Place
from hulul.places.rules import LOCATION_LEVEL, plain_code
from hulul.places.stated import Match, Stated
from hulul.places.tables import read_sheets, records

HEADERS = {
    "dtm_place": ("place_id", "place id", "place"),
    "dtm_location": ("location_id", "location id"),
    "governorate": ("governorate", "governorate_en"),
    "district": ("district", "district_en"),
    "sub_district": ("subdistrict", "sub_district"),
    "en": ("location_en", "location_name", "name_en", "location name in english"),
    "ar": ("location_ar", "arabic_name", "name_ar", "location name in arabic"),
    "ckb": ("location_ckb", "location_ku", "name_ckb", "name_ku"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "longitude", "long"),
    "ocha": ("OCHA_PCode", "ocha_code"),
    "ocha_1": ("OCHA_admin_1",),
    "ocha_2": ("OCHA_admin_2",),
}
NEEDED = ("dtm_place", "lat", "lon")
SYSTEMS = ("dtm_place", "dtm_location", "ocha")

# An older code of a governorate or district belongs to the area in which this share of its locations lies.
OLD_AREA_SHARE = 0.8
_OLD_AREA = {"ocha_1": re.compile(r"IQ-G\d+"), "ocha_2": re.compile(r"IQ-D\d+")}


@transaction.atomic
def load_gazetteer(actor: Actor, path: Path, progress: Progress = silent) -> LoadReport:
    """Create or update locations; each is put where its point lies, and every doubt goes to the review queue.

    A location is known by its place id. Rows without one are reported. Codes of other systems are kept; one that
    stands at several locations stays with the first and is reported for the others.
    """
    check_change(actor)
    report = LoadReport("gazetteer", path.name)
    matcher = Matcher.load()
    if not matcher.atlas.places:
        raise Invalid(_("There are no areas yet. Load the boundaries first."))
    lines, rows = _rows(path, report)
    stated = [_stated(row) for row in rows]
    progress(1, 4, _("Placing %(count)d locations") % {"count": len(rows)})
    matches = matcher.as_new(stated)
    for line, row, match in zip(lines, stated, matches, strict=True):
        for finding in match.findings:
            report.find(finding, explain(finding, row, match), line, code_for(row))
    progress(2, 4, _("Writing"))
    written = write_places([_draft(*pair) for pair in zip(stated, matches, strict=True)])
    report.created, report.updated, report.unchanged = len(written.created), len(written.updated), written.unchanged
    line_of = {code_for(row): line for line, row in zip(lines, stated, strict=True)}
    codes = [(code_for(row), system, code) for row in stated for system, code in row.codes.items()]
    for place, system, code in write_codes(codes + _old_areas(rows, matches, matcher)):
        sentence = _("The code %(code)s (%(system)s) already belongs to another place.")
        report.find("code_taken", sentence % {"code": code, "system": system}, line_of.get(place), place)
    progress(3, 4)
    doubts = [Doubt(row, match, code_for(row), line) for line, row, match in zip(lines, stated, matches, strict=True)]
    raised = raise_doubts(doubts, report.source)
    if report.changed or raised:
        record(actor, "load_gazetteer", "place", "", source=report.source, created=report.created, to_review=raised)
        announce()
    progress(4, 4)
    return report


def _rows(path: Path, report: LoadReport) -> tuple[list[int], list[dict[str, str]]]:
    """The rows that say which location they are, each location once."""
    lines: list[int] = []
    rows: list[dict[str, str]] = []
    seen: dict[str, int] = {}
    for line, row in records(read_sheets(path)[0], HEADERS, NEEDED):
        code = plain_code(row["dtm_place"])
        if not code:
            report.find("no_code", _("This line has no place id and was left out."), line)
        elif code in seen:
            sentence = _("The place id %(code)s stands in line %(line)d already; this line was left out.")
            report.find("twice", sentence % {"code": code, "line": seen[code]}, line)
        else:
            seen[code] = line
            lines.append(line)
            rows.append(row)
    return lines, rows


def _stated(row: dict[str, str]) -> Stated:
    areas = [row.get(area, "") for area in ("governorate", "district", "sub_district")]
    return Stated(
        codes={system: code for system in SYSTEMS if (code := plain_code(row.get(system)))},
        names={language: name for language in ("en", "ar", "ckb") if (name := plain_code(row.get(language)))},
        area_names=tuple(areas),
        lat=parse_number(row["lat"]),
        lon=parse_number(row["lon"]),
    )


def _draft(stated: Stated, match: Match) -> Draft:
    lat, lon = usable_point(stated, match)
    code = code_for(stated)
    return Draft(code, LOCATION_LEVEL, Place.Kind.LOCATION, match.parent, stated.names or {"en": code}, lat, lon)


def _old_areas(
    rows: Sequence[dict[str, str]], matches: Sequence[Match], matcher: Matcher
) -> list[tuple[str, str, str]]:
    """Older codes of governorates and districts, for the areas in which nearly all their locations lie."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for row, match in zip(rows, matches, strict=True):
        for level, (column, pattern) in enumerate(_OLD_AREA.items(), start=1):
            code = plain_code(row.get(column))
            area = matcher.atlas.places[match.parent].at(level) if match.parent else None
            if area and pattern.fullmatch(code):
                votes[code][area] += 1
    found = []
    for code, counted in sorted(votes.items()):
        area, most = counted.most_common(1)[0]
        if most / counted.total() >= OLD_AREA_SHARE:
            found.append((area, "ocha", code))
    return found
