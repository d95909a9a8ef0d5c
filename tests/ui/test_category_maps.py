"""Maps whose classes are categories of their own, and whose circles have the colour of their class."""

import pytest
from django.utils import translation

from hulul.ui.maps import NOT_ASSESSED, RAMPS, SEVERITY, Area, Bubble, MapSpec


@pytest.fixture(autouse=True)
def english() -> None:
    translation.activate("en")


def spec(**changed: object) -> MapSpec:
    given: dict[str, object] = {
        "boundaries_url": "/b", "bounds": (0, 0, 1, 1), "unit": "points", "label": "Area", "value_label": "Severity",
        "areas": [Area("A", "A", 10), Area("B", "B", 60), Area("C", "C", None)],
    }  # fmt: skip
    return MapSpec(**(given | changed))  # type: ignore[arg-type]


def test_categories_have_their_own_colours_and_names() -> None:
    drawn = spec(class_bounds=(25, 50), class_colours=("#1", "#2", "#3"), class_names=("Low", "Medium", "High"))
    assert drawn.legend() == [("#1", "Low: under 25"), ("#2", "Medium: 25 to 50"), ("#3", "High: 50 and more")]
    areas = drawn.payload()["areas"]
    assert [areas[code]["class"] for code in "ABC"] == [0, 2, None]


def test_without_them_classes_have_the_ramp_of_their_hue() -> None:
    drawn = spec(class_bounds=(10, 25, 50, 75), hue="severity")
    assert drawn.colours == RAMPS["severity"]
    assert drawn.legend()[0][1] == "under 10"


def test_what_no_value_means_is_said_in_the_map_and_in_its_legend() -> None:
    assert spec().missing_words == "no data"
    drawn = spec(missing="not assessed")
    assert drawn.missing_words == "not assessed"
    assert drawn.payload()["words"]["noData"] == "not assessed"


def test_circles_carry_the_colour_and_the_words_of_their_class() -> None:
    bubbles = [Bubble("A1", "One", 1, 2, 30, "/one", SEVERITY["high"], "High"), Bubble("A2", "Two", 1, 2, 5)]
    drawn = spec(bubbles=bubbles).payload()["bubbles"]
    assert drawn == [["A1", "One", 2, 1, 30, "/one", "#b8432f", "High"], ["A2", "Two", 2, 1, 5, "", "", ""]]


def test_each_category_of_severity_has_another_colour_than_what_was_not_assessed() -> None:
    assert list(SEVERITY) == ["minimal", "low", "medium", "high", "very_high"]
    assert len({*SEVERITY.values(), NOT_ASSESSED}) == 6
