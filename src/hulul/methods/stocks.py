"""How many are where, and what changed: stocks and changes by level, breakdowns and flows.

Source: the layout and the wording of IOM DTM Iraq's master lists and reports (docs/reference/methods.md). A row of a
list counts the households that key informants report in one location; everything above the location is a sum. A source
that counts by area (a ministry, by governorate) is summed from that area upwards and shown nowhere below it.
"""

import narwhals as nw

from hulul.methods.tables import (
    BREAKDOWN_STOCKS,
    CHANGES,
    FLOWS,
    LOCATION,
    STOCKS,
    Frame,
    as_table,
    containing,
    previous_rounds,
    total,
    whole,
)

FLOW_LEVELS = (1, 2)

_SIZES = ("households", "individuals", "previous_households", "previous_individuals")


def stocks(counts: Frame, rounds: Frame, places: Frame) -> Frame:
    """Households and individuals of each round at each place of each level (table STOCKS).

    `locations` counts the places of the file with at least one household. A place whose ancestor at a level is unknown
    is left out of that level: sums of a level may then fall short of the level above, by exactly these places.
    """
    inhabited = nw.when(nw.col("households") > 0).then(whole(1)).otherwise(whole(0))
    summed = (
        counts.with_columns(inhabited=inhabited)
        .join(containing(places), left_on="place", right_on="inner")
        .group_by("round", "outer_level", "outer")
        .agg(total("households"), total("individuals"), total("inhabited").alias("locations"))
    )
    return as_table(
        summed.join(rounds.select("round", "source", "population", "date", "sequence", "segment"), on="round").rename(
            {"outer_level": "level", "outer": "place"}
        ),
        STOCKS,
    )


def changes(stocks: Frame, rounds: Frame, places: Frame) -> Frame:
    """Each place's change since the previous round of the same source and population (table CHANGES).

    `stocks` is the table of that name. A place that had households before and has none now is a row with 0. Matched
    locations had households in both rounds: their change is free of coverage, which the change of all is not;
    `new_locations` and `vanished_locations` had them in one of the two. `across_break` marks pairs whose numbers were
    gathered by different rules. The first round of a series has no rows. `change_share` is null when nobody was there.
    """
    pairs = previous_rounds(rounds)
    change = nw.col("households") - nw.col("previous_households")
    return as_table(
        _with_matches(_compared(stocks, pairs), places)
        .join(pairs, on="round")
        .with_columns(
            change_households=change,
            change_individuals=nw.col("individuals") - nw.col("previous_individuals"),
            change_share=nw.when(nw.col("previous_households") > 0).then(change / nw.col("previous_households")),
        ),
        CHANGES,
    )


def breakdown_stocks(breakdowns: Frame, rounds: Frame, places: Frame) -> Frame:
    """Households of each round, area (levels 0 to 3), dimension and category (table BREAKDOWN_STOCKS).

    Dimensions are origin (of last displacement in a returnee list), shelter and wave. Categories come as they were
    given, "unknown" among them; only those that occur have rows.
    """
    finest = nw.coalesce("adm3", "adm2", "adm1", "adm0")
    by_area = (  # the many rows are read once, into few
        breakdowns.join(places.select("code", area=finest), left_on="place", right_on="code")
        .group_by("round", "dimension", "category", "area")
        .agg(total("households"))
    )
    areas = containing(places).filter(nw.col("outer_level") < LOCATION)
    summed = (
        by_area.join(areas, left_on="area", right_on="inner")
        .group_by("round", "outer_level", "outer", "dimension", "category")
        .agg(total("households"))
    )
    return as_table(
        summed.join(rounds.select("round", "source", "population", "date"), on="round").rename(
            {"outer_level": "level", "outer": "place"}
        ),
        BREAKDOWN_STOCKS,
    )


def flows(breakdown_stocks: Frame) -> Frame:
    """From where to where: households by area of origin and area of stay, levels 1 and 2 (table FLOWS).

    `breakdown_stocks` is the table of that name. Of an IDP list the origin is where people fled from; of a returnee
    list it is where they were last displaced. Origin "unknown" stays, so that the flows into an area sum to its stock.
    """
    origins = breakdown_stocks.filter((nw.col("dimension") == "origin") & nw.col("level").is_in(FLOW_LEVELS))
    return as_table(origins.with_columns(origin=nw.col("category")), FLOWS)


def _compared(stocks: Frame, pairs: Frame) -> Frame:
    """One row per round, level and place with somebody in this round or in the one before; absent counts as 0."""
    now = stocks.join(pairs.select("round"), on="round").select(
        "round", "level", "place", "households", "individuals",
        previous_households=whole(0), previous_individuals=whole(0),
    )  # fmt: skip
    before = stocks.join(
        pairs.select("previous_round", this_round="round"), left_on="round", right_on="previous_round"
    ).select(
        "level", "place", round="this_round", households=whole(0), individuals=whole(0),
        previous_households="households", previous_individuals="individuals",
    )  # fmt: skip
    keys = ("round", "level", "place")
    return (
        nw.concat([now.select(*keys, *_SIZES), before.select(*keys, *_SIZES)])
        .group_by(*keys)
        .agg(*(total(name) for name in _SIZES))
        .filter((nw.col("households") > 0) | (nw.col("previous_households") > 0))
    )


def _with_matches(compared: Frame, places: Frame) -> Frame:
    """The compared rows with the matches of the locations inside each place, in one pass over the rows.

    Every location is also read on behalf of each place that contains it: there it adds its matches, not its size, for
    the sizes of areas come from the stocks (a source may count by area).
    """
    now, before = nw.col("households"), nw.col("previous_households")
    location, own = nw.col("level") == LOCATION, nw.col("level") == nw.col("outer_level")
    matches = {
        "matched_locations": nw.when(location & (now > 0) & (before > 0)).then(whole(1)),
        "matched_households": nw.when(location & (now > 0) & (before > 0)).then(now),
        "matched_previous_households": nw.when(location & (now > 0) & (before > 0)).then(before),
        "new_locations": nw.when(location & (before == 0)).then(whole(1)),
        "vanished_locations": nw.when(location & (now == 0)).then(whole(1)),
    }
    return (
        compared.join(containing(places), left_on="place", right_on="inner")
        .filter(location | own)
        .select(
            "round",
            level=nw.col("outer_level"),
            place=nw.col("outer"),
            **{name: nw.when(own).then(nw.col(name)).otherwise(whole(0)) for name in _SIZES},
            **{name: value.otherwise(whole(0)) for name, value in matches.items()},
        )
        .group_by("round", "level", "place")
        .agg(*(total(name) for name in (*_SIZES, *matches)))
    )
