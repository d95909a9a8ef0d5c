"""What all these views do with a request: who asks, which page in which order, and an action whose refusal is shown."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from django import forms
from django.core.paginator import Page, Paginator
from django.db.models import F, Model, QuerySet
from django.http import HttpRequest, QueryDict

from hulul.agencies.access import check
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import Actor
from hulul.kernel.errors import Conflict, Denied, Invalid, NotFound

PAGE = 50
R = TypeVar("R")
M = TypeVar("M", bound=Model)


def keeper(request: HttpRequest, ability: Ability = Ability.MANAGE_ACCESS) -> Actor:
    """Who asks. Denied unless the ability is theirs."""
    actor: Actor = request.actor  # type: ignore[attr-defined]
    check(actor, ability)
    return actor


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: what was sent, even if that is nothing; None while it is only looked at."""
    return request.POST if request.method == "POST" else None


def one(found: "QuerySet[M]", pk: int, message: str) -> M:
    """The row of this id. NotFound, in the words given, when the actor may see none."""
    row = found.filter(pk=pk).first()
    if row is None:
        raise NotFound(message)
    return row


def page_of(request: HttpRequest, found: "QuerySet[Any]") -> "Page[Any]":
    return Paginator(found, PAGE).get_page(request.GET.get("page"))


def sorting(request: HttpRequest, columns: Mapping[str, str], usual: str) -> tuple[str, list[Any]]:
    """The wanted sort ("name", "-name") and what orders rows by it; `columns` says which field stands for which name.

    What has no value stands last either way, and equal rows in the order they were made.
    """
    wanted = request.GET.get("sort", usual)
    if wanted.removeprefix("-") not in columns:
        wanted = usual
    field = F(columns[wanted.removeprefix("-")])
    how = field.desc(nulls_last=True) if wanted.startswith("-") else field.asc(nulls_last=True)
    return wanted, [how, "pk"]


def attempt(request: HttpRequest, form: forms.Form, action: Callable[[], R]) -> R | None:
    """What the action gives when the form was sent and is in order; else None.

    When the action refuses, its sentence stands above the form, which keeps what was typed.
    """
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        return action()
    except (Invalid, Conflict, Denied) as error:
        form.add_error(None, error.message)
        return None


def done(request: HttpRequest, form: forms.Form, action: Callable[[], object]) -> bool:
    """Whether the form was sent and its action done; refusals are shown as `attempt` does."""
    return attempt(request, form, lambda: (action(),)) is not None
