"""Movement alerts: rises and falls that a place's own history makes unusual.

Sudden movements are how camp closures, forced returns and new displacement first show. Ours, not a published method.
What a round reports is noisy: numbers are rounded by informants, small places jump, most places do not move at all and
the time between rounds varies. Therefore

- a change is measured on the square-root scale, 2·(√now - √before), where the noise of a count does not grow with it;
- it is divided by √(days / 30), as for a walk that wanders with time;
- it is compared with the place's own changes in the 12 rounds before: their median, and as spread the larger of the
  scaled median deviation and the scaled mean deviation from it (the first forgives outliers, the second still sees them
  where most changes are zero), never less than a floor;
- places with fewer than 6 changes in that time, changes under 10 households and changes across a break are not judged.

How often this is wrong is not assumed but measured: `false_alarm_rate`.
"""

import math

import narwhals as nw

from hulul.methods.tables import ALERTS, Frame, as_table, text, whole

HISTORY_ROUNDS = 12
LEAST_HISTORY = 6
LEAST_CHANGE = 10  # households
FLOOR = 4.0  # on the square-root scale: for 100 households, about 40 more or fewer in a month
MONTH = 30  # days

# Normal consistency: a median (mean) absolute deviation times this estimates the standard deviation.
_FROM_MEDIAN, _FROM_MEAN = 1.4826, 1.2533

# Share of place-rounds of shuffled series with a score of at least s: FREQUENCY[level] · (1 + s / 10)⁻⁴. Fitted to the
# real lists from above by benchmarks/alerts_false_alarms.py, which prints measured beside stated rates.
FREQUENCY = {1: 0.16, 2: 0.13, 3: 0.10, 4: 0.045}
_WIDTH, _POWER = 10.0, -4.0

_SERIES = ("source", "population", "level", "place")


def false_alarm_rate(score: float, level: int) -> float:
    """How often a place of that level scores at least this when the order of its changes is pure chance, 0..1.

    Counted per place and round with enough history, both directions together. An upper bound: shuffled series contain
    the real movements, too, torn from the calm or the turmoil around them.
    """
    return min(1.0, FREQUENCY[level] * math.pow(1 + abs(score) / _WIDTH, _POWER))


def threshold(rate: float, level: int) -> float:
    """The score from which alerts of a level have at most that false-alarm rate: the inverse of `false_alarm_rate`."""
    return max(0.0, _WIDTH * (math.pow(rate / FREQUENCY[level], 1 / _POWER) - 1))


def alerts(changes: Frame, rounds: Frame, *, at_most: float = 0.01) -> Frame:
    """Unusual rises and falls of places at levels 1 to 4, in every round (table ALERTS).

    `changes` is the table of that name, `at_most` the false-alarm rate that is accepted. `expected` is what the place
    would have with its usual change since the round before, in households (to a tenth). `score` is signed and in
    spreads of the place's own changes (to four decimals, so that engines which add in another order rank alike).
    `rank` 1 is the highest score of its round and level, whichever the direction (then the larger change, then the
    place's code). `false_alarm_rate` is that of the row's own score.
    """
    moves = _moves(changes, rounds)
    judged = _spread(moves).with_columns(
        score=((nw.col("move") - nw.col("usual")) * (nw.col("spread") * nw.col("spread") + FLOOR**2) ** -0.5).round(4),
        root=nw.col("previous_households").cast(nw.Float64).sqrt() + nw.col("usual") * 0.5 * nw.col("months").sqrt(),
    )
    size = nw.col("score").abs()
    rated = judged.with_columns(
        expected=nw.when(nw.col("root") > 0).then(nw.col("root") * nw.col("root")).otherwise(nw.lit(0.0)).round(1),
        direction=nw.when(nw.col("score") > 0).then(text("rise")).otherwise(text("fall")),
        false_alarm_rate=_frequency() * (size * (1 / _WIDTH) + 1) ** _POWER,
        lower=-size,
        smaller=-nw.col("change").abs(),
        one=whole(1),
    ).filter(nw.col("false_alarm_rate") <= at_most)
    ranked = rated.with_columns(
        rank=nw.col("one").cum_sum().over("round", "level", order_by=["lower", "smaller", "place"])
    )
    return as_table(ranked, ALERTS)


def _frequency() -> nw.Expr:
    frequency = nw.lit(0.0)
    for level, value in FREQUENCY.items():
        frequency = nw.when(nw.col("level") == level).then(nw.lit(value)).otherwise(frequency)
    return frequency


def _moves(changes: Frame, rounds: Frame) -> Frame:
    """Changes as moves on the square-root scale per √month, with the sequence of their round."""
    months = nw.col("days") / whole(MONTH)
    root = nw.col("households").cast(nw.Float64).sqrt() - nw.col("previous_households").cast(nw.Float64).sqrt()
    return (
        changes.filter((nw.col("level") > 0) & ~nw.col("across_break") & (nw.col("days") > 0))
        .join(rounds.select("round", "sequence"), on="round")
        .with_columns(months=months, change=nw.col("change_households"))
        .with_columns(move=root * 2.0 * nw.col("months") ** -0.5)
    )


def _spread(moves: Frame) -> Frame:
    """The moves worth judging, each with the median (`usual`) and the spread of its place's moves before it."""
    worth = moves.filter(nw.col("change").abs() >= LEAST_CHANGE)
    past = moves.select(*_SERIES, past_sequence="sequence", past_move="move")
    history = (
        worth.select("round", *_SERIES, "sequence")
        .join(past, on=list(_SERIES))
        .filter(
            (nw.col("past_sequence") < nw.col("sequence"))
            & (nw.col("past_sequence") >= nw.col("sequence") - HISTORY_ROUNDS)
        )
    )
    key = ["round", "level", "place"]
    usual = history.group_by(*key).agg(usual=nw.col("past_move").median(), known=nw.len())
    deviations = history.join(usual, on=key).with_columns(deviation=(nw.col("past_move") - nw.col("usual")).abs())
    spreads = deviations.group_by(*key).agg(
        median_deviation=nw.col("deviation").median(), mean_deviation=nw.col("deviation").mean()
    )
    return (
        worth.join(usual.filter(nw.col("known") >= LEAST_HISTORY), on=key)
        .join(spreads, on=key)
        .with_columns(
            spread=nw.max_horizontal(nw.col("median_deviation") * _FROM_MEDIAN, nw.col("mean_deviation") * _FROM_MEAN)
        )
    )
