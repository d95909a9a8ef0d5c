"""The tables that the returns methods read and write: their columns, in order, with the type of each.

Households and individuals are whole numbers, shares and rates run from 0 to 1, dates are dates; a place is named by its
code at its level (0 country, 1 governorate, 2 district, 3 sub-district, 4 location). The same functions run on DuckDB
and on Spark, whose engines differ in the type of a sum or of a literal: `as_table` settles every column at the end.
"""

from collections.abc import Mapping
from typing import Any

import narwhals as nw

Frame = nw.LazyFrame[Any]
Schema = Mapping[str, nw.dtypes.DType]

TEXT, WHOLE, REAL, DATE, TRUTH = nw.String(), nw.Int64(), nw.Float64(), nw.Date(), nw.Boolean()

LEVELS = (0, 1, 2, 3, 4)
LOCATION = 4

# What the methods read. The tables may have more columns (design of tracking and places); these are the ones used.
PLACES: Schema = {"code": TEXT, "level": WHOLE, "kind": TEXT, "adm0": TEXT, "adm1": TEXT, "adm2": TEXT, "adm3": TEXT}
ROUNDS: Schema = {
    "round": TEXT, "source": TEXT, "population": TEXT, "date": DATE, "sequence": WHOLE, "segment": WHOLE,
}  # fmt: skip
COUNTS: Schema = {"round": TEXT, "place": TEXT, "households": WHOLE, "individuals": WHOLE}
BREAKDOWNS: Schema = {"round": TEXT, "place": TEXT, "dimension": TEXT, "category": TEXT, "households": WHOLE}

# What they answer.
STOCKS: Schema = {
    "round": TEXT, "source": TEXT, "population": TEXT, "date": DATE, "sequence": WHOLE, "segment": WHOLE,
    "level": WHOLE, "place": TEXT, "households": WHOLE, "individuals": WHOLE, "locations": WHOLE,
}  # fmt: skip
CHANGES: Schema = {
    "round": TEXT, "source": TEXT, "population": TEXT, "date": DATE, "level": WHOLE, "place": TEXT,
    "previous_round": TEXT, "previous_date": DATE, "days": WHOLE,
    "households": WHOLE, "previous_households": WHOLE, "change_households": WHOLE, "change_individuals": WHOLE,
    "change_share": REAL,
    "matched_locations": WHOLE, "matched_households": WHOLE, "matched_previous_households": WHOLE,
    "new_locations": WHOLE, "vanished_locations": WHOLE, "across_break": TRUTH,
}  # fmt: skip
BREAKDOWN_STOCKS: Schema = {
    "round": TEXT, "source": TEXT, "population": TEXT, "date": DATE, "level": WHOLE, "place": TEXT,
    "dimension": TEXT, "category": TEXT, "households": WHOLE,
}  # fmt: skip
FLOWS: Schema = {
    "round": TEXT, "source": TEXT, "population": TEXT, "date": DATE, "level": WHOLE,
    "origin": TEXT, "place": TEXT, "households": WHOLE,
}  # fmt: skip
RETURN_RATES: Schema = {
    "source": TEXT, "date": DATE, "returnee_round": TEXT, "idp_round": TEXT, "level": WHOLE, "place": TEXT,
    "returnees": WHOLE, "displaced": WHOLE, "rate": REAL, "reason": TEXT,
}  # fmt: skip
RECONCILIATION: Schema = {
    "population": TEXT, "level": WHOLE, "place": TEXT, "date": DATE, "source": TEXT, "households": WHOLE,
    "reference_source": TEXT, "reference_round": TEXT, "reference_date": DATE, "reference_households": WHOLE,
    "difference": WHOLE, "share": REAL,
}  # fmt: skip
NO_RETURN_CANDIDATES: Schema = {
    "place": TEXT, "adm1": TEXT, "adm2": TEXT, "adm3": TEXT, "first_seen": DATE, "last_seen": DATE,
    "last_idp_households": WHOLE, "peak_returnees": WHOLE, "reason": TEXT, "round": TEXT,
}  # fmt: skip
MOBILITY: Schema = {
    "round": TEXT, "source": TEXT, "date": DATE, "level": WHOLE, "place": TEXT,
    "households": WHOLE, "previous_households": WHOLE, "change_share": REAL, "mobility_class": TEXT,
    "share_of_all": REAL, "recipient_class": TEXT,
}  # fmt: skip
ALERTS: Schema = {
    "round": TEXT, "source": TEXT, "population": TEXT, "date": DATE, "level": WHOLE, "place": TEXT,
    "households": WHOLE, "expected": REAL, "change": WHOLE, "score": REAL, "direction": TEXT, "rank": WHOLE,
    "false_alarm_rate": REAL,
}  # fmt: skip


def as_table(frame: Frame, schema: Schema) -> Frame:
    """Exactly the columns of the schema, in its order and of its types."""
    return frame.select(*(nw.col(name).cast(kind) for name, kind in schema.items()))


def whole(number: int) -> nw.Expr:
    """A literal of 64 bits: the engines would otherwise choose a narrower type, each its own."""
    return nw.lit(number).cast(nw.Int64)


def text(value: str | None) -> nw.Expr:
    return nw.lit(value).cast(nw.String)


def total(name: str) -> nw.Expr:
    """The sum of a column of whole numbers, as 64 bits (DuckDB sums into 128)."""
    return nw.col(name).sum().cast(nw.Int64)


def day_number(date: nw.Expr) -> nw.Expr:
    """Days since 1 January of year 1, so that a difference is a number of days on every engine."""
    past = date.dt.year().cast(nw.Int64) - 1
    return past * 365 + past // 4 - past // 100 + past // 400 + date.dt.ordinal_day().cast(nw.Int64)


def ancestor(level: int) -> str:
    """The column of `places` with the code of the place that contains a place at a level."""
    return "code" if level == LOCATION else f"adm{level}"


def containing(places: Frame) -> Frame:
    """Every place with each place that contains it, itself included: inner, outer_level, outer (codes).

    A place whose ancestor at a level is unknown has no row for that level. Summing upwards is one join with this.
    """
    return nw.concat(
        [
            (places.filter(nw.col("level") == LOCATION) if level == LOCATION else places)
            .filter(~nw.col(ancestor(level)).is_null())
            .select(inner=nw.col("code"), outer_level=whole(level), outer=nw.col(ancestor(level)))
            for level in LEVELS
        ]
    )


def previous_rounds(rounds: Frame) -> Frame:
    """Each round but the first of its series, with the round before it.

    Columns: round, previous_round, source, population, date, previous_date, days (between the two), across_break (the
    numbers of the two were gathered by different rules and do not compare).
    """
    before = {
        f"previous_{name}": nw.col(name).shift(1).over("source", "population", order_by=["sequence", "round"])
        for name in ("round", "date", "segment")
    }
    return (
        rounds.select("round", "source", "population", "date", "sequence", "segment")
        .with_columns(**before)
        .filter(~nw.col("previous_round").is_null())
        .with_columns(
            days=day_number(nw.col("date")) - day_number(nw.col("previous_date")),
            across_break=nw.col("segment") != nw.col("previous_segment"),
        )
        .select("round", "previous_round", "source", "population", "date", "previous_date", "days", "across_break")
    )
