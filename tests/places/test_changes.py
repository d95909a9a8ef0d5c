"""The page on which a place is put right by hand."""

from pathlib import Path

import pytest
from django.test import Client

from hulul.audit.models import Event
from hulul.places.models import Place, Succession

pytestmark = pytest.mark.django_db


def last_verb() -> str:
    event = Event.objects.first()
    assert event is not None
    return event.verb


def test_only_those_who_keep_places_come_to_the_page(gazetteer: Path, client: Client, staff: Client) -> None:
    assert client.get("/en/places/dtm-11/change/").status_code == 404
    html = staff.get("/en/places/dtm-11/change/").content.decode()
    assert "Put its point right" in html
    assert "/en/places/dtm-11/change/" in staff.get("/en/places/dtm-11/names/").content.decode()
    assert "/change/" not in client.get("/en/places/dtm-11/names/").content.decode()


def test_a_point_typed_in_arabic_digits_moves_the_place_to_the_area_it_lies_in(gazetteer: Path, staff: Client) -> None:
    place = Place.objects.get(code="dtm-11")
    other = Place.objects.filter(level=4).exclude(parent=place.parent).first()
    assert other is not None
    digits = str.maketrans("0123456789.", "٠١٢٣٤٥٦٧٨٩٫")
    form = {"change": "point", "point-lat": str(other.lat).translate(digits), "point-lon": str(other.lon)}
    assert staff.post("/en/places/dtm-11/change/", form).status_code == 302
    place.refresh_from_db()
    assert (place.parent, place.position_decided, last_verb()) == (other.parent, True, "correct_coordinates")


def test_a_point_outside_the_country_is_refused_and_what_was_typed_is_kept(gazetteer: Path, staff: Client) -> None:
    answer = staff.post("/en/places/dtm-11/change/", {"change": "point", "point-lat": "89", "point-lon": "1"})
    assert answer.status_code == 422
    assert "outside the country" in answer.content.decode()
    assert 'value="89"' in answer.content.decode()
    assert Place.objects.get(code="dtm-11").position_decided is False


def test_a_place_is_closed_and_the_end_taken_back(gazetteer: Path, staff: Client) -> None:
    form = {"change": "close", "close-on": "2019-08-31", "close-note": "The camp was closed."}
    assert staff.post("/en/places/dtm-11/change/", form).status_code == 302
    assert str(Place.objects.get(code="dtm-11").valid_to) == "2019-08-31"
    html = staff.get("/en/places/dtm-11/change/").content.decode()
    assert "Take the end back" in html
    assert "Put its point right" not in html
    staff.post("/en/places/dtm-11/change/", {"change": "reopen"})
    assert Place.objects.get(code="dtm-11").valid_to is None
    assert not Succession.objects.filter(predecessor__code="dtm-11").exists()
    assert last_verb() == "reopen_place"


def test_a_place_is_merged_into_another_and_split_into_others(gazetteer: Path, staff: Client) -> None:
    first, second, third, *_rest = Place.objects.filter(level=4).order_by("code").values_list("code", flat=True)
    form = {"change": "merge", "merge-on": "2019-01-01", "merge-into": second}
    staff.post(f"/en/places/{first}/change/", form)
    assert Succession.objects.get(predecessor__code=first).successor.code == second  # type: ignore[union-attr]
    staff.post(f"/en/places/{first}/change/", {"change": "reopen"})
    form = {"change": "split", "split-on": "2019-01-01", "split-into": f"{second}، {third}"}
    staff.post(f"/en/places/{first}/change/", form)
    after = Succession.objects.filter(predecessor__code=first, kind="split").values_list("successor__code", flat=True)
    assert sorted(after) == sorted([second, third])


@pytest.mark.parametrize(
    ("form", "reason"),
    [
        ({"change": "merge", "merge-on": "2019-01-01", "merge-into": "nowhere"}, "no place with the code nowhere"),
        ({"change": "split", "split-on": "2019-01-01", "split-into": "dtm-11"}, "at least two other places"),
        ({"change": "close", "close-on": "yesterday"}, "Enter a valid date"),
    ],
)
def test_what_cannot_be_done_says_why(gazetteer: Path, staff: Client, form: dict[str, str], reason: str) -> None:
    answer = staff.post("/en/places/dtm-11/change/", form)
    assert answer.status_code == 422
    assert reason in answer.content.decode()


def test_what_has_not_ended_cannot_be_reopened(gazetteer: Path, staff: Client) -> None:
    assert staff.post("/en/places/dtm-11/change/", {"change": "reopen"}).status_code == 409
