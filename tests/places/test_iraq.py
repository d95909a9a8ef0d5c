"""The real files: Iraq's boundaries, names, gazetteer, camps and population. Figures are the files' own."""

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import shapely
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from shapely.geometry import shape

from hulul.kernel.actors import ANONYMOUS, SYSTEM

pytestmark = [pytest.mark.shared, pytest.mark.slow]


def files(data: Path) -> list[Path]:
    return [
        data / "population" / "IraqEstimatedPopulation2014.csv",
        data / "sites" / "cccm_camp_masterlist_2019-08.xlsx",
        data / "dtm" / "dtm_district_to_codab_adm2_crosswalk.csv",
        data / "dtm" / "locations_gazetteer.csv",
        data / "boundaries",
    ]


@pytest.fixture(scope="module")
def iraq(shared_data: Path, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Path]:
    """All of Iraq's files loaded once for the module; each test still undoes its own."""
    from django.db import transaction

    from hulul.places.actions import load_all

    with django_db_blocker.unblock(), override_settings(HULUL_PACK="iraq"), transaction.atomic():
        load_all(SYSTEM, files(shared_data))
        yield shared_data
        transaction.set_rollback(True)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.django_db
def test_the_areas_are_all_there_with_english_and_arabic_names(iraq: Path) -> None:
    from hulul.places.models import Place

    areas = Place.objects.filter(level__lt=4)
    assert [areas.filter(level=level).count() for level in range(4)] == [1, 18, 101, 294]
    assert not areas.filter(name_en="").exists()
    assert not areas.filter(name_ar="").exists()


@pytest.mark.django_db
def test_kurdish_names_are_those_of_the_table_that_are_written_in_kurdish(iraq: Path) -> None:
    from hulul.places.models import Place

    table = rows(iraq / "boundaries" / "irq_admin_names_en_ar_ku.csv")
    kurdish = {row["pcode"]: row["name_ku"] for row in table if row["name_ku"] and not row["name_ku"].isascii()}
    stored = dict(Place.objects.filter(level__lt=4).exclude(name_ckb="").values_list("code", "name_ckb"))
    assert stored == kurdish
    assert stored["IQG11"] == "هەولێر"


@pytest.mark.django_db
def test_gazetteer_locations_lie_where_the_gazetteer_itself_found_them(iraq: Path) -> None:
    """The file's ADM3_PCODE was found by point in polygon elsewhere: an oracle for ours. It has none for ten."""
    from hulul.places.models import Place

    parents = dict(Place.objects.filter(code__startswith="dtm-").values_list("code", "parent__code"))
    stated = rows(iraq / "dtm" / "locations_gazetteer.csv")
    assert len(parents) == len(stated) == 6_695
    known = [row for row in stated if row["ADM3_PCODE"]]
    agreeing = sum(parents[f"dtm-{row['place_id']}"] == row["ADM3_PCODE"] for row in known)
    assert (len(known), agreeing / len(known)) == (6_685, 1.0)
    assert None not in parents.values()


@pytest.mark.django_db
def test_the_ten_points_without_a_polygon_are_swapped_near_or_outside(iraq: Path) -> None:
    from hulul.places.models import Place, ReviewItem

    without = {
        f"dtm-{row['place_id']}" for row in rows(iraq / "dtm" / "locations_gazetteer.csv") if not row["ADM3_PCODE"]
    }
    swapped = ReviewItem.objects.filter(kind="coordinates_swapped")
    outside = ReviewItem.objects.filter(kind="coordinates_outside_country")
    assert (swapped.count(), outside.count()) == (5, 1)
    doubtful = {item.place.code for item in swapped} | {item.place.code for item in outside}
    assert doubtful <= without
    for item in swapped:
        place = Place.objects.get(code=item.place.code)
        assert place.lat is None
        assert place.path.startswith("IQ/IQG13/"), "all five are stated to lie in Kirkuk, and their turned points do"
    near = without - doubtful
    assert Place.objects.filter(code__in=near, parent__level=3, lat__isnull=False).count() == 4


