"""The review queue: what accepting, rejecting and undoing do to places, decisions and population."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hulul.audit.models import Event
from hulul.kernel.actors import ANONYMOUS, SYSTEM
from hulul.kernel.errors import Conflict, Denied, Invalid, NotFound
from hulul.places import queries
from hulul.places.actions import (
    add_locations,
    close_place,
    correct_coordinates,
    decide,
    decide_all,
    load,
    merge_places,
    split_place,
)
from hulul.places.matching import Matcher, Stated
from hulul.places.models import MatchDecision, Place, ReviewItem, Succession
from hulul.places.rules import REVIEW_STATES, next_state
from tests.places.squareland import GAZETTEER, write_csv

DAY = dt.date(2020, 5, 1)


@given(state=st.sampled_from(sorted(REVIEW_STATES)), verbs=st.lists(st.sampled_from(["accept", "reject", "undo"])))
def test_an_item_can_always_be_undone_back_or_decided(state: str, verbs: list[str]) -> None:
    for verb in verbs:
        following = next_state(state, verb)
        assert following is None or following in REVIEW_STATES
        assert (following is not None) == ((verb == "undo") == (state in {"accepted", "rejected"}))
        state = following or state


def item(kind: str) -> ReviewItem:
    return ReviewItem.objects.get(kind=kind)


@pytest.fixture
def doubts(country: None, tmp_path: Path) -> Path:
    path = write_csv(
        tmp_path / "g.csv",
        GAZETTEER[0],
        "21,1,Dastan,Karwan,Turned,,62.5,10.5",
        "23,3,Al-Marja,Bani Rashid,Elsewhere,,13.5,63.5",
    )
    load(SYSTEM, path)
    return path


def place(code: str) -> Place:
    return Place.objects.select_related("parent").get(code=code)


@pytest.mark.django_db
def test_accepting_swapped_coordinates_turns_the_point_and_no_reload_turns_it_back(doubts: Path) -> None:
    decide(SYSTEM, item("coordinates_swapped").pk, "accept")
    assert (place("dtm-21").lat, place("dtm-21").lon) == (10.5, 62.5)
    report = load(SYSTEM, doubts)
    assert not report.changed
    assert (place("dtm-21").lat, ReviewItem.objects.count()) == (10.5, 2)


@pytest.mark.django_db
def test_undoing_brings_back_what_was_there_and_the_item_can_be_decided_again(doubts: Path) -> None:
    swapped = item("coordinates_swapped")
    decide(SYSTEM, swapped.pk, "accept")
    decide(SYSTEM, swapped.pk, "undo")
    assert (place("dtm-21").lat, place("dtm-21").position_decided) == (None, False)
    assert item("coordinates_swapped").state == "undone"
    assert decide(SYSTEM, swapped.pk, "reject").state == "rejected"


@pytest.mark.django_db
def test_rejecting_a_conflict_puts_the_place_under_the_stated_area(doubts: Path) -> None:
    conflict = item("district_conflict")
    assert place("dtm-23").parent.code == "XH020202"
    decide(SYSTEM, conflict.pk, "reject")
    assert place("dtm-23").path == "XH/XH01/XH0101/dtm-23/"
    load(SYSTEM, doubts)
    assert place("dtm-23").parent.code == "XH0101"
    decide(SYSTEM, conflict.pk, "undo")
    assert place("dtm-23").path == "XH/XH02/XH0202/XH020202/dtm-23/"


@pytest.mark.django_db
def test_an_accepted_name_is_learned_and_the_double_is_merged(gazetteer: Path) -> None:
    stated = Stated(names={"en": "Kani Spindar"}, area_names=("Dastan", "Karwan"), lat=10.7, lon=62.3)
    found = Matcher.load().match([stated])[0]
    (code,) = add_locations(SYSTEM, [(stated, found)], source="round")
    uncertain = item("name_uncertain")
    assert uncertain.suggestion == {"place": "dtm-13"}
    decide(SYSTEM, uncertain.pk, "accept")
    again = Matcher.load().match([stated])[0]
    assert (again.place, again.how) == ("dtm-13", "decision")
    assert place(code).valid_to is not None
    decide(SYSTEM, uncertain.pk, "undo")
    assert place(code).valid_to is None
    assert not MatchDecision.objects.exists()
    assert not Succession.objects.exists()


@pytest.mark.django_db
def test_a_population_row_moves_to_the_place_a_person_chose_and_stays_there(country: None, tmp_path: Path) -> None:
    path = write_csv(
        tmp_path / "p.csv", "governorate,district,sub_district,population", "Dastan,Karwan,Unheard,500", "Dastan,,,9"
    )
    load(SYSTEM, path)
    uncertain = item("name_uncertain")
    with pytest.raises(Invalid, match="give the code"):
        decide(SYSTEM, uncertain.pk, "accept")
    decide(SYSTEM, uncertain.pk, "accept", choice="XH020102")
    assert (place("XH020102").population, place("XH").population) == (500, 509)
    assert not load(SYSTEM, path).changed
    assert place("XH020102").population == 500
    decide(SYSTEM, uncertain.pk, "undo")
    assert (place("XH020102").population, place("XH0201").population) == (None, 500)


@pytest.mark.django_db
def test_deciding_twice_is_a_conflict_and_unknown_items_are_not_found(doubts: Path) -> None:
    conflict = item("district_conflict")
    decide(SYSTEM, conflict.pk, "accept")
    with pytest.raises(Conflict):
        decide(SYSTEM, conflict.pk, "accept")
    with pytest.raises(NotFound):
        decide(SYSTEM, conflict.pk + 1000, "accept")


@pytest.mark.django_db
def test_many_decisions_stand_or_fall_together(doubts: Path) -> None:
    ids = list(ReviewItem.objects.values_list("pk", flat=True))
    with pytest.raises(NotFound):
        decide_all(SYSTEM, [*ids, max(ids) + 1], "accept")
    assert set(ReviewItem.objects.values_list("state", flat=True)) == {"open"}
    assert decide_all(SYSTEM, ids, "accept") == 2


@pytest.mark.django_db
def test_the_public_neither_reads_nor_decides(doubts: Path) -> None:
    assert not queries.review_items(ANONYMOUS).exists()
    assert queries.review_items(SYSTEM).count() == 2
    with pytest.raises(Denied):
        decide(ANONYMOUS, item("district_conflict").pk, "accept")


@pytest.mark.django_db
def test_every_decision_is_audited_with_its_place(doubts: Path) -> None:
    decide(SYSTEM, item("district_conflict").pk, "reject")
    event = Event.objects.first()
    assert (event.verb, event.detail["place"]) == ("reject_review", "dtm-23")


# --- what becomes of places ---


@pytest.mark.django_db
def test_a_merged_place_is_found_at_what_it_became(gazetteer: Path) -> None:
    merge_places(SYSTEM, "dtm-12", "dtm-11", DAY)
    found = Matcher.load().match([Stated(codes={"dtm_place": "12"})])[0]
    assert (found.place, place("dtm-12").valid_to) == ("dtm-11", DAY)
    assert [hit.place.code for hit in queries.search(ANONYMOUS, "Qaryat Al-Nur")] == ["dtm-11"]
    with pytest.raises(Conflict):
        merge_places(SYSTEM, "dtm-11", "dtm-12", DAY)


@pytest.mark.django_db
def test_places_of_different_levels_do_not_merge(gazetteer: Path) -> None:
    with pytest.raises(Invalid, match="same level"):
        merge_places(SYSTEM, "dtm-12", "XH0101", DAY)


@pytest.mark.django_db
def test_a_split_closes_the_place_and_names_its_successors(gazetteer: Path) -> None:
    split_place(SYSTEM, "dtm-11", ["dtm-12", "dtm-13"], DAY)
    told = queries.history(ANONYMOUS, place("dtm-11"))
    assert [(each.kind, each.successor.code) for each in told] == [("split", "dtm-12"), ("split", "dtm-13")]
    assert place("dtm-12").valid_from == DAY
    with pytest.raises(Invalid, match="at least two"):
        split_place(SYSTEM, "dtm-12", ["dtm-13"], DAY)


@pytest.mark.django_db
def test_an_area_with_open_places_inside_is_not_closed(gazetteer: Path) -> None:
    with pytest.raises(Conflict, match="open places inside"):
        close_place(SYSTEM, "XH0101", DAY)
    close_place(SYSTEM, "dtm-11", DAY, "Everybody returned.")
    assert [each.code for each in queries.children(ANONYMOUS, "XH010101")] == []


@pytest.mark.django_db
def test_a_point_put_right_by_hand_moves_the_place_and_outlasts_a_reload(gazetteer: Path) -> None:
    correct_coordinates(SYSTEM, "dtm-11", 13.5, 63.5)
    load(SYSTEM, gazetteer)
    moved = place("dtm-11")
    assert (moved.parent.code, moved.lat, moved.lon) == ("XH020202", 13.5, 63.5)
    with pytest.raises(Invalid, match="outside the country"):
        correct_coordinates(SYSTEM, "dtm-11", 63.5, 13.5)
