"""The one door: what is asked is what comes back, for every reader and every way of asking."""

import datetime as dt
import math
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hulul.kernel import datasets
from hulul.kernel.actors import ANONYMOUS, SYSTEM, Actor
from hulul.kernel.datasets import Column, Dataset
from hulul.kernel.errors import Denied, Invalid, NotFound
from hulul.kernel.tiers import Tier
from hulul.warehouse import actions, answers, engines, queries
from hulul.warehouse.models import Generation
from hulul.warehouse.queries import Question, Range, ask

pytestmark = pytest.mark.django_db

COLOURS = ("red", "green", "blue", None)
DAYS = [dt.date(2020, 1, day) for day in range(1, 8)]
CANARY = "nobody-may-read-this"

ROWS = [
    {
        "id": i,
        "colour": COLOURS[i % 4],
        "size": (i * 7) % 13 if i % 6 else None,
        "share": (i % 10) / 10,
        "day": DAYS[i % 7],
        "open": i % 3 == 0,
        "secret": CANARY,
        "tier": i % 3,
    }
    for i in range(200)
]


def toy(**changes: Any) -> Dataset:
    schema = pa.schema(
        [
            ("id", pa.int64()), ("colour", pa.string()), ("size", pa.int64()), ("share", pa.float64()),
            ("day", pa.date32()), ("open", pa.bool_()), ("secret", pa.string()), ("tier", pa.int64()),
        ]
    )  # fmt: skip
    dataset = Dataset(
        name="toy",
        title="Toy",
        description="A table for tests.",
        columns=(
            Column("id", "integer", "Number", hxl="#meta+id"),
            Column("colour", "text", "Colour"),
            Column("size", "integer", "Size", "metres"),
            Column("share", "number", "Share", "share"),
            Column("day", "date", "Day", hxl="#date"),
            Column("open", "boolean", "Open"),
            Column("secret", "text", "Secret", tier=Tier.CONFIDENTIAL),
            Column("tier", "integer", "Tier"),
        ),
        key=("id",),
        order=("id",),
        row_tier="tier",
        source=lambda: pa.Table.from_pylist(ROWS, schema=schema),
    )
    return replace(dataset, **changes)


@pytest.fixture
def toys(monkeypatch: pytest.MonkeyPatch) -> Generation:
    monkeypatch.setattr(datasets, "_datasets", {"toy": toy()})
    return actions.publish(SYSTEM)


def reader(tier: Tier) -> Actor:
    return Actor(user_id=1, name="reader", roles=frozenset({"reader"}), tier=tier)


values = {
    "id": st.integers(-5, 205),
    "colour": st.sampled_from(["red", "green", "blue", "violet", "' OR 1=1 --", ""]),
    "size": st.integers(-1, 14),
    "share": st.floats(0, 1, allow_nan=False),
    "day": st.sampled_from([*DAYS, dt.date(1999, 1, 1)]),
    "open": st.booleans(),
}
ranged = ("id", "size", "share", "day")


def narrowing(name: str) -> st.SearchStrategy[Any]:
    one = values[name]
    several = st.lists(one, max_size=4).map(tuple)
    between = st.builds(Range, st.none() | one, st.none() | one)
    return one | several | st.none() | between if name in ranged else one | several | st.none()


wheres = st.lists(st.sampled_from(sorted(values)), max_size=3, unique=True).flatmap(
    lambda names: st.fixed_dictionaries({name: narrowing(name) for name in names})
)


