"""The formulas of COINr written down once more, row by row and pair by pair, with pandas and scipy: the oracle.

Nothing here knows the library's engine. Sources: COINr 1.1 (R/impute.R, treat.R, normalise.R, aggregate.R); skewness
and kurtosis are scipy's unbiased ones, ranks are pandas', means are scipy's.
"""

import numpy as np
import pandas as pd
from scipy import stats

from hulul.methods.composite import Imputation, Normalisation, Outliers, Specification


def example(units: int = 60, seed: int = 1, missing: float = 0.06) -> pd.DataFrame:
    """Nine indicators of different shapes and scales, some gaps, a column of districts."""
    chance = np.random.default_rng(seed)
    columns = {
        "water": chance.uniform(0, 100, units),
        "power": chance.normal(50, 12, units),
        "health": chance.exponential(3, units),
        "school": chance.lognormal(2, 1.4, units),
        "work": chance.beta(2, 5, units),
        "farms": chance.integers(0, 5, units).astype(float),
        "calm": chance.uniform(-3, 3, units),
        "trust": chance.gamma(2, 20, units),
        "mines": chance.poisson(4, units).astype(float),
    }
    frame = pd.DataFrame(columns)
    frame = frame.mask(chance.random(frame.shape) < missing)
    frame.insert(0, "unit", [f"P{number:03}" for number in range(units)])
    frame["district"] = chance.choice(["north", "south", "east"], units)
    return frame


def scores(frame: pd.DataFrame, specification: Specification) -> pd.DataFrame:
    """One column per group, indexed as the frame."""
    codes = [indicator.code for indicator in specification.indicators]
    data = imputed(frame, codes, specification.imputation)
    data = data.apply(lambda column: treated(column, specification.outliers))
    for indicator in specification.indicators:
        data[indicator.code] = normalised(
            data[indicator.code], specification.normalisation, indicator.direction, indicator.goalposts
        )
    waiting = list(specification.groups)
    while waiting:
        group = waiting.pop(0)
        members = [part for part in (*specification.indicators, *specification.groups) if part.parent == group.code]
        if all(member.code in data for member in members):
            weights = np.array([member.weight for member in members])
            rule = group.aggregation or specification.aggregation
            data[group.code] = aggregated(data[[member.code for member in members]], weights, rule)
        else:
            waiting.append(group)
    return data[[group.code for group in specification.groups]]


def imputed(frame: pd.DataFrame, codes: list[str], imputation: Imputation) -> pd.DataFrame:
    data = frame[codes]
    if imputation.rule == "mean":
        return data.fillna(data.mean())
    if imputation.rule == "median":
        return data.fillna(data.median())
    if imputation.rule in ("group_mean", "group_median"):
        middle = imputation.rule.removeprefix("group_")
        return data.fillna(data.groupby(frame[imputation.by]).transform(middle))
    return data.copy()


def treated(column: pd.Series, outliers: Outliers) -> pd.Series:
    def passes(values: pd.Series) -> bool:
        known = values.dropna()
        skewness, kurtosis = stats.skew(known, bias=False), stats.kurtosis(known, bias=False)
        return bool(abs(skewness) < outliers.skewness or kurtosis < outliers.kurtosis)

    if outliers.rule == "none" or passes(column):
        return column
    now = column.copy()
    if outliers.rule != "log":
        top, bottom = pd.Index([]), pd.Index([])
        while not passes(now) and len(top) + len(bottom) < outliers.most:
            if stats.skew(now.dropna(), bias=False) >= 0:
                top = now.index[now == now.max()]
                now[top] = now.drop(top).max()
            else:
                bottom = now.index[now == now.min()]
                now[bottom] = now.drop(bottom).min()
    if outliers.rule == "log" or (outliers.rule == "winsorise_then_log" and not passes(now)):
        now = np.log(column - column.min() + 0.01 * (column.max() - column.min()))
    return now


def normalised(
    column: pd.Series, scale: Normalisation, direction: int, goalposts: tuple[float, float] | None
) -> pd.Series:
    if scale.rule == "goalposts":
        assert goalposts is not None
        low, high = goalposts
        share = ((column - low) if direction == 1 else (high - column)) / (high - low)
        return share.clip(0, 1) * (scale.high - scale.low) + scale.low
    column = column * direction
    if scale.rule == "minmax":
        return (column - column.min()) / (column.max() - column.min()) * (scale.high - scale.low) + scale.low
    if scale.rule == "zscore":
        return (column - column.mean()) / column.std()
    if scale.rule == "rank":
        return column.rank(method="min")
    if scale.rule == "percentile":
        return (column.rank(method="min") - 1) / (column.count() - 1)
    return column


def aggregated(members: pd.DataFrame, weights: np.ndarray, rule: str) -> pd.Series:
    if rule == "outranking":
        return pd.Series(outranking_matrix(members.to_numpy(), weights).sum(axis=1), members.index)
    return members.apply(lambda row: _row(row.to_numpy(), weights, rule), axis=1)


def _row(row: np.ndarray, weights: np.ndarray, rule: str) -> float:
    known = ~np.isnan(row)
    if not known.any():
        return float("nan")
    if rule == "arithmetic":
        return float(np.average(row[known], weights=weights[known]))
    if rule == "geometric":
        return float(stats.gmean(row[known], weights=weights[known]))
    if rule == "harmonic":
        return float(stats.hmean(row[known], weights=weights[known]))
    return float(row[known & (weights > 0)].max())


def outranking_matrix(members: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """COINr's outrankMatrix: pair by pair, the weight of members in which the first is higher, half where equal."""
    members = members.round(9)  # scores that are equal but for the order of their sums are equal
    units, share = len(members), weights / weights.sum()
    matrix = np.zeros((units, units))
    for one in range(units):
        for other in range(units):
            if one != other:
                higher = share[members[one] > members[other]].sum()
                matrix[one, other] = higher + share[members[one] == members[other]].sum() / 2
    return matrix
