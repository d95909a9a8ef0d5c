"""Who may read which dataset, column and row, and who may publish.

A dataset above the public tier is open in one or more ways: everywhere, by a role held in the whole country; in a
place and all inside it, by a role held there; for what an agency's sources counted, by an agreement with it. Readers
who see aggregates only get nothing above the public tier below the level of sub-districts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from hulul.agencies.access import check
from hulul.kernel import datasets, packs
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import Actor
from hulul.kernel.datasets import Column, Dataset
from hulul.kernel.errors import Denied, NotFound
from hulul.kernel.tiers import Tier
from hulul.warehouse.questions import Inside, Question, Range

LOWEST_AGGREGATE = 3  # sub-districts


@dataclass(frozen=True, slots=True)
class Way:
    """One ground on which rows of a dataset are open: up to a tier, where all conditions (column, value) hold."""

    tier: Tier
    where: tuple[tuple[str, Any], ...] = ()


def ways(actor: Actor, dataset: Dataset) -> tuple[Way, ...]:
    """How the dataset is open to the actor; none when it does not exist for them.

    Two actors with the same ways into a dataset get the same answers from it.
    """
    names = {column.name for column in dataset.columns}
    found = [Way(actor.tier)] if actor.reads(dataset.tier) else []
    if dataset.row_tier or not found:  # where all rows are of one tier, nothing can be added to reading it everywhere
        lowest = max(dataset.tier, actor.tier + 1) if found else dataset.tier
        found += [*_by_place(actor, names, lowest), *_by_agreement(actor, dataset, names, lowest)]
    if actor.aggregates_only:
        found = [narrowed for way in found for narrowed in _aggregates(way, dataset, names)]
    return tuple(found)


def _by_place(actor: Actor, names: set[str], lowest: int) -> Iterator[Way]:
    if "place" not in names:
        return
    places: dict[Tier, set[str]] = {}
    for item in actor.held:
        if item.place and item.tier >= lowest:
            places.setdefault(item.tier, set()).add(item.place)
    for tier, codes in sorted(places.items()):
        yield Way(tier, (("place", Inside(tuple(sorted(codes)))),))


def _by_agreement(actor: Actor, dataset: Dataset, names: set[str], lowest: int) -> Iterator[Way]:
    """Rows that say their source are open by source; rows made from all sources only to whom all of them are open."""
    sources: dict[tuple[Tier, str], set[str]] = {}
    for share in actor.shares:
        if dataset.kind and share.kind == dataset.kind and share.tier >= lowest:
            sources.setdefault((share.tier, share.place), set()).update(share.sources)
    for (tier, place), codes in sorted(sources.items()):
        where: tuple[tuple[str, Any], ...] = ()
        if place:
            if "place" not in names:
                continue
            where = (("place", Inside((place,))),)
        if "source" in names:
            yield Way(tier, (("source", tuple(sorted(codes))), *where))
        elif codes >= {source.code for source in packs.current().sources}:
            yield Way(tier, where)


def _aggregates(way: Way, dataset: Dataset, names: set[str]) -> Iterator[Way]:
    """The same way for whoever sees aggregates only: what is public, and areas of what is above it."""
    if dataset.tier == Tier.PUBLIC:
        yield Way(Tier.PUBLIC, way.where)
    if "level" in names and way.tier > Tier.PUBLIC and (dataset.row_tier or dataset.tier > Tier.PUBLIC):
        yield replace(way, where=(*way.where, ("level", Range(until=LOWEST_AGGREGATE))))


def visible(actor: Actor) -> list[Dataset]:
    """The datasets this actor may know of, by name."""
    found = (dataset for dataset in datasets.registered().values() if ways(actor, dataset))
    return sorted(found, key=lambda dataset: dataset.name)


def check_dataset(actor: Actor, name: str) -> tuple[Dataset, tuple[Way, ...]]:
    """The dataset and how it is open; NotFound in the same words whether it does not exist or is not open at all."""
    dataset = datasets.registered().get(name)
    opened = ways(actor, dataset) if dataset else ()
    if dataset is None or not opened:
        raise NotFound(_("There is no dataset called %(name)s.") % {"name": name}, code="no_dataset")
    return dataset, opened


def readable(dataset: Dataset, opened: tuple[Way, ...]) -> tuple[Column, ...]:
    """The columns that may be shown of every row that may be shown."""
    return tuple(column for column in dataset.columns if column.tier <= _column_tier(opened))


def check_columns(dataset: Dataset, opened: tuple[Way, ...], question: Question) -> None:
    """Denied when the question shows, filters, sums or orders by a column above what all ways are open for."""
    for name in sorted(question.names()):
        column = dataset.column(name)
        if column.tier > _column_tier(opened):
            raise Denied(
                _("The column %(column)s is %(tier)s: your account does not give access to it.")
                % {"column": column.title, "tier": column.tier.label},
                code="column_denied",
            )


def _column_tier(opened: tuple[Way, ...]) -> Tier:
    return min(way.tier for way in opened)


def open_rows(dataset: Dataset, opened: tuple[Way, ...]) -> tuple[tuple[tuple[str, Any], ...], ...] | None:
    """The conditions of which one must hold for a row to be shown, each a list that must hold; None for every row."""
    tiers = {way: ((dataset.row_tier, Range(until=int(way.tier))),) if dataset.row_tier else () for way in opened}
    found = tuple((*way.where, *tiers[way]) for way in opened)
    return None if () in found else found


def is_narrowed(opened: tuple[Way, ...]) -> bool:
    """Whether the actor sees some places or sources of the dataset only."""
    return all(way.where for way in opened)


def check_publish(actor: Actor) -> None:
    check(actor, Ability.PUBLISH)