def fits(row: dict[str, Any], where: dict[str, Any]) -> bool:
    """The meaning of a narrowing, in plain Python."""
    for name, wanted in where.items():
        value = row[name]
        if wanted is None:
            if value is not None:
                return False
        elif isinstance(wanted, Range):
            if (wanted.since is not None or wanted.until is not None) and value is None:
                return False
            if wanted.since is not None and value < wanted.since:
                return False
            if wanted.until is not None and value > wanted.until:
                return False
        elif value is None or value not in (wanted if isinstance(wanted, tuple) else (wanted,)):
            return False
    return True


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=wheres, tier=st.sampled_from([Tier.PUBLIC, Tier.RESTRICTED, Tier.CONFIDENTIAL]), data=st.data())
def test_an_answer_is_what_a_plain_filter_of_the_rows_gives(
    toys: Generation, where: dict[str, Any], tier: Tier, data: st.DataObject
) -> None:
    columns = tuple(data.draw(st.lists(st.sampled_from(sorted(values)), min_size=1, unique=True)))
    expected = [tuple(row[c] for c in columns) for row in ROWS if fits(row, where) and row["tier"] <= tier]
    assert ask(reader(tier), Question("toy", columns, where)).rows == expected


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(where=wheres, group=st.lists(st.sampled_from(["colour", "day", "open"]), max_size=2, unique=True))
def test_sums_by_group_are_what_adding_up_the_rows_gives(
    toys: Generation, where: dict[str, Any], group: list[str]
) -> None:
    found = [row for row in ROWS if fits(row, where)]
    expected: dict[tuple[Any, ...], list[Any]] = {} if group else {(): []}
    for row in found:
        expected.setdefault(tuple(row[name] for name in group), []).append(row)
    answer = ask(SYSTEM, Question("toy", where=where, group=tuple(group), sums=("size", "share")))
    assert {row[: len(group)] for row in answer.rows} == expected.keys()
    for *key, size, share in answer.rows:
        rows = expected[tuple(key)]
        sizes = [row["size"] for row in rows if row["size"] is not None]
        assert size == (sum(sizes) if sizes else None)
        assert math.isclose(share or 0.0, sum(row["share"] for row in rows), abs_tol=1e-9)


def test_order_turns_round_with_a_minus_and_puts_missing_values_last(toys: Generation) -> None:
    up = [row[0] for row in ask(SYSTEM, Question("toy", ("size", "id"), order=("size",))).rows]
    down = [row[0] for row in ask(SYSTEM, Question("toy", ("size", "id"), order=("-size",))).rows]
    known = sorted(size for size in up if size is not None)
    assert up == known + [None] * (len(ROWS) - len(known))
    assert down == known[::-1] + [None] * (len(ROWS) - len(known))


def test_ties_are_broken_by_the_order_of_the_dataset(toys: Generation) -> None:
    rows = ask(SYSTEM, Question("toy", ("colour", "id"), order=("colour",))).rows
    assert [i for colour, i in rows if colour == "blue"] == [row["id"] for row in ROWS if row["colour"] == "blue"]


def test_a_limit_cuts_and_says_so(toys: Generation) -> None:
    assert ask(SYSTEM, Question("toy", ("id",), limit=3)).rows == [(0,), (1,), (2,)]
    assert ask(SYSTEM, Question("toy", ("id",), limit=3)).truncated
    assert not ask(SYSTEM, Question("toy", ("id",), limit=200)).truncated


def test_records_name_their_columns(toys: Generation) -> None:
    answer = ask(SYSTEM, Question("toy", ("id", "day"), {"id": 5}))
    assert answer.records() == [{"id": 5, "day": DAYS[5]}]
    assert (answer.generation, answer.published_at) == (toys.number, toys.published_at)


@pytest.mark.parametrize(
    "question",
    [
        Question("toy", ("size; DROP TABLE x",)),
        Question("toy", where={'id" OR 1=1 --': 1}),
        Question("toy", order=("id DESC, secret",)),
        Question("toy", group=("nothing",)),
        Question("toy", where={"id": "1"}),
        Question("toy", where={"id": True}),
        Question("toy", where={"day": dt.datetime(2020, 1, 1, tzinfo=dt.UTC)}),
        Question("toy", where={"day": Range("2020-01-01", None)}),
        Question("toy", where={"id": tuple(range(6000))}),
        Question("toy", ("id",), group=("colour",)),
        Question("toy", sums=("colour",)),
        Question("toy", group=("colour",), sums=("size",), order=("id",)),
        Question("toy", limit=0),
        Question("toy", limit=100_001),
    ],
)
def test_a_question_that_does_not_fit_the_dataset_is_refused_in_words(toys: Generation, question: Question) -> None:
    with pytest.raises(Invalid, match=r"\w+ \w+ \w+"):
        ask(SYSTEM, question)


def test_without_columns_the_readable_ones_come(toys: Generation) -> None:
    assert CANARY not in str(ask(ANONYMOUS, Question("toy")).rows)
    assert [column.name for column in ask(ANONYMOUS, Question("toy")).columns] == [*values, "tier"]
    assert CANARY in str(ask(reader(Tier.CONFIDENTIAL), Question("toy")).rows)


@pytest.mark.parametrize(
    "question",
    [
        Question("toy", ("id", "secret")),
        Question("toy", ("id",), {"secret": CANARY}),
        Question("toy", ("id",), order=("secret",)),
        Question("toy", group=("secret",), sums=("size",)),
    ],
)
def test_a_column_above_the_tier_is_denied_however_it_is_used(toys: Generation, question: Question) -> None:
    with pytest.raises(Denied, match="Secret is confidential"):
        ask(reader(Tier.RESTRICTED), question)
    assert ask(reader(Tier.CONFIDENTIAL), question).rows


