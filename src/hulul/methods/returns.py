"""Who came back, of whom: return rates, and what several sources say side by side.

Source: docs/reference/methods.md. The return rate is PROVISIONAL: its formula is not published, though it agrees with
the published national figures.
"""

import narwhals as nw

from hulul.methods.tables import (
    RECONCILIATION,
    RETURN_RATES,
    Frame,
    as_table,
    containing,
    day_number,
    text,
    total,
    whole,
)

ORIGIN_NOT_RECORDED = "origin_not_recorded"
NO_IDP_ROUND = "no_idp_round"
NOBODY_COUNTED = "nobody_counted"

NEAREST_WITHIN_DAYS = 45


def return_rates(
    stocks: Frame,
    counts: Frame,
    breakdowns: Frame,
    rounds: Frame,
    places: Frame,
    *,
    origin_level: int,
    nearest_within_days: int = NEAREST_WITHIN_DAYS,
) -> Frame:
    """Returnees ÷ (returnees + people still displaced from there), at every level, individuals (table RETURN_RATES).

    Provisional (agrees with DTM Iraq's published national rate of June 2022, 80.8 %). Each returnee round is paired
    with the IDP round of its source nearest in date, at most `nearest_within_days` away, the earlier of two equally
    near. Who is still displaced from an area is known down to `origin_level`, the level at which the lists record
    origin, and for the country it is everybody displaced. A location's displaced individuals are shared over the
    origins of its households, because breakdowns give households and these differ in size between kinds of site. Where
    the data do not define the rate it is null and `reason` says why; `reason` is "" where it is defined. Rows: places
    with returnees or with people displaced from them.
    """
    pairs = _paired_rounds(rounds, nearest_within_days)
    origins = breakdowns.filter(nw.col("dimension") == "origin")
    displaced = _displaced_from(stocks, counts, origins, rounds, places, origin_level=origin_level)
    recorded = origins.select(idp_round="round").unique().with_columns(recorded=whole(1))
    no_origin = (nw.col("level") > 0) & (nw.col("recorded").is_null() | (nw.col("level") > origin_level))
    columns = ("returnee_round", "level", "place", "returnees", "displaced")
    returned = stocks.join(pairs.select("returnee_round"), left_on="round", right_on="returnee_round").select(
        "level", "place", returnee_round="round", returnees="individuals", displaced=whole(0)
    )
    missing = displaced.join(pairs.select("returnee_round", "idp_round"), left_on="round", right_on="idp_round").select(
        "returnee_round", "level", "place", "displaced", returnees=whole(0)
    )
    everybody = nw.col("returnees") + nw.col("displaced")
    reason = (
        nw.when(nw.col("idp_round").is_null())
        .then(text(NO_IDP_ROUND))
        .when(no_origin)
        .then(text(ORIGIN_NOT_RECORDED))
        .when(everybody == 0)
        .then(text(NOBODY_COUNTED))
        .otherwise(text(""))
    )
    return as_table(
        nw.concat([returned.select(*columns), missing.select(*columns)])
        .group_by("returnee_round", "level", "place")
        .agg(total("returnees"), total("displaced"))
        .join(pairs, on="returnee_round")
        .join(recorded, on="idp_round", how="left")
        .with_columns(reason=reason, rate=nw.when(everybody > 0).then(nw.col("returnees") / everybody))
        .with_columns(
            displaced=nw.when(nw.col("reason").is_in(("", NOBODY_COUNTED))).then(nw.col("displaced")),
            rate=nw.when(nw.col("reason") == "").then(nw.col("rate")),
        ),
        RETURN_RATES,
    )


