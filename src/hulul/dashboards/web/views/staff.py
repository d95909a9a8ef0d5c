"""Pages for signed-in staff: what must not be public at the level of a location."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hulul.dashboards.queries import standing
from hulul.dashboards.queries.gazetteer import LOCATION_LEVEL, gazetteer
from hulul.dashboards.rules import alphabetical
from hulul.dashboards.web import tables
from hulul.dashboards.web.downloads import downloads, method_url
from hulul.kernel import packs
from hulul.ui import formats
from hulul.warehouse.web.caching import published

PAGE = 100


@published
def no_return(request: HttpRequest) -> HttpResponse:
    """Candidates for places of no return, by governorate. Whoever may not know of the dataset gets 404."""
    actor = request.actor  # type: ignore[attr-defined]
    names = gazetteer(actor)
    area = request.GET.get("area", "")
    chosen = names.get(area)
    inside = tuple(f.code for f in names.within(area, LOCATION_LEVEL)) if chosen else None
    found = standing.no_return_candidates(actor, inside)
    found.sort(key=lambda c: (alphabetical(names.name(c.adm1)), c.reason, alphabetical(names.name(c.place)), c.place))
    left = sum(1 for candidate in found if candidate.reason == "returned_and_left")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    words = {"count": formats.number(len(found)), "left": formats.number(left)}
    context = {
        "sentence": _("%(count)s locations may be places of no return; from %(left)s of them all returnees left again.")
        % words,
        "area": area if chosen else "",
        "areas": names.in_order(names.at_level(1)),
        "level_name": packs.current().level(1).name,
        "table": tables.candidate_table(list(page.object_list), names),
        "page": page,
        "method": method_url("no_return_candidates"),
        "downloads": downloads("no_return_candidates", spatial=True, adm1=area if chosen else None),
    }
    return render(request, "dashboards/no_return.html", context)
