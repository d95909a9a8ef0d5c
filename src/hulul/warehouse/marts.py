"""How each mart is computed: which datasets it reads and which method makes it. The order is the order of building."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import narwhals as nw

from hulul import __version__, methods
from hulul.kernel import packs
from hulul.kernel.datasets import Dataset
from hulul.kernel.packs import Pack
from hulul.methods import alerts, mobility, no_return, returns, stocks
from hulul.warehouse import datasets

Frame = nw.LazyFrame[Any]
Tables = Mapping[str, Frame]


@dataclass(frozen=True, slots=True)
class Mart:
    """One computed dataset. `reads` are the datasets it is computed from; `compute` gets exactly these, by name."""

    dataset: Dataset
    reads: tuple[str, ...]
    compute: Callable[[Tables], Frame]


def marts(pack: Pack) -> tuple[Mart, ...]:
    """All marts for a country, each after the ones it reads."""
    origin_level = pack.masterlist.origin_level
    reference = min(pack.sources, key=lambda source: (source.priority, source.code)).code
    return (
        Mart(
            datasets.STOCKS,
            ("counts", "rounds", "places"),
            lambda t: stocks.stocks(t["counts"], t["rounds"], t["places"]),
        ),
        Mart(
            datasets.CHANGES,
            ("stocks", "rounds", "places"),
            lambda t: stocks.changes(t["stocks"], t["rounds"], t["places"]),
        ),
        Mart(
            datasets.BREAKDOWN_STOCKS,
            ("breakdowns", "rounds", "places"),
            lambda t: stocks.breakdown_stocks(t["breakdowns"], t["rounds"], t["places"]),
        ),
        Mart(datasets.FLOWS, ("breakdown_stocks",), lambda t: stocks.flows(t["breakdown_stocks"])),
        Mart(
            datasets.RETURN_RATES,
            ("stocks", "counts", "breakdowns", "rounds", "places"),
            lambda t: returns.return_rates(
                t["stocks"], t["counts"], t["breakdowns"], t["rounds"], t["places"], origin_level=origin_level
            ),
        ),
        Mart(datasets.MOBILITY, ("stocks", "changes"), lambda t: mobility.mobility(t["stocks"], t["changes"])),
        Mart(datasets.ALERTS, ("changes", "rounds"), lambda t: alerts.alerts(t["changes"], t["rounds"])),
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
            lambda t: returns.reconciliation(t["stocks"], t["rounds"], reference_source=reference),
        ),
    )


def parameters(pack: Pack) -> str:
    """What the marts take from the country pack, as text: when it changes, they are computed again."""
    reference = min(pack.sources, key=lambda source: (source.priority, source.code)).code
    return f"{pack.code} origin_level={pack.masterlist.origin_level} reference={reference}"


def current() -> tuple[Mart, ...]:
    return marts(packs.current())


@cache
def code_version() -> str:
    """The version with a hash of everything that decides a mart's contents, so that a change is computed again."""
    here = Path(__file__).resolve().parent
    sources = [*Path(methods.__file__).resolve().parent.glob("*.py"), *here.glob("engines/*.py"), Path(__file__)]
    digest = hashlib.sha256((here / "datasets.py").read_bytes())
    for path in sorted(sources):
        digest.update(path.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:12]}"
