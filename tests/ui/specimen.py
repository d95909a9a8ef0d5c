"""A page that shows every component, with invented numbers, on addresses of its own. Only for tests."""

import datetime as dt
import math
from typing import Any

from django.conf.urls.i18n import i18n_patterns
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.template import engines
from django.urls import include, path

from hulul.kernel.errors import Denied
from hulul.kernel.models import Job
from hulul.ui.charts import Bar, BarChart, Flow, FlowChart, LineChart, Point, Series, SeriesBreak
from hulul.ui.figures import Change, Crumb, Download, Figure, KeyFigure, Slider, Stop, Suggestion, Tab
from hulul.ui.maps import Area, Bubble, MapSpec
from hulul.ui.sparklines import Sparkline
from hulul.ui.tables import Cell, Table, TableColumn

WORDS = {
    "en": {
        "displaced": "Displaced", "returnees": "Returnees", "people": "people", "district": "District",
        "title": "Returns have slowed since the autumn of 2018",
        "subtitle": "Individuals, whole country, to 30 April 2019",
        "map": "Where displaced people live", "round": "Round", "since": "since round 110", "year": "in a year",
        "heading": "Lumara", "rate": "Return rate", "households": "Households", "change": "Change",
        "lead": "By round 111, 4,266,882 people had returned to Lumara, 0.4% more than two months before; "
                "1,665,108 are still displaced.",
        "break": "Villages that could not be reached are carried forward.", "source": "DTM, round 111",
        "bars": "Four in ten returnees live in two districts", "flows": "From where people fled to where they are",
        "origin": "Origin", "destination": "Now in", "rises": "Largest rises and falls",
        "shares": "Shelter of displaced people", "locations": "Locations",
    },
    "ar": {
        "displaced": "النازحون", "returnees": "العائدون", "people": "شخص", "district": "القضاء",
        "title": "تباطأت العودة منذ خريف ٢٠١٨", "subtitle": "أفراد، البلد كله، حتى ٣٠ نيسان ٢٠١٩",
        "map": "أين يعيش النازحون", "round": "الجولة", "since": "منذ الجولة ١١٠", "year": "خلال سنة",
        "heading": "لومارا", "rate": "معدل العودة", "households": "الأسر", "change": "التغير",
        "lead": "بحلول الجولة ١١١ كان ٤٬٢٦٦٬٨٨٢ شخصاً قد عادوا إلى لومارا، بزيادة ٠٫٤٪ عمّا قبل شهرين؛ ولا يزال "
                "١٬٦٦٥٬١٠٨ أشخاص نازحين.",
        "break": "تُرحَّل أعداد القرى التي تعذّر الوصول إليها.", "source": "مصفوفة تتبع النزوح، الجولة ١١١",
        "bars": "أربعة من كل عشرة عائدين يعيشون في قضاءين", "flows": "من أين نزح الناس وأين هم الآن",
        "origin": "المنشأ", "destination": "يقيمون في", "rises": "أكبر الزيادات والانخفاضات",
        "shares": "مأوى النازحين", "locations": "المواقع",
    },
    "ckb": {
        "displaced": "ئاوارەکان", "returnees": "گەڕاوەکان", "people": "کەس", "district": "قەزا",
        "title": "گەڕانەوە لە پاییزی ٢٠١٨ەوە خاو بووەتەوە", "subtitle": "تاک، هەموو وڵات، تا ٣٠ی نیسانی ٢٠١٩",
        "map": "ئاوارەکان لە کوێ دەژین", "round": "گەڕ", "since": "لە گەڕی ١١٠ەوە", "year": "لە ساڵێکدا",
        "heading": "لوومارا", "rate": "ڕێژەی گەڕانەوە", "households": "خێزان", "change": "گۆڕان",
        "lead": "تا گەڕی ١١١، ٤٬٢٦٦٬٨٨٢ کەس گەڕابوونەوە بۆ لوومارا، ٠٫٤٪ زیاتر لە دوو مانگ لەمەوبەر؛ "
                "١٬٦٦٥٬١٠٨ کەس هێشتا ئاوارەن.",
        "break": "ژمارەی ئەو گوندانەی نەگەیشتراونەتێ هەڵدەگیرێنەوە.", "source": "DTM، گەڕی ١١١",
        "bars": "لە هەر دە گەڕاوەیەک چوار لە دوو قەزا دەژین", "flows": "لە کوێوە هەڵاتوون و ئێستا لە کوێن",
        "origin": "شوێنی ڕەسەن", "destination": "ئێستا لە", "rises": "گەورەترین زیادبوون و کەمبوونەوە",
        "shares": "پەناگەی ئاوارەکان", "locations": "شوێنەکان",
    },
}  # fmt: skip
NAMES = {
    "en": ["Vandora", "Tal Mirin", "Oskarun", "Beshira", "Halvan", "Qoremi", "Sarnul", "Deylan", "Marusha"],
    "ar": ["فاندورا", "تل ميرين", "أوسكارون", "بشيرة", "حلوان", "قورمي", "سارنول", "ديلان", "ماروشا"],
    "ckb": ["ڤاندۆرا", "تەل میرین", "ئۆسکاروون", "بەشیرە", "هەڵوان", "قۆڕەمی", "سارنوڵ", "دێلان", "ماڕووشا"],
}
VALUES = [412_300, 288_120, 141_000, 96_410, 52_700, 31_250, 12_040, 3_120, None]
DATES = [dt.date(2014 + month // 12, month % 12 + 1, 28) for month in range(4, 64)]


def _series(words: dict[str, str]) -> list[Series]:
    displaced = [3_300_000 / (1 + math.exp((i - 42) / 9)) + 1_500_000 * min(1, i / 14) - 300_000 for i in range(60)]
    returned = [4_300_000 / (1 + math.exp(-(i - 38) / 6)) for i in range(60)]
    bands = [Point(on, v, v * 0.93, v * 1.08) for on, v in zip(DATES, displaced, strict=True)]
    gaps = [Point(on, None if i in (20, 21) else v) for i, (on, v) in enumerate(zip(DATES, returned, strict=True))]
    return [Series(words["displaced"], bands, "displaced"), Series(words["returnees"], gaps, "returnees")]


def _figures(words: dict[str, str], names: list[str]) -> dict[str, Figure]:
    downloads = [Download("CSV", "?format=csv"), Download("XLSX", "?format=xlsx")]
    breaks = [SeriesBreak(dt.date(2016, 6, 1), words["break"]), SeriesBreak(dt.date(2018, 11, 30), words["break"])]
    line = LineChart(_series(words), words["people"], breaks, marked=DATES[-1])
    bars = BarChart(
        [Bar(n, [v and v * 1.7, v]) for n, v in zip(names[:7], VALUES[:7], strict=True)],
        [(words["returnees"], "returnees"), (words["displaced"], "displaced")],
        words["people"],
        words["district"],
    )
    flows = FlowChart(
        [Flow(names[i], names[(i * 2 + k) % 7], 40_000 / (i + 1) / k) for i in range(5) for k in (1, 3)],
        words["people"],
        words["origin"],
        words["destination"],
    )
    area_map = MapSpec(
        boundaries_url="/en/areas.geojson",
        bounds=(59.5, 9.5, 68.5, 17.5),
        areas=[Area(f"XH{i}", n, v, f"/en/places/XH{i}/") for i, (n, v) in enumerate(zip(names, VALUES, strict=True))],
        unit=words["people"],
        label=words["district"],
        value_label=words["displaced"],
        bubbles=[Bubble(f"l{i}", names[i % 9], 10.5 + i % 7, 60 + i * 1.7 % 8, 9000 / (i + 1), "") for i in range(14)],
        bubble_label=words["returnees"],
        selected="XH4",
        note="",
    )
    common: dict[str, Any] = {"source": words["source"], "downloads": downloads, "method_url": "/en/"}
    return {
        "line": Figure("trend", words["title"], line, words["subtitle"], **common),
        "bars": Figure("bars", words["bars"], bars, words["subtitle"], **common),
        "flows": Figure("flows", words["flows"], flows, words["subtitle"], **common),
        "map": Figure("map", words["map"], area_map, words["subtitle"], size="tall", **common),
    }


def _context(request: HttpRequest) -> dict[str, Any]:
    language = request.LANGUAGE_CODE
    words, names = WORDS[language], NAMES[language]
    values = [s.value for s in _series(words)[0].points]
    change = [Change(-42_310, -0.019, words["since"]), Change(-410_000, -0.157, words["year"])]
    figures = [
        KeyFigure(words["displaced"], 1_665_108, words["people"], DATES[-1], "DTM", hue="displaced", changes=change,
                  sparkline=Sparkline(values, words["title"]), url="/en/"),
        KeyFigure(words["returnees"], 4_266_882, words["people"], DATES[-1], "DTM", hue="returnees",
                  changes=[Change(17_000, 0.004, words["since"])],
                  sparkline=Sparkline([1, 2, None, 4, 9, 9.5], words["title"])),
        KeyFigure(words["rate"], 0.7193, "", DATES[-1], "DTM", kind="percent"),
        KeyFigure(words["locations"], None, "", hue="muted"),
    ]  # fmt: skip
    rows = [
        [Cell(n, f"/en/places/{i}/"), v, Cell(v and (i - 3) * 0.021, tone="rise" if i > 3 else "fall"), DATES[-1]]
        for i, (n, v) in enumerate(zip(names * 4, VALUES * 4, strict=True))
    ]
    columns = [
        TableColumn("name", words["district"], sortable=True),
        TableColumn("households", words["households"], "number", sortable=True),
        TableColumn("change", words["change"], "signed_percent"),
        TableColumn("date", words["round"], "date"),
    ]
    stops = [Stop(f"r{i}", f"{words['round']} {i + 1}") for i in range(60)]
    current = request.GET.get("round", "r59")
    return {
        "words": words,
        "key_figures": figures,
        "figures": _figures(words, names),
        "table": Table(
            words["rises"], columns, rows, request.GET.get("sort", "-households"), foot=["Σ", 1, None, None]
        ),
        "empty_table": Table(words["rises"], columns, []),
        "slider": Slider("round", stops, current, "#moved", words["round"]),
        "current": current,
        "asked": ["refused", "broken"],
        "crumbs": [Crumb(words["heading"], "/en/"), Crumb(names[0], "/en/"), Crumb(names[1])],
        "tabs": [Tab(words["displaced"], "?tab=1", True, "home"), Tab(words["flows"], "?tab=2", icon="flows")],
        "page": Paginator(range(500), 50).page(2),
        "job": _job(),
        "job_url": f"/{language}/job/",
    }


TEMPLATE = """{% extends "ui/base.html" %}
{% block title %}{{ words.heading }}{% endblock %}
{% block breadcrumb %}{% breadcrumb crumbs %}{% endblock %}
{% block tabs %}{% tabs tabs words.heading %}{% endblock %}
{% block heading %}{{ words.heading }}{% endblock %}
{% block lead %}<p class="lead-sentence">{{ words.lead }}</p>{% endblock %}
{% block content %}
{% include "ui/slider.html" %}
<div class="split">
  <div id="moved" data-round="{{ current }}">{% figure figures.map %}</div>
  <div>
    <div class="key-figures">{% for item in key_figures %}{% key_figure item %}{% endfor %}</div>
    {% figure figures.line %}
  </div>
</div>
<section class="section columns"><div>{% figure figures.bars %}</div><div>{% figure figures.flows %}</div></section>
<section class="section columns"><div>{% data_table table %}{% pagination page %}</div><div>
{% data_table empty_table %}
<p>{% finding "error" %} {% finding "warning" %} {% finding "info" %} {% finding "success" %}</p>
{% progress job job_url %}</div></section>
{% include "ui/skeleton.html" %}
<p>{% round_label 64 figures.line.spec.marked %} · {{ 12.5|number:1 }} · {{ 0.5|percent }}</p>
{% for name in asked %}
<div id="{{ name }}" hx-get="/{{ LANGUAGE_CODE }}/{{ name }}/" hx-trigger="click">
  <button type="button" class="btn btn-outline-primary">{{ words.change }}</button>
</div>
{% endfor %}
{% endblock %}"""


def home(request: HttpRequest) -> HttpResponse:
    messages.success(request, WORDS[request.LANGUAGE_CODE]["title"])
    return HttpResponse(engines["django"].from_string(TEMPLATE).render(_context(request), request))


def areas(request: HttpRequest) -> JsonResponse:
    """Nine boxes in a three by three grid."""
    features = []
    for i in range(9):
        west, south = 60 + (i % 3) * 2.7, 10 + (i // 3) * 2.4
        ring = [(0, 0), (2.7, 0.2), (2.6, 2.4), (0.1, 2.3), (0, 0)]
        shape = [[west + x, south + y] for x, y in ring]
        geometry = {"type": "Polygon", "coordinates": [shape]}
        features.append({"type": "Feature", "properties": {"code": f"XH{i}"}, "geometry": geometry})
    return JsonResponse({"type": "FeatureCollection", "features": features})


def suggest(request: HttpRequest) -> HttpResponse:
    found = [Suggestion(n, "Lumara", f"/en/places/{i}/") for i, n in enumerate(NAMES["en"])]
    wanted = request.GET.get("q", "").lower()
    return render(request, "ui/suggestions.html", {"suggestions": [s for s in found if wanted in s.title.lower()]})


def _job() -> Job:
    return Job(title="208 files", state=Job.State.RUNNING, done=62, total=112, message="2018-03-30")


def job(request: HttpRequest) -> HttpResponse:
    fragment = engines["django"].from_string("{% progress job url %}")
    return HttpResponse(fragment.render({"job": _job(), "url": request.path}, request))


def refused(request: HttpRequest) -> HttpResponse:
    raise Denied("Only administrators may do this.", hint="Ask the administrator.")


def broken(request: HttpRequest) -> HttpResponse:
    return render(request, "500.html", status=500)


urlpatterns = i18n_patterns(
    path("", include(([path("", home, name="home")], "dashboards"))),
    path(
        "places/",
        include(([path("search/", home, name="search"), path("suggest/", suggest, name="suggest")], "places")),
    ),
    path("account/", include("hulul.agencies.web.allauth_urls")),
    path("", include("hulul.agencies.web.urls")),
    path("areas.geojson", areas),
    path("job/", job),
    path("refused/", refused),
    path("broken/", broken),
)
