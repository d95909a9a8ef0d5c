"""How fast displacement changes and who hosts it: mobility and recipient classes of governorates and districts.

Source: IOM DTM Iraq, district mobility and recipient classes (docs/reference/methods.md). The published classes leave
shares of 7 to 15 % without a name; here they are called "between".
"""

import narwhals as nw

from hulul.methods.tables import MOBILITY, Frame, as_table, text

AREA_LEVELS = (1, 2)

# Change since the previous round, in percent of the households then: up to and including this, the class.
STATIONARY, FAIRLY_STATIONARY, FAIRLY_DYNAMIC = 10, 20, 30
# Share of all the displaced of the round, in percent: from this on main; from and up to these medium; below low.
MAIN_FROM, MEDIUM_FROM, MEDIUM_TO = 15, 3, 7


def mobility(stocks: Frame, changes: Frame) -> Frame:
    """Classes of every area (levels 1 and 2) in every IDP round (table MOBILITY).

    `stocks` and `changes` are the tables of those names. `mobility_class`: change within ±10 % of the households of the
    previous round stationary, above 10 up to 20 % fairly_stationary, up to 30 % fairly_dynamic, beyond dynamic; new
    where nobody was displaced before; null in the first round of a series, which changes from nothing known.
    `recipient_class`, by the share of all the displaced of the round: from 15 % main, 3 to 7 % medium, below 3 % low,
    above 7 and below 15 % between. Boundaries are decided in whole numbers, so 10 % is exactly 10 %.
    """
    idps = (nw.col("population") == "idp") & nw.col("level").is_in(AREA_LEVELS)
    columns = ("round", "source", "date", "level", "place", "households", "previous_households", "change_share")
    changed = changes.filter(idps)
    first = (
        stocks.filter(idps)
        .join(changes.select("round").unique(), on="round", how="anti")
        .with_columns(previous_households=nw.lit(None).cast(nw.Int64), change_share=nw.lit(None).cast(nw.Float64))
    )
    everybody = stocks.filter(nw.col("level") == 0).select("round", everybody="households")
    return as_table(
        nw.concat([changed.select(*columns), first.select(*columns)])
        .join(everybody, on="round", how="left")
        .with_columns(
            mobility_class=_mobility_class(),
            share_of_all=nw.when(nw.col("everybody") > 0).then(nw.col("households") / nw.col("everybody")),
            recipient_class=_recipient_class(),
        ),
        MOBILITY,
    )


def _mobility_class() -> nw.Expr:
    previous = nw.col("previous_households")
    moved = (nw.col("households") - previous).abs() * 100
    return (
        nw.when(previous.is_null())
        .then(text(None))
        .when(previous == 0)
        .then(text("new"))
        .when(moved <= previous * STATIONARY)
        .then(text("stationary"))
        .when(moved <= previous * FAIRLY_STATIONARY)
        .then(text("fairly_stationary"))
        .when(moved <= previous * FAIRLY_DYNAMIC)
        .then(text("fairly_dynamic"))
        .otherwise(text("dynamic"))
    )


def _recipient_class() -> nw.Expr:
    hosted, everybody = nw.col("households") * 100, nw.col("everybody")
    return (
        nw.when(everybody.is_null() | (everybody == 0))
        .then(text(None))
        .when(hosted >= everybody * MAIN_FROM)
        .then(text("main"))
        .when(hosted > everybody * MEDIUM_TO)
        .then(text("between"))
        .when(hosted >= everybody * MEDIUM_FROM)
        .then(text("medium"))
        .otherwise(text("low"))
    )
