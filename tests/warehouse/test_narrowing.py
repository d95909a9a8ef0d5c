"""Rows above a reader's tier are open by place and by agreement, and nothing of one reader's answer reaches another."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hulul.kernel import datasets
from hulul.kernel.actors import ANONYMOUS, SYSTEM, Actor, Held, Share
from hulul.kernel.datasets import Column, Dataset
from hulul.kernel.errors import Denied, NotFound
from hulul.kernel.tiers import Tier
from hulul.warehouse import actions, answers, engines, queries
from hulul.warehouse.models import Generation
from hulul.warehouse.queries import Question, ask
from tests.warehouse import world

pytestmark = pytest.mark.django_db

# XA and its two governorates, a district in each, a sub-district in each, a location in each; the codes say who is
# inside whom.
PLACES = ("XA", "XA01", "XA01Q01", "XA01Q01N01", "XA01Q01N01L1", "XA02", "XA02Q01", "XA02Q01N01", "XA02Q01N01L1")
LEVELS = {2: 0, 4: 1, 7: 2, 10: 3, 12: 4}
SOURCES = ("dtm", "ministry")
ROWS = [
    {
        "id": number, "place": place, "level": LEVELS[len(place)], "source": source, "secret": f"canary {number}",
        "tier": number % 4,
    }
    for number, (place, source) in enumerate(itertools.product(PLACES, SOURCES))
]  # fmt: skip


def warnings(**changes: Any) -> Dataset:
    columns = {
        "id": Column("id", "integer", "Number"),
        "place": Column("place", "text", "Place"),
        "level": Column("level", "integer", "Level"),
        "source": Column("source", "text", "Source"),
        "secret": Column("secret", "text", "Secret", tier=Tier.CONFIDENTIAL),
        "tier": Column("tier", "integer", "Tier"),
    }
    without = changes.pop("without", ())
    kept = tuple(column for name, column in columns.items() if name not in without)
    types = {"text": pa.string(), "integer": pa.int64()}
    schema = pa.schema([(column.name, types[column.type]) for column in kept])
    rows = [{name: row[name] for name in schema.names} for row in ROWS]
    dataset = Dataset(
        name="warnings",
        title="Warnings",
        description="A table for tests.",
        columns=kept,
        key=("id",),
        order=("id",),
        tier=Tier.RESTRICTED,
        kind="early_warning",
        source=lambda: pa.Table.from_pylist(rows, schema=schema),
    )
    return replace(dataset, **changes)


def gazetteer() -> Dataset:
    real = datasets.get("places")
    rows = [
        {"code": code, "level": LEVELS[len(code)], "kind": "area", **{f"adm{i}": _ancestor(code, i) for i in range(4)}}
        for code in PLACES
    ]
    schema = world.parquet.schema(real)
    return replace(real, source=lambda: pa.Table.from_pylist(rows, schema=schema))


def _ancestor(code: str, level: int) -> str | None:
    length = {number: length for length, number in LEVELS.items()}[level]
    return code[:length] if len(code) >= length else None


@pytest.fixture
def publish(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    def _publish(**changes: Any) -> Generation:
        monkeypatch.setattr(datasets, "_datasets", {"warnings": warnings(**changes), "places": gazetteer()})
        return actions.publish(SYSTEM)

    return _publish


def reader(tier: Tier = Tier.PUBLIC, **more: Any) -> Actor:
    return Actor(user_id=1, name="reader", roles=frozenset({"reader"}), tier=tier, **more)


def held(place: str, tier: Tier = Tier.RESTRICTED) -> Held:
    return Held("field_officer", None, place, tier)


def share(*sources: str, tier: Tier = Tier.RESTRICTED, place: str = "", kind: str = "early_warning") -> Share:
    return Share(kind, frozenset(sources), tier, place)


def seen(actor: Actor, **asked: Any) -> list[int]:
    return [row[0] for row in ask(actor, Question("warnings", columns=("id",), where=asked)).rows]


def expected(actor: Actor, row: dict[str, Any], dataset_tier: Tier = Tier.RESTRICTED) -> bool:
    """What the design says, in plain Python: one role or one agreement must open the row."""
    if actor.aggregates_only and row["level"] > 3:
        return False
    by_place = (item.tier >= dataset_tier and row["place"].startswith(item.place) for item in actor.held if item.place)
    by_agreement = (
        given.tier >= dataset_tier
        and given.kind == "early_warning"
        and row["source"] in given.sources
        and row["place"].startswith(given.place)
        for given in actor.shares
    )
    return actor.tier >= dataset_tier or any(by_place) or any(by_agreement)


tiers = st.sampled_from(Tier)
places = st.sampled_from(["", *PLACES, "XZ"])
actors = st.builds(
    lambda tier, roles, shares, aggregates: reader(
        tier, held=tuple(roles), shares=tuple(shares), aggregates_only=aggregates
    ),
    st.sampled_from([Tier.PUBLIC, Tier.PUBLIC, Tier.RESTRICTED]),
    st.lists(st.builds(held, places, tiers), max_size=3),
    st.lists(
        st.builds(
            lambda sources, tier, place, kind: share(*sources, tier=tier, place=place, kind=kind),
            st.sets(st.sampled_from(SOURCES)),
            tiers,
            places,
            st.sampled_from(["early_warning", "gossip"]),
        ),
        max_size=3,
    ),
    st.booleans(),
)


@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(actor=actors)
def test_a_row_is_shown_exactly_when_a_role_or_an_agreement_opens_it(publish: Any, actor: Actor) -> None:
    if not Generation.objects.exists():
        publish()
    shown = [row["id"] for row in ROWS if expected(actor, row)]
    if queries.may_read(actor, "warnings"):
        assert seen(actor) == shown
        streamed = [row for batch in queries.stream(actor, Question("warnings"))[2] for row in batch.to_pylist()]
        assert [row["id"] for row in streamed] == shown
        for row in streamed:
            assert "secret" not in row or expected(actor, ROWS[row["id"]], Tier.CONFIDENTIAL)
    else:
        assert shown == []
        with pytest.raises(NotFound):
            seen(actor)


def test_somebody_limited_to_a_place_sees_it_and_what_is_inside_and_nothing_above(publish: Any) -> None:
    publish()
    officer = reader(held=(held("XA01Q01"),))
    assert {ROWS[number]["place"] for number in seen(officer)} == {"XA01Q01", "XA01Q01N01", "XA01Q01N01L1"}
    assert seen(officer, place="XA02") == []
    assert seen(officer, place=("XA01", "XA02", "XA")) == []


def test_sums_and_filters_do_not_reach_round_the_narrowing(publish: Any) -> None:
    publish()
    officer = reader(held=(held("XA02"),))
    question = Question("warnings", group=("source",), sums=("level",))
    expected_sum = sum(row["level"] for row in ROWS if row["place"].startswith("XA02") and row["source"] == "dtm")
    assert ask(officer, question).rows[0] == ("dtm", expected_sum)


def test_a_column_is_shown_only_to_whom_all_rows_they_see_are_open_at_its_tier(publish: Any) -> None:
    publish()
    mixed = reader(held=(held("XA01", Tier.CONFIDENTIAL), held("XA02", Tier.RESTRICTED)))
    assert "secret" not in [column.name for column in ask(mixed, Question("warnings")).columns]
    with pytest.raises(Denied):
        ask(mixed, Question("warnings", columns=("secret",)))
    confidential = reader(held=(held("XA01", Tier.CONFIDENTIAL),))
    assert "secret" in [column.name for column in ask(confidential, Question("warnings")).columns]


def test_rows_of_different_tiers_are_open_as_far_as_each_way_goes(publish: Any) -> None:
    publish(tier=Tier.PUBLIC, row_tier="tier")
    actor = reader(held=(held("XA01", Tier.CONFIDENTIAL),), shares=(share("dtm"),))
    shown = [
        row["id"]
        for row in ROWS
        if row["tier"] <= 0
        or (row["tier"] <= 2 and row["place"].startswith("XA01"))
        or (row["tier"] <= 1 and row["source"] == "dtm")
    ]
    assert seen(actor) == shown
    assert seen(ANONYMOUS) == [row["id"] for row in ROWS if row["tier"] == 0]


def test_whoever_sees_aggregates_only_sees_no_location_of_what_is_not_public(publish: Any) -> None:
    publish()
    counterpart = reader(shares=(share(*SOURCES),), aggregates_only=True)
    assert {ROWS[number]["level"] for number in seen(counterpart)} == {0, 1, 2, 3}
    publish(tier=Tier.PUBLIC)
    assert len(seen(counterpart)) == len(ROWS)
    publish(without=("level",))
    assert not queries.may_read(counterpart, "warnings")


def test_rows_made_from_all_sources_are_shared_only_with_whom_all_sources_are_shared(publish: Any) -> None:
    publish(without=("source",))
    assert not queries.may_read(reader(shares=(share("dtm"),)), "warnings")
    assert len(seen(reader(shares=(share("dtm"), share("ministry"))))) == len(ROWS)
    assert not queries.may_read(reader(shares=(share("dtm"), share("ministry", place="XA01"))), "warnings")


def test_data_without_a_place_are_not_open_by_place(publish: Any) -> None:
    publish(without=("place",))
    assert not queries.may_read(reader(held=(held("XA01"),)), "warnings")
    assert not queries.may_read(reader(shares=(share("dtm", place="XA01"),)), "warnings")


def test_answers_kept_for_one_reader_are_never_given_to_another(publish: Any) -> None:
    publish()
    readers = [
        reader(held=(held("XA01"),)),
        reader(held=(held("XA02"),)),
        reader(held=(held("XA01"), held("XA02Q01"))),
        reader(shares=(share("dtm"),)),
        reader(shares=(share("ministry"),)),
        reader(shares=(share("dtm", place="XA01"),)),
        reader(shares=(share("dtm"),), aggregates_only=True),
        reader(Tier.RESTRICTED),
    ]
    for actor, other in itertools.permutations(readers, 2):
        answers.cache.clear()
        seen(actor)
        assert seen(other) == [row["id"] for row in ROWS if expected(other, row)]
        assert actor.view != other.view
        assert queries.etag(actor, "en") != queries.etag(other, "en")


def test_equal_access_gives_equal_answers_from_memory(publish: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    publish()
    first = reader(held=(held("XA01"), held("XA02")), shares=(share("dtm", "ministry"),))
    again = reader(held=(held("XA02"), held("XA01")), shares=(share("ministry", "dtm"),))
    assert first.view == again.view
    kept = seen(first)
    monkeypatch.setattr(engines, "current", lambda: pytest.fail("the answer was in memory"))
    assert seen(again) == kept


def test_the_catalogue_does_not_count_what_a_reader_sees_in_part(publish: Any) -> None:
    publish()
    assert queries.sizes(reader(Tier.RESTRICTED))["warnings"] == len(ROWS)
    officer = reader(held=(held("XA01"),))
    assert "warnings" in [dataset.name for dataset in queries.datasets(officer)]
    assert "warnings" not in queries.sizes(officer)
    assert "warnings" not in [dataset.name for dataset in queries.datasets(reader())]


def test_nothing_lies_anywhere_when_the_generation_has_no_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets, "_datasets", {"warnings": warnings()})
    actions.publish(SYSTEM)
    assert seen(reader(held=(held("XA01"),))) == []
