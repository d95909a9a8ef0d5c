"""Template tags of the interface: available in every template without {% load %}. See docs/reference/interface.md."""

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.template import Context
from django.templatetags.static import static
from django.urls import reverse, translate_url
from django.utils.html import format_html, format_html_join, json_script
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_info
from django.utils.translation import gettext as _

from hulul.ui import administration, cells, formats, navigation, panels
from hulul.ui.figures import Crumb, Figure, KeyFigure, Slider, Tab
from hulul.ui.icons import DIRECTIONAL, ICONS
from hulul.ui.tables import Table, TableColumn

register = template.Library()

_SELECTED = mark_safe(" selected")
THEMES = ("light", "dark")
ISLANDS = {
    "chart": {"module": "vendor/chart.js"},
    "map": {"module": "vendor/map.js", "worker": "vendor/map-worker.js", "style": "vendor/map.css"},
}


@register.filter
def number(value: float | None, decimals: int = 0) -> str:
    return formats.number(value, decimals)


@register.filter
def signed(value: float | None, decimals: int = 0) -> str:
    return formats.signed(value, decimals)


@register.filter
def percent(value: float | None, decimals: int = 1) -> str:
    return formats.percent(value, decimals)


@register.filter
def signed_percent(value: float | None, decimals: int = 1) -> str:
    return formats.signed_percent(value, decimals)


register.filter("day", formats.day)
register.filter("month", formats.month)
register.filter("moment", formats.moment, expects_localtime=True)
register.filter("digits", formats.digits)
register.filter("place_name", formats.name)


@register.filter
def day_short(value: Any) -> str:
    return formats.day(value, short=True)


@register.simple_tag
def round_label(sequence: int, on: Any) -> str:
    """ "Round 64, 30 March 2018"."""
    return _("Round %(sequence)s, %(date)s") % {"sequence": formats.number(sequence), "date": formats.day(on)}


@register.simple_tag
def icon(name: str) -> SafeString:
    """A drawing of `ui.icons`, hidden from screen readers: the words beside it say what it means."""
    kind = "icon icon-directional" if name in DIRECTIONAL else "icon"
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{}"/></svg>',
        kind,
        ICONS[name],
    )


@register.simple_tag
def island(kind: str, payload: dict[str, Any], label: str = "") -> SafeString:
    """A chart or map drawn by JavaScript from a JSON payload; put what everybody can read beside it."""
    needs = ISLANDS[kind]
    return format_html(
        '<ui-island class="island island-{}" data-label="{}"{}>{}</ui-island>',
        kind,
        label,
        format_html_join("", ' data-{}="{}"', ((name, static(file)) for name, file in needs.items())),
        json_script(payload),
    )


@register.inclusion_tag("ui/figure.html", takes_context=True)
def figure(context: Context, figure: Figure) -> dict[str, Any]:
    request = context.get("request")
    return {
        "figure": figure,
        "payload": figure.spec.payload(),
        "link": f"{request.get_full_path() if request else ''}#{figure.slug}",
        "request": request,
    }


@register.inclusion_tag("ui/key_figure.html")
def key_figure(figure: KeyFigure) -> dict[str, Any]:
    return {"figure": figure}


@register.inclusion_tag("ui/data_table.html", takes_context=True)
def data_table(context: Context, table: Table) -> dict[str, Any]:
    return {"table": table, "request": context.get("request")}


@register.simple_tag
def table_body(table: Table) -> SafeString:
    return cells.body(table)


@register.simple_tag
def slider_options(slider: Slider) -> SafeString:
    """The stops as options of a select: hundreds, so they are not written by a template."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((stop.value, _SELECTED if stop.value == slider.current else "", stop.label) for stop in slider.stops),
    )


@register.filter
def sorted_by(column: TableColumn, table: Table) -> str:
    """ "ascending", "descending" or "" for a column of a table."""
    return table.direction_of(column)


@register.simple_tag(takes_context=True)
def sort_url(context: Context, table: Table, column: TableColumn) -> str:
    """The address of this page sorted by a column, on its first page; whole, because a panel stands in another page."""
    request = context.get("request")
    path = request.path if request else ""
    return path + query(context, **{table.sort_parameter: table.next_sort(column), "page": None})


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: object) -> str:
    """This page's query string with some parameters changed; None takes one away: {% query page=2 %}."""
    request = context.get("request")
    parameters = request.GET.copy() if request else QueryDict(mutable=True)
    for key, value in changes.items():
        if value is None:
            parameters.pop(key, None)
        else:
            parameters[key] = str(value)
    return f"?{parameters.urlencode()}"


