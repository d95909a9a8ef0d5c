"""Candidates for places of no return: where nobody came back, or everybody who did left again.

The sense of the term is confirmed (IOM DTM, Places of No Return): a location with displacement during or since the
conflict where no return has been recorded, or where all returnees left again. Finding *candidates* for it in master
lists is ours: the lists do not say what was emptied. A person verifies each before it is called a place of no return.
"""

import narwhals as nw

from hulul.methods.tables import LOCATION, NO_RETURN_CANDIDATES, Frame, ancestor, as_table, text, whole

NEVER_RETURNED = "never_returned"
RETURNED_AND_LEFT = "returned_and_left"

# In the real lists the areas people fled from have over 1.5 % of all origins at some time, all others under 0.03 %.
LEAST_ORIGIN_SHARE = 0.01


def no_return_candidates(
    stocks: Frame,
    breakdown_stocks: Frame,
    rounds: Frame,
    places: Frame,
    *,
    origin_level: int,
    least_origin_share: float = LEAST_ORIGIN_SHARE,
) -> Frame:
    """Locations (kind "location", not camps) that look like places of no return (table NO_RETURN_CANDIDATES).

    returned_and_left: returnees were recorded once and the latest returnee round has none. never_returned: no returnee
    round ever recorded a household, the latest IDP round has no guests there either, and the location lies in an area
    people fled from: at the level of recorded origin, at least `least_origin_share` of all the displaced of some IDP
    round. `first_seen` and `last_seen` are dates with households in any list, null when a place is only in the
    gazetteer; `last_idp_households` those of the last IDP round that had some there; `peak_returnees` individuals;
    `round` the latest returnee round, by which it is judged.
    """
    inhabited = stocks.filter((nw.col("level") == LOCATION) & (nw.col("households") > 0))
    newest = _newest(rounds)
    returned = inhabited.filter(nw.col("population") == "returnee")
    hosting = inhabited.filter(nw.col("population") == "idp")
    last_hosting = hosting.filter(nw.col("date") == nw.col("date").max().over("place"))
    known = (
        places.filter((nw.col("level") == LOCATION) & (nw.col("kind") == "location"))
        .select("adm0", "adm1", "adm2", "adm3", place="code")
        .join(
            inhabited.group_by("place").agg(first_seen=nw.col("date").min(), last_seen=nw.col("date").max()),
            on="place",
            how="left",
        )
        .join(
            last_hosting.group_by("place").agg(last_idp_households=nw.col("households").max()), on="place", how="left"
        )
        .join(returned.group_by("place").agg(peak_returnees=nw.col("individuals").max()), on="place", how="left")
    )
    left_again = known.filter(~nw.col("peak_returnees").is_null()).join(
        returned.join(newest, on="round", how="semi").select("place"), on="place", how="anti"
    )
    never = (
        known.filter(nw.col("peak_returnees").is_null())
        .join(hosting.join(newest, on="round", how="semi").select("place"), on="place", how="anti")
        .join(
            _areas_fled_from(breakdown_stocks, least_origin_share),
            left_on=ancestor(origin_level),
            right_on="category",
            how="semi",
        )
    )
    return as_table(
        nw.concat(
            [
                left_again.with_columns(reason=text(RETURNED_AND_LEFT)),
                never.with_columns(reason=text(NEVER_RETURNED)),
            ]
        )
        .with_columns(
            last_idp_households=nw.coalesce(nw.col("last_idp_households"), whole(0)),
            peak_returnees=nw.coalesce(nw.col("peak_returnees"), whole(0)),
        )
        .join(_judged_by(rounds), how="cross"),
        NO_RETURN_CANDIDATES,
    )


def _newest(rounds: Frame) -> Frame:
    """The newest round of each source and population."""
    last = nw.col("sequence").max().over("source", "population")
    return rounds.filter(nw.col("sequence") == last).select("round")


def _judged_by(rounds: Frame) -> Frame:
    """The newest returnee round of all sources, one row; of several of one date the last by identifier."""
    returnee = rounds.filter(nw.col("population") == "returnee").select("round", "date")
    newest = returnee.join(returnee.select(nw.col("date").max()), on="date", how="semi")
    return newest.select(nw.col("round").max()).filter(~nw.col("round").is_null())


def _areas_fled_from(breakdown_stocks: Frame, least_origin_share: float) -> Frame:
    """Areas that were the origin of at least that share of the households of some IDP round: category."""
    origins = breakdown_stocks.filter(
        (nw.col("population") == "idp") & (nw.col("dimension") == "origin") & (nw.col("level") == 0)
    ).select("round", "category", "households")
    everybody = nw.col("households").sum().over("round").cast(nw.Int64)
    shares = origins.with_columns(share=nw.col("households") / everybody)
    return shares.filter(nw.col("share") >= least_origin_share).select("category").unique()
