"""What a chart or map hands to its island, and the table that says the same without it."""

import datetime as dt
import json

from django.utils import translation

from hulul.ui import cells
from hulul.ui.charts import Bar, BarChart, Flow, FlowChart, LineChart, Point, Series, SeriesBreak
from hulul.ui.figures import Change, Figure, KeyFigure, Slider, Stop
from hulul.ui.maps import RAMPS, Area, Bubble, MapSpec
from hulul.ui.sparklines import Sparkline
from hulul.ui.tables import Cell, Table, TableColumn

JANUARY, MARCH, MAY = dt.date(2018, 1, 31), dt.date(2018, 3, 30), dt.date(2018, 5, 31)
TREND = LineChart(
    [
        Series("Displaced", [Point(JANUARY, 30.0), Point(MARCH, None), Point(MAY, 10.0, 8.0, 13.0)], "displaced"),
        Series("Returnees", [Point(MARCH, 5.0)], "returnees"),
    ],
    "people",
    [SeriesBreak(dt.date(2018, 2, 15), "Counted anew.")],
)


def _map(**changes: object) -> MapSpec:
    areas = [Area(f"A{i}", f"Area {i}", value) for i, value in enumerate([100, 900, 2_000, 8_000, 40_000, 0, None])]
    fields: dict[str, object] = {
        "boundaries_url": "/b.geojson", "bounds": (1, 2, 3, 4), "areas": areas, "unit": "people",
        "label": "District", "value_label": "Displaced",
    }  # fmt: skip
    return MapSpec(**(fields | changes))  # type: ignore[arg-type]


def test_payloads_are_json() -> None:
    bars = BarChart([Bar("A", [1.0])], [("x", "accent")], "people", "District")
    flows = FlowChart([Flow("A", "B", 2.0)], "people", "From", "To")
    for spec in (TREND, bars, flows, _map()):
        assert json.loads(json.dumps(spec.payload()))["type"] in ("line", "bar", "flow", "map")


def test_a_line_charts_table_has_the_latest_date_first_and_gaps_where_nothing_was_counted() -> None:
    table = TREND.table("Trend")
    assert [str(row[0]) for row in table.rows] == ["2018-05-31", "2018-03-30", "2018-01-31"]
    assert [row[1] for row in table.rows] == [10.0, None, 30.0]
    assert [row[2] for row in table.rows] == [None, 5.0, None]


def test_a_series_break_is_noted_at_the_first_count_after_it() -> None:
    notes = [row[3] for row in TREND.table("Trend").rows]
    assert notes == ["", "Counted anew.", ""]


def test_a_second_series_of_the_same_hue_is_told_apart() -> None:
    bars = BarChart([Bar("A", [1, 2, 3])], [("a", "displaced"), ("b", "returnees"), ("c", "displaced")], "", "")
    assert [series["repeated"] for series in bars.payload()["series"]] == [False, False, True]


def test_flows_are_listed_largest_first() -> None:
    flows = FlowChart([Flow("A", "B", 2), Flow("B", "A", 9), Flow("A", "C", 2)], "households", "From", "To")
    assert [list(row) for row in flows.table("").rows] == [["B", "A", 9], ["A", "B", 2], ["A", "C", 2]]


def test_a_legend_states_the_bounds_of_every_class_in_the_readers_numerals() -> None:
    with translation.override("en"):
        words = [words for _colour, words in _map(class_bounds=(500, 1_000, 5_000, 10_000)).legend()]
        assert words == ["under 500", "500 to 1,000", "1,000 to 5,000", "5,000 to 10,000", "10,000 and more"]
    with translation.override("ar"):
        assert "٥٬٠٠٠" in _map(class_bounds=(500, 1_000, 5_000, 10_000)).legend()[2][1]


def test_fewer_classes_still_run_from_pale_to_deep() -> None:
    assert _map(class_bounds=(500,)).colours == (RAMPS["displaced"][0], RAMPS["displaced"][-1])
    assert _map(class_bounds=(1, 2, 3, 4), hue="returnees").colours == RAMPS["returnees"]


