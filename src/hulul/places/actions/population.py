"""Loading population denominators: people per sub-district, by code or by names."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _

from hulul.audit.actions import record
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Invalid
from hulul.kernel.jobs import Progress, silent
from hulul.kernel.numerals import parse_number
from hulul.places.access import check_change
from hulul.places.actions.figures import settle_population
from hulul.places.actions.report import LoadReport
from hulul.places.actions.reviews import Doubt, raise_doubts
from hulul.places.actions.writing import BATCH, announce
from hulul.places.areas import AreaNames, Named
from hulul.places.atlas import Atlas
from hulul.places.models import Place, PopulationFigure
from hulul.places.rules import DISTRICT_CONFLICT, NAME_UNCERTAIN
from hulul.places.stated import Match, Stated, key_of
from hulul.places.tables import read_sheets, records

HEADERS = {
    "people": ("total.pop", "population", "total population"),
    "pcode": ("pcode", "p-code", "adm3_pcode"),
    "adm1_en": ("gov_en", "governorate_en", "governorate", "adm1_en"),
    "adm1_ar": ("gov_ar", "governorate_ar", "adm1_ar"),
    "adm2_en": ("dis_en", "district_en", "district", "adm2_en"),
    "adm2_ar": ("dis_ar", "district_ar", "adm2_ar"),
    "adm3_en": ("subdistrict_en", "sub_district", "adm3_en"),
    "adm3_ar": ("subdistrict_ar", "adm3_ar"),
}
NEEDED = ("people",)


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file: what it states, how its areas are called in two languages, and the people."""

    line: int
    stated: Stated
    levels: tuple[tuple[str, str], ...]
    people: int

    @property
    def key(self) -> str:
        return key_of(self.stated)


@transaction.atomic
def load_population(actor: Actor, path: Path, progress: Progress = silent) -> LoadReport:
    """Replace the population figures by those of the file. Every readable row counts, at the deepest area recognised.

    A row whose sub-district is uncertain counts at its district (or governorate) until a person decides; so the sum of
    the country is exactly the sum of the file. Rows without a number of people are reported.
    """
    check_change(actor)
    report = LoadReport("population", path.name)
    atlas = Atlas.load()
    if atlas.root is None:
        raise Invalid(_("There are no areas yet. Load the boundaries first."))
    names = AreaNames(atlas)
    figures: dict[str, PopulationFigure] = {}
    doubts: list[Doubt] = []
    keys = dict(Place.objects.filter(level__lt=4).values_list("code", "pk"))
    for row in _rows(path, report, atlas):
        place, doubt = _find(row, atlas, names)
        if doubt:
            doubts.append(doubt)
            sentence = _("No area is certainly called %(name)s: its people are counted at %(place)s.")
            report.find(NAME_UNCERTAIN, sentence % {"name": _called(row), "place": place}, row.line, place)
        if apart := _other_governorate(row, place, atlas, names):
            sentence = _(
                "The file counts %(name)s in %(stated)s; in the boundaries it lies in %(area)s, and counts there."
            )
            report.find(DISTRICT_CONFLICT, sentence % {"name": _called(row), **apart}, row.line, place)
        if row.key in figures:
            report.find("same_names", _("These names stand in the file already; the people are added."), row.line)
            figures[row.key].people += row.people
            continue
        stated = {**row.stated.as_detail(), "line": row.line}
        figures[row.key] = PopulationFigure(
            key=row.key, place_id=keys[place], stated=stated, people=row.people, source=report.source[:200]
        )
    _replace(figures, report)
    raise_doubts(doubts, report.source)
    settled = settle_population()
    if report.changed or settled:
        record(actor, "load_population", "place", "", source=report.source, rows=len(figures))
        announce()
    progress(1, 1)
    return report


def _rows(path: Path, report: LoadReport, atlas: Atlas) -> Iterator[Row]:
    for line, row in records(read_sheets(path)[0], HEADERS, NEEDED):
        levels = tuple((row.get(f"adm{n}_en", ""), row.get(f"adm{n}_ar", "")) for n in (1, 2, 3))
        code = row.get("pcode", "")
        named = any(name for level in levels for name in level)
        if not code and not named:
            continue  # the total row names no area
        if not named and code not in atlas.places:
            sentence = _("There is no place with the code %(code)s.")
            report.find("unknown_code", sentence % {"code": code}, line)
            continue
        people = people_in(row["people"])
        if people is None:
            sentence = _("%(people)s is not a number of people; the line was left out.")
            report.find("not_a_number", sentence % {"people": row["people"] or "?"}, line)
            continue
        stated = Stated({"pcode": code} if code else {}, {}, tuple(en or ar for en, ar in levels))
        yield Row(line, stated, levels, people)


def people_in(text: str) -> int | None:
    """A number of people that the database can hold, or None."""
    people = parse_number(text)
    if people is None or not people.is_integer() or not 0 <= people < 2**31:
        return None
    return int(people)


def _find(row: Row, atlas: Atlas, names: AreaNames) -> tuple[str, Doubt | None]:
    """Where the people of a row are counted, and the doubt when that is not where they were stated to live."""
    if (code := row.stated.codes.get("pcode", "")) in atlas.places:
        return code, None
    if decided := atlas.decisions.get(row.key):
        return decided, None
    named = names.resolve_any(row.levels)
    root = atlas.root.code if atlas.root else ""
    place = named.deepest or root
    stated_depth = max((n for n, level in enumerate(row.levels, start=1) if any(level)), default=0)
    if stated_depth <= atlas.places[place].level:
        return place, None
    return place, _doubt(row, named, place)


def _other_governorate(row: Row, place: str, atlas: Atlas, names: AreaNames) -> dict[str, str]:
    """The stated governorate and the one the place lies in, by name, where they differ."""
    stated = names.resolve_any(row.levels[:1]).deepest
    path = atlas.places[place].path
    if stated is None or len(path) < 2 or stated in path:
        return {}
    return {"stated": atlas.places[stated].names[0], "area": atlas.places[path[1]].names[0]}


def _doubt(row: Row, named: Named, place: str) -> Doubt:
    suggestion = {"place": named.guess} if named.guess else {}
    match = Match(place, "area", named.guess_certainty, None, (NAME_UNCERTAIN,), suggestion)
    other = [ar for _en, ar in row.levels if ar]
    return Doubt(row.stated, match, place, row.line, figure=row.key, extra={"people": row.people, "other_names": other})


def _called(row: Row) -> str:
    return next((name for level in reversed(row.levels) for name in level if name), "")


def _replace(figures: dict[str, PopulationFigure], report: LoadReport) -> None:
    """Write what is new or different and remove what the file has no more."""
    kept = {figure.key: figure for figure in PopulationFigure.objects.all()}
    fresh, stale = [], []
    for key, figure in figures.items():
        old = kept.pop(key, None)
        if old is None:
            fresh.append(figure)
        elif (old.people, old.place_id) != (figure.people, figure.place_id):
            figure.pk = old.pk
            stale.append(figure)
        else:
            report.unchanged += 1
    for gone in kept.values():
        report.find("figure_removed", _("A figure of the file before is not in this one: %(key)s.") % {"key": gone.key})
    PopulationFigure.objects.filter(pk__in=[figure.pk for figure in kept.values()]).delete()
    PopulationFigure.objects.bulk_create(fresh, batch_size=BATCH)
    PopulationFigure.objects.bulk_update(stale, ["people", "place", "stated", "source"], batch_size=BATCH)
    report.created, report.updated = len(fresh), len(stale) + len(kept)
