"""Loading camp lists: formal camps and informal sites, by governorate and district, seldom with coordinates."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from hulul.audit.actions import record
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Invalid
from hulul.kernel.jobs import Progress, silent
from hulul.kernel.numerals import parse_number
from hulul.methods.names import fold
from hulul.places.access import check_change
from hulul.places.actions.aliases import NewAlias, write_aliases
from hulul.places.actions.locations import usable_point
from hulul.places.actions.report import LoadReport
from hulul.places.actions.reviews import Doubt, raise_doubts
from hulul.places.actions.writing import Draft, announce, write_codes, write_places
from hulul.places.findings import explain
from hulul.places.matching import Matcher
from hulul.places.models import Place
from hulul.places.rules import LOCATION_LEVEL, NO_COORDINATES, plain_code
from hulul.places.stated import Stated
from hulul.places.tables import Sheet, header_row, read_sheets, records

HEADERS = {
    "governorate": ("governorate", "governorate_en"),
    "district": ("cod_district", "district", "district_en"),
    "name": ("camp name cccm", "camp name", "site name", "name", "name_en", "camp"),
    "other_name": ("camp name reach",),
    "ar": ("name_ar", "arabic name", "camp name arabic"),
    "ckb": ("name_ckb", "name_ku"),
    "ssid": ("ssid", "site id", "camp id"),
    "type": ("type", "site type"),
    "lat": ("lat", "latitude"),
    "lon": ("lon", "longitude"),
}
NEEDED = ("governorate", "district", "name")
_INFORMAL = re.compile(r"informal|collective|غير رسمي", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Site:
    line: int
    kind: str
    stated: Stated
    other_name: str

    @property
    def code(self) -> str:
        """By site id, else made from its names, the same every time."""
        if ssid := self.stated.codes.get("ssid"):
            return f"camp-{ssid.lower()}"[:40]
        area = next((name for name in reversed(self.stated.area_names) if name), "")
        return f"camp-{fold(area)}-{fold(self.stated.name)}".replace(" ", "-")[:40]


@transaction.atomic
def load_sites(actor: Actor, path: Path, progress: Progress = silent) -> LoadReport:
    """Create or update camps and informal sites from every sheet that lists them with governorate and district.

    A sheet is of informal sites when its name, its title or the row's type says so. Title rows and total rows are
    skipped; sheets of another shape are reported.
    """
    check_change(actor)
    report = LoadReport("sites", path.name)
    sites: list[Site] = []
    for sheet in read_sheets(path):
        if header_row(sheet, HEADERS, NEEDED):
            sites += _sites(sheet)
        elif sheet.rows:
            report.find("sheet_left_out", _("The sheet %(sheet)s lists no sites.") % {"sheet": sheet.name})
    if not sites:
        raise Invalid(_("%(file)s lists no camps or sites. Nothing was changed.") % {"file": path.name})
    matcher = Matcher.load()
    if matcher.atlas.root is None:
        raise Invalid(_("There are no areas yet. Load the boundaries first."))
    _write(sites, matcher, report)
    if report.changed:
        record(actor, "load_sites", "place", "", source=report.source, created=report.created, updated=report.updated)
        announce()
    progress(1, 1)
    return report


def _sites(sheet: Sheet) -> list[Site]:
    title = " ".join(text for row in sheet.rows[:2] for text in row)
    informal_sheet = bool(_INFORMAL.search(sheet.name) or _INFORMAL.search(title.split("Snr")[0]))
    sites = []
    for line, row in records(sheet, HEADERS, NEEDED):
        name = row["name"].rstrip("* ") or row.get("other_name", "")
        if not name:
            continue  # total rows name no site
        informal = informal_sheet or bool(_INFORMAL.search(row.get("type", "")))
        stated = Stated(
            codes={"ssid": ssid} if (ssid := plain_code(row.get("ssid"))) else {},
            names={"en": name, **{lang: row[lang] for lang in ("ar", "ckb") if row.get(lang)}},
            area_names=(row["governorate"], row["district"]),
            lat=parse_number(row.get("lat", "")),
            lon=parse_number(row.get("lon", "")),
        )
        kind = Place.Kind.INFORMAL_SITE if informal else Place.Kind.CAMP
        sites.append(Site(line, kind, stated, row.get("other_name", "")))
    return sites


def _write(sites: list[Site], matcher: Matcher, report: LoadReport) -> None:
    drafts: dict[str, Draft] = {}
    doubts, aliases, codes = [], [], []
    for site, match in zip(sites, matcher.as_new([site.stated for site in sites]), strict=True):
        code = site.code
        if code in drafts:
            report.find("twice", _("The site %(code)s stands in the file twice.") % {"code": code}, site.line, code)
            continue
        lat, lon = usable_point(site.stated, match)
        drafts[code] = Draft(code, LOCATION_LEVEL, site.kind, match.parent, site.stated.names, lat, lon)
        codes += [(code, system, other) for system, other in site.stated.codes.items()]
        for finding in match.findings:
            if finding != NO_COORDINATES:  # camp lists have none
                report.find(finding, explain(finding, site.stated, match), site.line, code)
        doubts.append(Doubt(site.stated, match, code, site.line))
        if site.other_name and fold(site.other_name) != fold(site.stated.name):
            aliases.append(NewAlias(code, site.other_name, match.parent))
    written = write_places(list(drafts.values()))
    report.created, report.updated, report.unchanged = len(written.created), len(written.updated), written.unchanged
    write_codes(codes)
    write_aliases(aliases, report)
    raise_doubts(doubts, report.source)