@pytest.mark.django_db
def test_camps_and_informal_sites_are_all_there(iraq: Path) -> None:
    from hulul.places.models import Place

    assert Place.objects.filter(kind="camp").count() == 57
    assert Place.objects.filter(kind="informal_site").count() == 20
    assert Place.objects.get(code="camp-iq1004-0011").path.startswith("IQ/IQG10/IQG10Q"), "Qoratu: COD says Khanaqin"


@pytest.mark.django_db
def test_the_population_of_the_country_and_its_governorates_is_the_sum_of_the_file(iraq: Path) -> None:
    from hulul.places.models import Place

    stated = rows(iraq / "population" / "IraqEstimatedPopulation2014.csv")
    total = sum(int(row["total.pop"].replace(",", "")) for row in stated)
    assert Place.objects.get(level=0).population == total == 36_004_558
    governorates = Place.objects.filter(level=1)
    for code, name in (("IQG01", "Anbar"), ("IQG02", "Basrah"), ("IQG07", "Babylon"), ("IQG08", "Baghdad")):
        own = sum(int(row["total.pop"].replace(",", "")) for row in stated if row["gov_en"] == name)
        assert governorates.get(code=code).population == own
    assert sum(place.population or 0 for place in governorates) == total


@pytest.mark.django_db
def test_districts_that_file_and_boundaries_put_in_different_governorates_are_reported(iraq: Path) -> None:
    """The disputed districts, nothing else: 21 rows of Makhmur, Faida, Sheikhan, Aqra, Kifri and Khanaqin."""
    from hulul.places.actions import load

    report = load(SYSTEM, iraq / "population" / "IraqEstimatedPopulation2014.csv")
    apart = [finding for finding in report.findings if finding.code == "district_conflict"]
    assert len(apart) == 21
    districts = {"IQG11Q04", "IQG09Q03", "IQG15Q06", "IQG15Q01", "IQG10Q06", "IQG10Q05"}
    assert {finding.place[:8] for finding in apart} == districts


@pytest.mark.django_db
def test_loading_everything_again_changes_nothing(iraq: Path) -> None:
    from hulul.audit.models import Event
    from hulul.places import queries
    from hulul.places.actions import load_all

    before = Event.objects.count(), queries.revision()
    reports = load_all(SYSTEM, files(iraq))
    assert [(report.source, report.created, report.updated) for report in reports] == [
        (report.source, 0, 0) for report in reports
    ]
    assert (Event.objects.count(), queries.revision()) == before


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Mosul", "IQG15Q05"),
        ("الموصل", "IQG15Q05"),
        ("مووسڵ", "IQG15Q05"),
        ("Fallujah", "IQG01Q01"),
        ("فلوجة", "IQG01Q01"),
        ("hewler", "IQG11"),
        ("هەولێر", "IQG11"),
        ("Irbil", "IQG11"),
        ("سليمانيه", "IQG06"),
        ("Sulimaniyah", "IQG06"),
        ("Babylon", "IQG07"),
        ("Salah ad-Deen", "IQG16"),
        ("صلاح الدين", "IQG16"),
        ("Sinjar", "IQG15Q07"),
        ("IQ-D004", "IQG01Q07"),
        ("IQG01Q07N03", "IQG01Q07N03"),
        ("7860", "dtm-7860"),
    ],
)
def test_people_find_places_in_three_scripts_and_by_any_code(iraq: Path, text: str, code: str) -> None:
    from hulul.places import queries

    assert queries.search(ANONYMOUS, text, 5)[0].place.code == code


@pytest.mark.django_db
def test_map_outlines_are_small_and_touch_without_gaps(iraq: Path) -> None:
    from hulul.places import queries

    sizes = [len(queries.boundaries(ANONYMOUS, level).encode()) for level in range(4)]
    assert max(sizes[:3]) < 150_000
    for level, count in ((1, 18), (2, 101), (3, 294)):
        features = json.loads(queries.boundaries(ANONYMOUS, level))["features"]
        shapes = [shape(each["geometry"]) for each in features]
        assert len(shapes) == count
        assert all(each.is_valid and not each.is_empty for each in shapes)
        whole = shapely.union_all(shapes)
        assert sum(each.area for each in shapes) == pytest.approx(whole.area, rel=1e-6)
        assert whole.area == pytest.approx(42.14, rel=0.005), "square degrees, from the attribute table of the country"