def reconciliation(stocks: Frame, rounds: Frame, *, reference_source: str) -> Frame:
    """What each other source counted beside the nearest round of the reference source (table RECONCILIATION).

    Several sources disagree and all are kept; this lays them side by side and corrects neither. `difference` is the
    source minus the reference, in households; `share` is the difference as a share of the reference, null when the
    reference counted nobody. A place that the reference does not list counts 0 there. Nearest is by date, the earlier
    of two equally near. A country total is compared only when the source covers every governorate in which the
    reference counted households: a part is not compared with the whole. Ours.
    """
    named = rounds.select("round", "source", "population", "date")
    reference = named.filter(nw.col("source") == reference_source).select(
        "population", reference_round="round", reference_source="source", reference_date="date"
    )
    paired = _nearest(
        named.filter(nw.col("source") != reference_source).join(reference, on="population"),
        key="round",
        date="date",
        candidate="reference_round",
        candidate_date="reference_date",
    )
    counted = stocks.select("level", "place", reference_round="round", reference_households="households")
    compared = (
        stocks.select("round", "level", "place", "households")
        .join(paired, on="round")
        .join(counted, on=["reference_round", "level", "place"], how="left")
        .with_columns(reference_households=nw.coalesce(nw.col("reference_households"), whole(0)))
    )
    uncovered = (
        counted.filter((nw.col("level") == 1) & (nw.col("reference_households") > 0))
        .join(paired.select("round", "reference_round"), on="reference_round")
        .join(stocks.select("round", "level", "place"), on=["round", "level", "place"], how="anti")
        .select("round", level=whole(0))
        .unique()
    )
    difference = nw.col("households") - nw.col("reference_households")
    return as_table(
        compared.join(uncovered, on=["round", "level"], how="anti").with_columns(
            difference=difference,
            share=nw.when(nw.col("reference_households") > 0).then(difference / nw.col("reference_households")),
        ),
        RECONCILIATION,
    )


def _paired_rounds(rounds: Frame, within_days: int) -> Frame:
    """Every returnee round with its IDP round, or null: returnee_round, source, date, idp_round."""
    named = rounds.select("round", "source", "population", "date")
    returnee = named.filter(nw.col("population") == "returnee").select("source", "date", returnee_round="round")
    idp = named.filter(nw.col("population") == "idp").select("source", idp_round="round", idp_date="date")
    near = _nearest(
        returnee.join(idp, on="source").filter(_distance("date", "idp_date") <= within_days),
        key="returnee_round",
        date="date",
        candidate="idp_round",
        candidate_date="idp_date",
    )
    return returnee.join(near.select("returnee_round", "idp_round"), on="returnee_round", how="left")


def _nearest(candidates: Frame, *, key: str, date: str, candidate: str, candidate_date: str) -> Frame:
    """Of the candidates of each key the one nearest in date; of two equally near the earlier, then by identifier."""
    later = nw.when(nw.col(candidate_date) > nw.col(date)).then(whole(1)).otherwise(whole(0))
    ranked = candidates.with_columns(_order=_distance(date, candidate_date) * 2 + later)
    nearest = ranked.filter(nw.col("_order") == nw.col("_order").min().over(key))
    return nearest.filter(nw.col(candidate) == nw.col(candidate).min().over(key)).drop("_order")


def _distance(one: str, other: str) -> nw.Expr:
    return (day_number(nw.col(one)) - day_number(nw.col(other))).abs()


def _displaced_from(
    stocks: Frame, counts: Frame, origins: Frame, rounds: Frame, places: Frame, *, origin_level: int
) -> Frame:
    """Individuals still displaced from each place in each IDP round: round, level, place, displaced (individuals)."""
    everybody = stocks.filter((nw.col("population") == "idp") & (nw.col("level") == 0)).select(
        "round", "level", "place", displaced="individuals"
    )
    idp_rounds = rounds.filter(nw.col("population") == "idp").select("round")
    fled = origins.join(idp_rounds, on="round", how="semi")
    sizes = counts.join(idp_rounds, on="round", how="semi").group_by("round", "place").agg(total("individuals"))
    location = ["round", "place"]
    shared = (
        fled.join(fled.group_by(*location).agg(total("households").alias("of_households")), on=location)
        .join(sizes, on=location)
        .with_columns(  # in thousandths of a person: whole numbers sum alike on every engine
            thousandths=nw.col("individuals") * nw.col("households") * 1000 // nw.col("of_households")
        )
        .group_by("round", "category")
        .agg(total("thousandths"))
    )
    recorded = (nw.col("outer_level") >= 1) & (nw.col("outer_level") <= origin_level)
    by_area = (
        shared.join(containing(places).filter(recorded), left_on="category", right_on="inner")
        .group_by("round", "outer_level", "outer")
        .agg(total("thousandths"))
        .select("round", level="outer_level", place="outer", displaced=(nw.col("thousandths") + 500) // 1000)
    )
    return nw.concat([everybody, by_area])
