"""Two builds side by side, as tables and sentences."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hulul.measurement.framing import Framed
from hulul.measurement.queries.comparing import Difference, Moved
from hulul.places.models import Place
from hulul.ui import formats
from hulul.ui.tables import Cell, Table, TableColumn

SHOWN = 100

CAUSES: dict[str, str | Promise] = {
    "framework": gettext_lazy("another version of the framework"),
    "survey": gettext_lazy("other answers"),
    "people": gettext_lazy("another round of returnees, by which areas are weighted"),
    "places": gettext_lazy("places that were changed meanwhile"),
    "model": gettext_lazy("another fit of what answers are worth"),
    "code": gettext_lazy("another version of the program"),
    "seed": gettext_lazy("another seed"),
    "parameters": gettext_lazy("another number of runs"),
}


def sentence(found: Difference) -> str:
    """What moved, in one sentence."""
    if not found.changed:
        return _("Every place has the same score in both builds.")
    words = {"changed": formats.number(found.changed), "all": formats.number(len(found.places))}
    one = "%(changed)s of %(all)s places scored in both has another score."
    return ngettext(one, "%(changed)s of %(all)s places scored in both have another score.", found.changed) % words


def causes(found: Difference) -> list[str]:
    return [str(CAUSES.get(cause, cause)) for cause in found.causes]


def only(found: Difference) -> list[str]:
    """Places that were scored in one of the builds only."""
    sentences = []
    if found.only_earlier:
        count = len(found.only_earlier)
        text = ngettext(
            "%(count)s place was scored in the first build only.",
            "%(count)s places were scored in the first build only.",
            count,
        )
        sentences.append(text % {"count": formats.number(count)})
    if found.only_later:
        count = len(found.only_later)
        text = ngettext(
            "%(count)s place was scored in the second build only.",
            "%(count)s places were scored in the second build only.",
            count,
        )
        sentences.append(text % {"count": formats.number(count)})
    return sentences


def places_table(found: Difference, framed: Framed) -> Table:
    """The places that moved most, each with the indicators that moved it."""
    shown = [moved for moved in found.places if moved.change][:SHOWN]
    names = {place.code: place.name for place in Place.objects.filter(code__in=[moved.place for moved in shown])}
    rows = [
        [
            names.get(moved.place, moved.place),
            moved.previous_score,
            moved.score,
            moved.change,
            _category(framed, moved),
            moved.previous_rank,
            moved.rank,
            _drivers(framed, moved),
        ]
        for moved in shown
    ]
    columns = [
        TableColumn("place", _("Place")),
        TableColumn("before", _("First build"), "decimal", unit=_("points"), decimals=1),
        TableColumn("now", _("Second build"), "decimal", unit=_("points"), decimals=1),
        TableColumn("change", _("Difference"), "signed", unit=_("points"), decimals=1),
        TableColumn("category", _("Category")),
        TableColumn("rank_before", _("Rank in the first"), "number"),
        TableColumn("rank", _("Rank in the second"), "number"),
        TableColumn("drivers", _("What made the difference")),
    ]
    return Table(_("Places that moved most"), columns, rows, empty=_("No place moved."), hide_caption=True)


def _category(framed: Framed, moved: Moved) -> object:
    before, now = _title(framed, moved.previous_category), _title(framed, moved.category)
    if before == now:
        return now
    return Cell(now, note=_("was %(category)s") % {"category": before}, tone="warning")


def _drivers(framed: Framed, moved: Moved) -> str:
    parts = [
        _("%(indicator)s (%(points)s)")
        % {"indicator": framed.indicator(code).title, "points": formats.signed(points, 1)}
        for code, points in moved.drivers
    ]
    return formats.conventions().list_separator.join(parts)


def categories_table(found: Difference, framed: Framed) -> Table:
    """How many places went from each category (rows) to each (columns)."""
    codes = [category.code for category in framed.categories]
    rows = [[_title(framed, before), *(found.categories.get((before, now), 0) for now in codes)] for before in codes]
    first = TableColumn("before", _("First build"))
    columns = [first, *(TableColumn(code, _title(framed, code), "number") for code in codes)]
    return Table(_("Categories before (rows) and after (columns)"), columns, rows)


def _title(framed: Framed, code: str) -> str:
    category = framed.category(code)
    return str(category.title) if category else _("not assessed")
