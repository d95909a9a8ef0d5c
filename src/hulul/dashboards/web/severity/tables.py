"""Tables of severity: areas, categories, changes, places of concern, the ranking, and what drives a score."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hulul.dashboards.queries.gazetteer import LOCATION_LEVEL, Gazetteer, PlaceFact
from hulul.dashboards.queries.severity import Change, Concern, Driver, InCategory, Severity
from hulul.dashboards.queries.wording import Wording
from hulul.dashboards.rules import alphabetical
from hulul.dashboards.web.severity import sentences
from hulul.dashboards.web.specs import place_url
from hulul.kernel import packs
from hulul.ui import formats
from hulul.ui.tables import Cell, Table, TableColumn

MOST_RANKED = 50
MOST_CONCERNS = 40


def interval(low: float | None, high: float | None, decimals: int = 0) -> str:
    """ "41 to 56", or "41" where both ends are read alike; empty where nothing is known of it."""
    if low is None or high is None:
        return ""
    if formats.number(low, decimals) == formats.number(high, decimals):
        return formats.number(low, decimals)
    return _("%(low)s to %(high)s") % {"low": formats.number(low, decimals), "high": formats.number(high, decimals)}


def area_table(rows: Sequence[Severity], names: Gazetteer, words: Wording, level: int, sort: str) -> Table:
    """One row per place of a level, sortable; links lead down."""
    level_name = str(packs.current().level(level).name)
    columns = [
        TableColumn("name", level_name, sortable=True),
        TableColumn("score", _("Severity score"), "number", _("points of 100"), sortable=True),
        TableColumn("interval", _("Interval")),
        TableColumn("category", _("Category")),
    ]
    if level == LOCATION_LEVEL:
        columns += [
            TableColumn("probability", _("Probability of the category"), "percent", decimals=0, sortable=True),
            TableColumn("individuals", _("Returnees"), "number", _("people"), sortable=True),
        ]
    else:
        columns += [
            TableColumn(
                "high_share", _("Share in high severity"), "percent", _("of assessed returnees"), sortable=True
            ),
            TableColumn("high_individuals", _("Returnees in high severity"), "number", _("people"), sortable=True),
            TableColumn("assessed", _("Assessed"), "number", _("locations"), sortable=True),
            TableColumn("locations", _("Locations of return"), "number", sortable=True),
        ]
    sort, ordered = _sorted(rows, names, sort, {column.name for column in columns if column.sortable})
    return Table(
        caption=_("Severity of conditions by %(level)s") % {"level": level_name.lower()},
        columns=columns,
        rows=[[_cell(row, column.name, names, words) for column in columns] for row in ordered],
        sort=sort,
        in_place=True,
        hide_caption=True,
        empty=_("Nothing was assessed here. Choose another date or a wider area."),
    )


def _cell(row: Severity, column: str, names: Gazetteer, words: Wording) -> object:
    if column == "name":
        return Cell(names.name(row.place), place_url(row.place))
    if column == "interval":
        return interval(row.low, row.high)
    return words.category(row.category) if column == "category" else getattr(row, column)


def _sorted(rows: Sequence[Severity], names: Gazetteer, sort: str, known: set[str]) -> tuple[str, list[Severity]]:
    column = sort.lstrip("-")
    if column not in known:
        sort, column = "-score", "score"
    down = sort.startswith("-")

    def key(row: Severity) -> tuple[bool, object, str]:
        value = alphabetical(names.name(row.place)) if column == "name" else getattr(row, column)
        return (not down, 0, row.place) if value is None else (down, value, row.place)

    return sort, sorted(rows, key=key, reverse=down)


def category_table(
    found: Mapping[str, Mapping[str, InCategory]], country: PlaceFact, names: Gazetteer, words: Wording
) -> Table:
    """Returnees by category and governorate, with the locations they live in."""
    codes = list(words.categories)
    places = sorted((place for place in found if place != country.code), key=lambda p: (alphabetical(names.name(p)), p))
    return Table(
        caption=_("Returnees by category of severity"),
        columns=[
            TableColumn("place", str(packs.current().level(1).name)),
            *(TableColumn(code, words.category(code), "number", _("people")) for code in codes),
            TableColumn("all", _("All assessed"), "number", _("people")),
        ],
        rows=[[Cell(names.name(p), place_url(p)), *_counts(found[p], codes)] for p in places],
        foot=[_("All"), *_people(found.get(country.code, {}), codes)] if places else (),
        hide_caption=True,
        empty=_("Nothing was assessed here. Choose another date or a wider area."),
    )


def _counts(found: Mapping[str, InCategory], codes: Sequence[str]) -> list[Cell]:
    """People by category, then all, each with the number of locations."""
    parts = [found.get(code, InCategory(0, 0)) for code in codes]
    parts.append(InCategory(sum(part.locations for part in parts), sum(part.individuals for part in parts)))
    return [Cell(part.individuals, note=_in_locations(part.locations)) for part in parts]


def _in_locations(count: int) -> str:
    said = ngettext("in %(count)s location", "in %(count)s locations", count)
    return said % {"count": formats.number(count)} if count else ""


def _people(found: Mapping[str, InCategory], codes: Sequence[str]) -> list[int]:
    people = [found[code].individuals if code in found else 0 for code in codes]
    return [*people, sum(people)]


def change_table(found: Mapping[str, Change], names: Gazetteer, words: Wording) -> Table:
    """How governorates moved on what was assessed both times, those that got worse first."""
    ordered = sorted(found.values(), key=lambda each: (-(each.change or 0), each.place))
    rows = []
    for each in ordered:
        driver = sentences.leading_part(each)
        rows.append(
            [
                Cell(names.name(each.place), place_url(each.place)), each.matched, each.previous, each.score,
                each.change,
                words.indicator(driver) if driver else "",
            ]
        )  # fmt: skip
    return Table(
        caption=_("Change in severity on matched locations"),
        columns=[
            TableColumn("place", str(packs.current().level(1).name)),
            TableColumn("matched", _("Assessed both times"), "number", _("locations")),
            TableColumn("previous", _("Before"), "decimal", _("points"), decimals=1),
            TableColumn("score", _("Now"), "decimal", _("points"), decimals=1),
            TableColumn("change", _("Change of score"), "signed", _("points"), decimals=1),
            TableColumn("driver", _("What drove it most")),
        ],
        rows=rows,
        hide_caption=True,
        empty=_("There is no earlier assessment to compare with."),
    )


def concern_table(found: Sequence[Concern], names: Gazetteer, words: Wording) -> Table:
    """Places of concern with all their reasons, areas before locations, those with most returnees first."""
    by_place: dict[str, list[Concern]] = {}
    for each in found:
        by_place.setdefault(each.place, []).append(each)
    ordered = sorted(by_place.items(), key=lambda item: (item[1][0].level, -(item[1][0].individuals or 0), item[0]))
    comma = formats.conventions().list_separator
    rows = []
    for code, reasons in ordered[:MOST_CONCERNS]:
        said = comma.join(dict.fromkeys(sentences.reason(each.reason, each.scale, words) for each in reasons))
        fact = names.get(code)
        above = names.name(fact.parent) if fact and fact.parent else ""
        level = str(packs.current().level(reasons[0].level).name)
        where = comma.join(part for part in (level, above) if part)
        worst = max((each.score for each in reasons if each.score is not None), default=None)
        rows.append([Cell(names.name(code), place_url(code), where), worst, reasons[0].individuals, said])
    return Table(
        caption=_("Places of concern"),
        columns=[
            TableColumn("place", _("Place")),
            TableColumn("score", _("Severity score"), "number", _("points of 100")),
            TableColumn("individuals", _("Returnees"), "number", _("people")),
            TableColumn("reason", _("Why")),
        ],
        rows=rows,
        hide_caption=True,
        empty=_("No place fulfils the rule for places of concern."),
    )


def ranking_table(rows: Sequence[Severity], names: Gazetteer, words: Wording, level: int) -> Table:
    """The most severe places with the ranks that are as well possible, and the groups that cannot be told apart."""
    ranked = sorted((row for row in rows if row.rank), key=lambda row: (row.rank or 0, row.place))
    shown = []
    for row in ranked[:MOST_RANKED]:
        fact = names.get(row.place)
        above = names.name(fact.parent) if fact and fact.parent else ""
        shown.append(
            [
                row.rank, Cell(names.name(row.place), place_url(row.place), above), row.score,
                interval(row.low, row.high), words.category(row.category),
                interval(row.rank_low, row.rank_high), row.rank_group,
            ]
        )  # fmt: skip
    return Table(
        caption=_("Ranking by severity"),
        columns=[
            TableColumn("rank", _("Rank"), "number"),
            TableColumn("place", str(packs.current().level(level).name)),
            TableColumn("score", _("Severity score"), "number", _("points of 100")),
            TableColumn("interval", _("Interval")),
            TableColumn("category", _("Category")),
            TableColumn("ranks", _("Could be rank")),
            TableColumn("group", _("Group"), "number"),
        ],
        rows=shown,
        hide_caption=True,
        first_is_header=False,
        empty=_("No ranks were computed for this level."),
    )


def driver_table(found: Sequence[Driver], words: Wording, *, is_location: bool) -> Table:
    """What each indicator says, those that weigh most first."""
    said = (
        [TableColumn("answer", _("What informants said")), TableColumn("unmet", _("Minimum standard"))]
        if is_location
        else [TableColumn("unmet", _("Below the minimum standard"), "percent", _("of returnees"), decimals=0)]
    )
    rows: list[list[object]] = []
    several = len({each.scale for each in found}) > 1
    for each in found:
        title = Cell(words.indicator(each.indicator), note=words.scale(each.scale) if several else "")
        middle: list[object] = [each.unmet]
        if is_location:
            answer = words.answer(each.indicator, each.answer) if each.answer else _("not answered")
            middle = [answer, _standard(each.unmet)]
        rows.append([title, *middle, each.value, each.contribution])
    return Table(
        caption=_("What drives the score"),
        columns=[
            TableColumn("indicator", _("Indicator")),
            *said,
            TableColumn("value", _("Severity of it"), "number", _("points of 100")),
            TableColumn("contribution", _("Part of the score"), "decimal", _("points"), decimals=1),
        ],
        rows=rows,
        empty=_("What the indicators say here is for staff, and for partners with whom an agreement shares it."),
    )


def _standard(unmet: float | None) -> str:
    if unmet is None:
        return ""
    return _("not met") if unmet else _("met")


def comparison_table(found: Sequence[tuple[PlaceFact, Mapping[str, Severity]]], words: Wording) -> Table:
    """A place beside the areas it lies in: score and category, then the score on each scale that may be seen."""
    scales = [scale for scale in words.scales if any(scale in by_scale for _place, by_scale in found)]
    rows: list[list[object]] = []
    for fact, by_scale in found:
        overall = by_scale.get("")
        name = Cell(fact.name, place_url(fact.code), str(packs.current().level(fact.level).name))
        scored = [by_scale[scale].score if scale in by_scale else None for scale in scales]
        rows.append(
            [name, overall and overall.score, overall and words.category(overall.category), *scored,
             overall and overall.high_share]
        )  # fmt: skip
    return Table(
        caption=_("Beside the areas it lies in"),
        columns=[
            TableColumn("place", _("Place")),
            TableColumn("score", _("Severity score"), "number", _("points of 100")),
            TableColumn("category", _("Category")),
            *(TableColumn(scale, words.scale(scale), "number") for scale in scales),
            TableColumn("high_share", _("Share in high severity"), "percent", decimals=0),
        ],
        rows=rows,
    )