def test_change_is_drawn_from_brown_to_teal_around_a_pale_middle() -> None:
    areas = [Area(str(v), str(v), v) for v in (-0.4, -0.2, -0.01, 0.02, 0.15, 0.5)]
    spec = _map(areas=areas, scale="change", kind="signed_percent")
    shown = spec.payload()["areas"]
    assert shown["-0.4"]["class"] == 0
    assert shown["0.5"]["class"] == len(spec.inner_bounds)
    assert spec.colours[len(spec.colours) // 2] == RAMPS["change"][2]


def test_an_area_without_data_has_no_class_and_stands_last_in_the_table() -> None:
    spec = _map()
    assert spec.payload()["areas"]["A6"]["class"] is None
    assert cells.body(spec.table("Map")).splitlines()[-1].count('>Area 6</th><td class="number" data-raw="">—</td>')


def test_bubbles_carry_place_size_address_and_no_class_of_their_own() -> None:
    spec = _map(bubbles=[Bubble("L1", "Tal", 10.0, 60.0, 30.0, "/tal/")])
    assert spec.payload()["bubbles"] == [["L1", "Tal", 60.0, 10.0, 30.0, "/tal/", "", ""]]


def test_a_sparkline_starts_at_zero_breaks_at_gaps_and_marks_its_end() -> None:
    line = Sparkline([0, 10, None, 5, 10], "rises")
    assert len(line.paths) == 2
    assert line.paths[0].split()[0] == "3.0,25.0"
    assert line.end == ("117.0", "3.0")
    assert Sparkline([], "nothing").end is None
    assert Sparkline([None, 4], "one").paths == []


def test_a_table_asks_for_the_largest_first_and_then_turns_round() -> None:
    name, count = TableColumn("name", "Name", sortable=True), TableColumn("n", "Households", "number", sortable=True)
    unsorted, falling, rising = (Table("", [name, count], [], sort) for sort in ("", "-n", "n"))
    assert unsorted.next_sort(count) == "-n"
    assert unsorted.next_sort(name) == "name"
    assert falling.next_sort(count) == "n"
    assert rising.next_sort(count) == "-n"
    assert (falling.direction_of(count), rising.direction_of(count)) == ("descending", "ascending")
    assert falling.direction_of(name) == ""


def test_cells_are_written_by_the_kind_of_their_column() -> None:
    with translation.override("en"):
        kinds = {"text": "1234", "number": "1,234", "signed": "+1,234", "decimal": "1,234.00", "percent": "123,400.0%"}
        for kind, text in kinds.items():
            assert TableColumn("x", "x", kind).write(1234) == text  # type: ignore[arg-type]
        assert TableColumn("x", "x", "date").write(MARCH) == "30 Mar 2018"
        assert TableColumn("x", "x", "number").write(None) == "—"
        linked = Table("", [TableColumn("x", "x", "number")], [[Cell(1234, "/a/?b&c")]], first_is_header=False)
        assert (
            cells.body(linked) == '<tr><td class="number" data-raw="1234"><a href="/a/?b&amp;c">1,234</a></td></tr>\n'
        )


def test_a_key_figure_is_written_by_its_kind_and_its_change_has_a_direction() -> None:
    with translation.override("en"):
        assert KeyFigure("", 0.7193, "", kind="percent").text == "71.9%"
        assert KeyFigure("", None, "").text == "—"
    assert [Change(value).direction for value in (3, -3, 0, None)] == ["rise", "fall", "same", "same"]


def test_a_figures_own_table_goes_before_that_of_its_spec() -> None:
    own = Table("Own", [TableColumn("a", "A")], [["1"]])
    assert Figure("f", "Title", TREND).fallback.caption == "Title"
    assert Figure("f", "Title", TREND, table=own).fallback is own


def test_a_slider_stands_on_its_stop_or_on_the_last() -> None:
    stops = [Stop("a", "A"), Stop("b", "B"), Stop("c", "C")]
    assert Slider("round", stops, "b", "#x", "").position == 1
    assert Slider("round", stops, "gone", "#x", "").position == 2
