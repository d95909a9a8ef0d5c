"""Who may read which dataset, column and row, and who may publish."""

from typing import Any

from django.utils.translation import gettext as _

from hulul.agencies.access import check
from hulul.kernel import datasets
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import Actor
from hulul.kernel.datasets import Column, Dataset
from hulul.kernel.errors import Denied, NotFound
from hulul.warehouse.questions import Question, Range


def visible(actor: Actor) -> list[Dataset]:
    """The datasets this actor may know of, by name."""
    found = (dataset for dataset in datasets.registered().values() if actor.reads(dataset.tier))
    return sorted(found, key=lambda dataset: dataset.name)


def check_dataset(actor: Actor, name: str) -> Dataset:
    """The dataset; NotFound in the same words whether it does not exist or is above the actor's tier."""
    dataset = datasets.registered().get(name)
    if dataset is None or not actor.reads(dataset.tier):
        raise NotFound(_("There is no dataset called %(name)s.") % {"name": name}, code="no_dataset")
    return dataset


def readable(actor: Actor, dataset: Dataset) -> tuple[Column, ...]:
    return tuple(column for column in dataset.columns if actor.reads(column.tier))


def check_columns(actor: Actor, dataset: Dataset, question: Question) -> None:
    """Denied when the question shows, filters, sums or orders by a column above the actor's tier."""
    for name in sorted(question.names()):
        column = dataset.column(name)
        if not actor.reads(column.tier):
            raise Denied(
                _("The column %(column)s is %(tier)s: your account does not give access to it.")
                % {"column": column.title, "tier": column.tier.label},
                code="column_denied",
            )


def visible_rows(actor: Actor, dataset: Dataset) -> dict[str, Any]:
    """The narrowing that hides rows above the actor's tier, where rows of one dataset differ."""
    return {dataset.row_tier: Range(until=int(actor.tier))} if dataset.row_tier else {}


def check_publish(actor: Actor) -> None:
    check(actor, Ability.PUBLISH)