def test_rows_above_the_tier_are_absent_even_when_asked_for(toys: Generation) -> None:
    assert {row[0] for row in ask(ANONYMOUS, Question("toy", ("tier",))).rows} == {0}
    assert ask(ANONYMOUS, Question("toy", ("id",), {"tier": 2})).rows == []
    assert ask(ANONYMOUS, Question("toy", sums=("size",))).rows != ask(SYSTEM, Question("toy", sums=("size",))).rows


def test_a_cached_answer_of_one_tier_is_never_given_to_another(toys: Generation) -> None:
    everything = ask(reader(Tier.CONFIDENTIAL), Question("toy", ("id", "tier")))
    assert len(ask(ANONYMOUS, Question("toy", ("id", "tier"))).rows) < len(everything.rows)


def test_a_dataset_above_the_tier_does_not_exist(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(datasets, "_datasets", {"toy": toy(tier=Tier.RESTRICTED)})
    actions.publish(SYSTEM)
    with pytest.raises(NotFound) as hidden:
        ask(ANONYMOUS, Question("toy", ("secret",)))
    with pytest.raises(NotFound) as absent:
        ask(ANONYMOUS, Question("tor"))
    assert str(hidden.value) == str(absent.value).replace("tor", "toy")
    assert queries.datasets(ANONYMOUS) == []
    assert queries.sizes(ANONYMOUS) == {}
    assert [found.name for found in queries.datasets(reader(Tier.RESTRICTED))] == ["toy"]


def test_before_the_first_publication_the_answer_says_so() -> None:
    with pytest.raises(NotFound) as nothing:
        ask(ANONYMOUS, Question("stocks"))
    assert nothing.value.code == "nothing_published"


def test_a_dataset_newer_than_the_generation_is_not_published_yet(
    toys: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(datasets, "_datasets", {"toy": toy(), "more": toy(name="more")})
    with pytest.raises(NotFound) as nothing:
        ask(SYSTEM, Question("more"))
    assert nothing.value.code == "nothing_published"


def test_the_same_question_is_answered_from_memory(toys: Generation, monkeypatch: pytest.MonkeyPatch) -> None:
    first = ask(SYSTEM, Question("toy", ("id",)))
    monkeypatch.setattr(engines, "current", lambda: pytest.fail("the engine was asked again"))
    assert ask(SYSTEM, Question("toy", ("id",))) is first


def test_memory_for_answers_is_bounded_and_forgets_the_oldest(toys: Generation) -> None:
    one = ask(SYSTEM, Question("toy", ("id",), limit=10))
    small = answers.AnswerCache(capacity=answers.weight(one) * 5)
    for number in range(9):
        small.put((number,), one)
        small.get((0,))
    assert small.size <= small.capacity
    assert small.get((0,)) is one
    assert small.get((1,)) is None
    assert len(small) == 5


def test_the_tag_of_a_page_changes_with_generation_tier_and_language(
    toys: Generation, monkeypatch: pytest.MonkeyPatch
) -> None:
    tags = {queries.etag(ANONYMOUS, "en"), queries.etag(ANONYMOUS, "ar"), queries.etag(SYSTEM, "en")}
    monkeypatch.setattr(datasets, "_datasets", {"toy": toy(source=lambda: toy().source().slice(0, 5))})
    actions.publish(SYSTEM)
    assert len(tags | {queries.etag(ANONYMOUS, "en")}) == 4


def test_pages_ask_the_marts_by_place_by_round_and_by_date(published: Generation) -> None:
    by_place = ask(ANONYMOUS, Question("stocks", ("date", "households"), {"place": "XA01", "population": "idp"}))
    assert [row[0] for row in by_place.rows] == sorted(row[0] for row in by_place.rows)
    assert len(by_place.rows) == 16
    one = ask(ANONYMOUS, Question("stocks", sums=("households",), where={"round": "dtm-idp-2015-01-10", "level": 4}))
    counted = ask(ANONYMOUS, Question("counts", sums=("households",), where={"round": "dtm-idp-2015-01-10"}))
    assert one.rows == counted.rows != [(None,)]
    with pytest.raises(NotFound):
        ask(ANONYMOUS, Question("alerts"))
    assert ask(SYSTEM, Question("alerts", ("place", "score"), order=("-score",), limit=5)).rows
