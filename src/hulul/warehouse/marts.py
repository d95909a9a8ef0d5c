"""How each mart is computed: which datasets it reads and which method makes it. The order is the order of building."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import narwhals as nw

from hulul import __version__, methods
from hulul.kernel.datasets import Dataset
from hulul.kernel.packs import Pack
from hulul.methods import alerts, mobility, no_return, returns, stocks
from hulul.warehouse import datasets, series
from hulul.warehouse.series import Following, Increment, Near, Same, Window

Frame = nw.LazyFrame[Any]
Tables = Mapping[str, Frame]


@dataclass(frozen=True, slots=True)
class Mart:
    """One computed dataset. `reads` are the datasets it is computed from; `compute` gets exactly these, by name.

    `increment` says how a change of some rounds spreads through the mart, so that only these are computed again;
    without one, it is computed as a whole.
    """

    dataset: Dataset
    reads: tuple[str, ...]
    compute: Callable[[Tables], Frame]
    increment: Increment | None = None


def marts(pack: Pack) -> tuple[Mart, ...]:
    """All marts for a country, each after the ones it reads."""
    origin_level = pack.masterlist.origin_level
    return (
        Mart(
            datasets.STOCKS,
            ("counts", "rounds", "places"),
            lambda t: stocks.stocks(t["counts"], t["rounds"], t["places"]),
            Increment("round", ("counts",), Same()),
        ),
        Mart(
            datasets.CHANGES,
            ("stocks", "rounds", "places"),
            lambda t: stocks.changes(t["stocks"], t["rounds"], t["places"]),
            Increment("round", ("stocks",), Following()),
        ),
        Mart(
            datasets.BREAKDOWN_STOCKS,
            ("breakdowns", "rounds", "places"),
            lambda t: stocks.breakdown_stocks(t["breakdowns"], t["rounds"], t["places"]),
            Increment("round", ("breakdowns",), Same()),
        ),
        Mart(datasets.FLOWS, ("breakdown_stocks",), lambda t: stocks.flows(t["breakdown_stocks"])),
        Mart(
            datasets.RETURN_RATES,
            ("stocks", "counts", "breakdowns", "rounds", "places"),
            lambda t: returns.return_rates(
                t["stocks"], t["counts"], t["breakdowns"], t["rounds"], t["places"], origin_level=origin_level
            ),
            Increment("returnee_round", ("stocks", "counts", "breakdowns"), Near(returns.NEAREST_WITHIN_DAYS)),
        ),
        Mart(datasets.MOBILITY, ("stocks", "changes"), lambda t: mobility.mobility(t["stocks"], t["changes"])),
        Mart(
            datasets.ALERTS,
            ("changes", "rounds"),
            lambda t: alerts.alerts(t["changes"], t["rounds"]),
            Increment("round", ("changes",), Window(alerts.HISTORY_ROUNDS)),
        ),
        Mart(
            datasets.NO_RETURN_CANDIDATES,
            ("stocks", "breakdown_stocks", "rounds", "places"),
            lambda t: no_return.no_return_candidates(
                t["stocks"], t["breakdown_stocks"], t["rounds"], t["places"], origin_level=origin_level
            ),
        ),
        Mart(
            datasets.RECONCILIATION,
            ("stocks", "rounds"),
            lambda t: returns.reconciliation(t["stocks"], t["rounds"], reference_source=leading_source(pack)),
        ),
    )


def leading_source(pack: Pack) -> str:
    """The source that the others are compared with."""
    return min(pack.sources, key=lambda source: (source.priority, source.code)).code


def code_version(pack: Pack, engine: str) -> str:
    """The version with a hash of all that decides a mart's contents besides its inputs: when it changes, all is new."""
    parameters = f"{engine} {pack.code} {pack.masterlist.origin_level} {leading_source(pack)}"
    return f"{__version__}+{hashlib.sha256(f'{parameters} {_code()}'.encode()).hexdigest()[:16]}"


@cache
def _code() -> str:
    here = Path(__file__).resolve().parent
    sources = [*Path(methods.__file__).resolve().parent.glob("*.py"), *here.glob("engines/*.py")]
    sources += [Path(__file__), Path(series.__file__), here / "datasets.py"]
    digest = hashlib.sha256()
    for path in sorted(sources):
        digest.update(path.read_bytes())
    return digest.hexdigest()