@register.inclusion_tag("ui/pagination.html", takes_context=True)
def pagination(context: Context, page: Any) -> dict[str, Any]:
    """Links to the pages of a Django `Page`; the parameter is `page`."""
    return {"page": page, "request": context.get("request")}


@register.inclusion_tag("ui/breadcrumb.html")
def breadcrumb(crumbs: list[Crumb]) -> dict[str, Any]:
    return {"crumbs": crumbs}


@register.inclusion_tag("ui/tabs.html")
def tabs(tabs: list[Tab], label: str) -> dict[str, Any]:
    return {"tabs": tabs, "label": label}


@register.inclusion_tag("ui/progress.html")
def progress(job: Any, url: str) -> dict[str, Any]:
    """The state of a kernel Job; `url` answers this fragment again and is asked every second until the job ends."""
    return {"job": job, "url": url}


@register.inclusion_tag("ui/finding.html")
def finding(severity: str, text: str = "") -> dict[str, Any]:
    """A badge: error, warning, info or success; with its own words or the usual ones."""
    words = {"error": _("Error"), "warning": _("Warning"), "info": _("Note"), "success": _("All right")}
    icons = {"warning": "alert"}
    return {"severity": severity, "text": text or words[severity], "icon_name": icons.get(severity, severity)}


@register.inclusion_tag("ui/empty.html")
def empty_state(title: str, text: str, url: str = "", action: str = "") -> dict[str, Any]:
    """Why there is nothing here, and what to do next."""
    return {"title": title, "text": text, "url": url, "action": action}


@register.filter
def panel_layout(request: HttpRequest) -> str:
    """What a panel extends: a fragment when htmx asks for it, a whole page when a reader opens it."""
    return "ui/fragment.html" if request.headers.get("HX-Request") else "ui/base.html"


@register.inclusion_tag("ui/panels.html", takes_context=True)
def page_panels(context: Context, page: str, code: str, chosen: str = "") -> dict[str, Any]:
    """The panels of a page (`ui.panels`), loaded one by one as they come into view.

    `chosen` is a query string ("?date=2018-03-30") that every panel is asked with.
    """
    found = panels.panels(page, context.get("actor") or panels.PUBLIC)
    return {"panels": [(panel, panel.url(code) + chosen) for panel in found]}


@register.simple_tag(takes_context=True)
def navigation_entries(context: Context) -> list[dict[str, Any]]:
    request: HttpRequest | None = context.get("request")
    path = request.path if request else ""
    home = f"/{get_language()}/"
    shown = []
    for entry in navigation.entries(context.get("actor") or panels.PUBLIC):
        url = reverse(entry.url_name)
        shown.append({"entry": entry, "url": url, "current": path == url if url == home else path.startswith(url)})
    return shown


@register.simple_tag(takes_context=True)
def administration_sections(context: Context) -> list[dict[str, Any]]:
    """The sections of the administration that the reader may use; empty for whoever may use none."""
    request: HttpRequest | None = context.get("request")
    actor = context.get("actor")
    if actor is None:
        return []
    path = request.path if request else ""
    found = [(section, reverse(section.url_name)) for section in administration.sections(actor)]
    return [{"section": section, "url": url, "current": path.startswith(url)} for section, url in found]


@register.simple_tag(takes_context=True)
def languages(context: Context) -> list[dict[str, Any]]:
    """Every language of the installation with the address of this same page in it."""
    request: HttpRequest | None = context.get("request")
    here = request.get_full_path() if request else "/"
    return [
        {
            **get_language_info(code),
            "name_local": _LOCAL_NAMES.get(code) or get_language_info(code)["name_local"],
            "url": _in_language(here, code),
            "current": code == get_language(),
        }
        for code, _name in settings.LANGUAGES
    ]


def _in_language(here: str, code: str) -> str:
    """The same address in another language.

    Addresses with a language are changed without asking whether they exist: a page that is refused must not differ from
    one that is not there.
    """
    prefix = f"/{get_language()}/"
    return f"/{code}/{here.removeprefix(prefix)}" if here.startswith(prefix) else translate_url(here, code)


_LOCAL_NAMES = {"ar": "العربية", "ckb": "کوردیی ناوەندی"}


@register.simple_tag(takes_context=True)
def theme(context: Context) -> str:
    """The theme the reader chose: "light", "dark", or "" to follow the device."""
    request: HttpRequest | None = context.get("request")
    chosen = request.COOKIES.get("theme", "") if request else ""
    return chosen if chosen in THEMES else ""


@register.simple_tag
def direction() -> str:
    return formats.conventions().direction
