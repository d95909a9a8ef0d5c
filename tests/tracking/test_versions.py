"""Versions are withdrawn and restored, never changed; what a correction changed can be read."""

import pytest
from django.db import IntegrityError, transaction

from hulul.kernel import events
from hulul.kernel.actors import ANONYMOUS, SYSTEM
from hulul.kernel.errors import Conflict, Denied, Invalid, NotFound
from hulul.tracking import contents, queries
from hulul.tracking.actions import restore, withdraw
from hulul.tracking.datasets import round_table
from hulul.tracking.events import RoundAccepted, RoundWithdrawn
from hulul.tracking.models import Version
from tests.tracking.conftest import Bring
from tests.tracking.lists import row

CODE = "dtm-idp-2018-03-30"
MARCH = "IDP list 30 March 2018.csv"
CORRECTED = "IDP list 30 March 2018 corrected.csv"


@pytest.fixture
def two_versions(bring: Bring) -> None:
    bring(MARCH, row(11, 10), row(12, 5), row(13, 7))
    bring(CORRECTED, row(11, 25), row(13, 7), row(14, 2))


def states() -> dict[int, str]:
    return dict(Version.objects.values_list("number", "state"))


def test_a_withdrawn_version_gives_way_to_the_one_before(two_versions: None, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[object] = []
    monkeypatch.setitem(events._handlers, RoundWithdrawn, [told.append])

    withdraw(SYSTEM, CODE, 2, "The file was a draft.")

    assert states() == {1: "accepted", 2: "withdrawn"}
    assert told == [RoundWithdrawn(CODE, 2)]


def test_a_round_whose_only_version_is_withdrawn_leaves_the_figures_and_comes_back(
    bring: Bring, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(MARCH, row(11, 10))
    withdraw(SYSTEM, CODE, 1, "Wrong month.")
    assert round_table().num_rows == 0
    with pytest.raises(NotFound):
        queries.round_with_versions(ANONYMOUS, CODE)

    told: list[object] = []
    monkeypatch.setitem(events._handlers, RoundAccepted, [told.append])
    restore(SYSTEM, CODE, 1)

    assert (states(), round_table().num_rows, told) == ({1: "accepted"}, 1, [RoundAccepted(CODE, 1)])


def test_restoring_an_older_version_replaces_the_one_that_stands(two_versions: None) -> None:
    restore(SYSTEM, CODE, 1)

    assert states() == {1: "accepted", 2: "superseded"}


def test_a_file_that_was_withdrawn_does_not_come_back_by_itself(bring: Bring) -> None:
    bring(MARCH, row(11, 10))
    withdraw(SYSTEM, CODE, 1, "Wrong month.")

    again = bring(MARCH, row(11, 10))

    assert (again.state, again.outcome) == ("refused", "same_file")
    assert "withdrawn" in again.message
    assert states() == {1: "withdrawn"}


def test_withdrawing_needs_a_reason_and_an_administrator(two_versions: None) -> None:
    with pytest.raises(Invalid):
        withdraw(SYSTEM, CODE, 2, "  ")
    with pytest.raises(Denied):
        withdraw(ANONYMOUS, CODE, 2, "because")
    withdraw(SYSTEM, CODE, 2, "because")
    with pytest.raises(Conflict):
        withdraw(SYSTEM, CODE, 2, "because")
    with pytest.raises(Conflict):
        restore(SYSTEM, CODE, 1)


def test_the_database_refuses_two_standing_versions_and_a_withdrawal_without_a_reason(
    two_versions: None,
) -> None:
    for broken in ({"state": "accepted"}, {"state": "withdrawn", "reason": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Version.objects.filter(number=1).update(**broken)


def test_the_difference_names_places_that_came_went_and_changed(two_versions: None) -> None:
    older, newer = (queries.version(SYSTEM, CODE, number) for number in (1, 2))

    found = contents.difference(older, newer)

    assert {(c.place, c.before, c.after, c.change) for c in found.changed} == {
        ("dtm-11", 10, 25, 15), ("dtm-12", 5, None, -5), ("dtm-14", None, 2, 2),
    }  # fmt: skip
    assert (found.added, found.removed, found.corrected) == (1, 1, 1)
    assert sum(c.change for c in found.changed) == newer.households - older.households


def test_the_public_sees_only_the_version_that_stands(two_versions: None) -> None:
    _round, seen = queries.round_with_versions(ANONYMOUS, CODE)
    assert [version.number for version in seen] == [2]
    with pytest.raises(NotFound):
        queries.version(ANONYMOUS, CODE, 1)
