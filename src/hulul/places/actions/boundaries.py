"""Loading boundaries: COD-AB GeoJSON, one file a level, with P-codes, names and outlines."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import shapely
from django.db import transaction
from django.utils.translation import gettext as _
from shapely.errors import ShapelyError
from shapely.geometry import shape

from hulul.audit.actions import record
from hulul.kernel import packs
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Invalid
from hulul.kernel.jobs import Progress, silent
from hulul.places.access import check_change
from hulul.places.actions.outlines import redraw
from hulul.places.actions.placing import place_again
from hulul.places.actions.report import LoadReport
from hulul.places.actions.writing import BATCH, Draft, announce, write_places
from hulul.places.models import Boundary, Place

# A language's property of an area at a level, as COD-AB has written it over the years.
_NAMES = {
    "en": ("adm{n}_en", "adm{n}_name"),
    "ar": ("adm{n}_ar", "adm{n}_name1"),
    "ckb": ("adm{n}_ckb", "adm{n}_ku", "adm{n}_name2"),
}
_MARGIN = 0.5  # degrees by which outlines may leave the bounds of the pack


@dataclass(frozen=True, slots=True)
class Area:
    """A feature as read: its number in the file, the draft of its place, its outline if it has one, and its columns."""

    number: int
    draft: Draft
    outline: Any
    properties: dict[str, Any]


@transaction.atomic
def load_boundaries(actor: Actor, path: Path, progress: Progress = silent) -> LoadReport:
    """Create or update the areas of one level with their outlines.

    The level is the deepest ADMn_PCODE that every feature has; the level above must be there (the country itself is
    made from ADM0_PCODE when needed). Invalid outlines are repaired and reported. Locations are placed again when an
    outline changed. Invalid: not GeoJSON, no features, another country, P-codes missing or twice, parents unknown.
    """
    check_change(actor)
    report = LoadReport("boundaries", path.name)
    level, areas = read(path, report)
    if level == 1:
        _write_country(areas[0].properties, report)
    _check_parents(areas, level, path.name)
    written = write_places([area.draft for area in areas])
    changed = _write_outlines(areas, report.source)
    report.created, report.updated = len(written.created), len((written.updated | changed) - written.created)
    report.unchanged = len(areas) - report.created - report.updated
    if changed:
        progress(1, 3, _("Simplifying outlines for maps"))
        redraw(level)
        progress(2, 3, _("Placing locations again"))
        place_again(report)
    if report.changed:
        record(actor, "load_boundaries", "place", f"level {level}", source=report.source, created=report.created)
        announce()
    progress(3, 3)
    return report


def read(path: Path, report: LoadReport) -> tuple[int, list[Area]]:
    """The level of a file and its areas, at least one, as far as they can be checked without asking the database."""
    features = _features(path)
    level = _level(features, path.name)
    areas = [_area(number, feature, level, report) for number, feature in enumerate(features, start=1)]
    _check(areas, path.name)
    return level, areas


def level_of(path: Path) -> int:
    """The administrative level of a boundary file."""
    return _level(_features(path), path.name)


def _features(path: Path) -> list[dict[str, Any]]:
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    if not text.strip():
        raise Invalid(_("The file %(file)s is empty. Nothing was changed.") % {"file": path.name})
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise Invalid(
            _("%(file)s is not GeoJSON: it breaks off or goes wrong in line %(line)d. Download it again.")
            % {"file": path.name, "line": error.lineno}
        ) from error
    except RecursionError as error:
        raise Invalid(_("%(file)s is JSON, but not a GeoJSON FeatureCollection.") % {"file": path.name}) from error
    listed = data.get("features") or [] if isinstance(data, dict) and data.get("type") == "FeatureCollection" else None
    if not isinstance(listed, list) or not all(map(_is_feature, listed)):
        raise Invalid(_("%(file)s is JSON, but not a GeoJSON FeatureCollection.") % {"file": path.name})
    features = [
        {
            "properties": {key.lower(): value for key, value in (feature.get("properties") or {}).items()},
            "geometry": feature.get("geometry"),
        }
        for feature in listed
    ]
    if not features:
        raise Invalid(_("%(file)s contains no areas. Nothing was changed.") % {"file": path.name})
    return features


def _is_feature(given: object) -> bool:
    return isinstance(given, dict) and isinstance(given.get("properties") or {}, dict)


def _level(features: list[dict[str, Any]], name: str) -> int:
    for level in (3, 2, 1, 0):
        having = [bool(feature["properties"].get(f"adm{level}_pcode")) for feature in features]
        if all(having):
            return level
        if any(having):
            raise Invalid(
                _("%(file)s: feature %(number)d has no ADM%(level)d_PCODE. Every area needs its P-code.")
                % {"file": name, "number": having.index(False) + 1, "level": level}
            )
    raise Invalid(
        _("%(file)s has no property ADM0_PCODE … ADM3_PCODE, so it is not a COD-AB boundary file.") % {"file": name}
    )


def _area(number: int, feature: dict[str, Any], level: int, report: LoadReport) -> Area:
    properties = feature["properties"]
    code = str(properties[f"adm{level}_pcode"]).strip()
    parent = str(properties.get(f"adm{level - 1}_pcode") or "").strip() if level else None
    outline = _outline(number, code, feature["geometry"], report)
    point = shapely.point_on_surface(outline) if outline is not None else None
    draft = Draft(
        code,
        level,
        Place.Kind.AREA if level else Place.Kind.COUNTRY,
        parent,
        _names(properties, level) or {"en": code},
        round(point.y, 6) if point is not None else None,
        round(point.x, 6) if point is not None else None,
    )
    return Area(number, draft, outline, properties)


def _names(properties: dict[str, Any], level: int) -> dict[str, str]:
    names = {}
    for language, keys in _NAMES.items():
        for key in keys:
            if name := str(properties.get(key.format(n=level)) or "").strip():
                names[language] = name
                break
    return names


def _outline(number: int, code: str, geometry: Any, report: LoadReport) -> Any:
    if not geometry:
        report.find("no_outline", _("%(code)s has no outline.") % {"code": code}, number, code)
        return None
    try:
        outline = shapely.force_2d(shape(geometry))
    except (ValueError, TypeError, LookupError, AttributeError, ShapelyError) as error:
        raise Invalid(
            _("Feature %(number)d (%(code)s) has an outline that cannot be read.") % {"number": number, "code": code}
        ) from error
    if not outline.is_valid:
        report.find(
            "outline_repaired",
            _("The outline of %(code)s crosses itself and was repaired: %(reason)s.")
            % {"code": code, "reason": shapely.is_valid_reason(outline)},
            number,
            code,
        )
        outline = shapely.make_valid(outline)
    polygons = [part for part in shapely.get_parts(outline, return_index=False) if part.area > 0]
    flat = shapely.union_all(polygons) if outline.geom_type == "GeometryCollection" else outline
    if flat.is_empty or flat.area == 0:
        raise Invalid(_("Feature %(number)d (%(code)s) is not an area.") % {"number": number, "code": code})
    return flat


def _check(areas: list[Area], name: str) -> None:
    pack = packs.current()
    seen: dict[str, int] = {}
    for area in areas:
        code = area.draft.code
        if not re.fullmatch(pack.code_pattern, code):
            raise Invalid(
                _("%(file)s: feature %(number)d has the P-code %(code)s, which is none of %(country)s.")
                % {"file": name, "number": area.number, "code": code, "country": pack.name},
                hint=_("This installation serves one country: its pack is set by HULUL_PACK."),
            )
        if code in seen:
            raise Invalid(
                _("%(file)s: the P-code %(code)s stands at feature %(first)d and at feature %(second)d.")
                % {"file": name, "code": code, "first": seen[code], "second": area.number}
            )
        seen[code] = area.number
        if area.outline is not None:
            west, south, east, north = area.outline.bounds
            around = shapely.box(*pack.bounds).buffer(_MARGIN)
            if not around.covers(shapely.box(west, south, east, north)):
                raise Invalid(
                    _("%(file)s: the outline of %(code)s lies outside %(country)s. Coordinates must be WGS 84 degrees.")
                    % {"file": name, "code": code, "country": pack.name}
                )


def _write_country(properties: dict[str, Any], report: LoadReport) -> None:
    """The country itself from the columns of its governorates, when no file of its own came first."""
    code = str(properties.get("adm0_pcode") or "").strip()
    if code and not Place.objects.filter(level=0).exists():
        write_places([Draft(code, 0, Place.Kind.COUNTRY, None, _names(properties, 0) or {"en": code})])
        report.find("country_without_outline", _("The country was made without an outline of its own."), place=code)


def _check_parents(areas: list[Area], level: int, name: str) -> None:
    if level == 0:
        return
    known = set(Place.objects.filter(level=level - 1).values_list("code", flat=True))
    for area in areas:
        if area.draft.parent not in known:
            raise Invalid(
                _("%(file)s: feature %(number)d (%(code)s) belongs to %(parent)s, which is not loaded.")
                % {"file": name, "number": area.number, "code": area.draft.code, "parent": area.draft.parent or "?"},
                hint=_("Load the boundaries of the level above first, or all files together."),
            )


def _write_outlines(areas: list[Area], source: str) -> set[str]:
    """Keep the exact outlines; returns the codes whose outline is new or different."""
    drawn = [area for area in areas if area.outline is not None]
    codes = [area.draft.code for area in drawn]
    keys = dict(Place.objects.filter(code__in=codes).values_list("code", "pk"))
    kept = {
        code: boundary for boundary in Boundary.objects.filter(place__code__in=codes) for code in (boundary.place_id,)
    }
    fresh, stale, changed = [], [], set()
    for area in drawn:
        wkb = shapely.to_wkb(area.outline, byte_order=1)
        key = keys[area.draft.code]
        boundary = kept.get(key)
        if boundary is None:
            fresh.append(Boundary(place_id=key, wkb=wkb, outline="", tolerance=0, source=source[:200]))
        elif bytes(boundary.wkb) != wkb:
            boundary.wkb, boundary.source = wkb, source[:200]
            stale.append(boundary)
        else:
            continue
        changed.add(area.draft.code)
    Boundary.objects.bulk_create(fresh, batch_size=BATCH)
    Boundary.objects.bulk_update(stale, ["wkb", "source"], batch_size=BATCH)
    return changed
