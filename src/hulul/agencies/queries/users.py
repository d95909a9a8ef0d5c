"""People, and the roles they hold."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hulul.agencies.access import counting, visible_grants, visible_users
from hulul.agencies.models import Grant, User
from hulul.kernel.actors import Actor
from hulul.kernel.errors import NotFound


def users(
    actor: Actor, search: str = "", agency: int | None = None, role: str = "", active: bool | None = None
) -> QuerySet[User]:
    """By name, with their organisations. `search` is part of a name or address; `role` is one that counts today."""
    found = User.objects.filter(visible_users(actor)).select_related("agency").order_by("name", "pk")
    for word in search.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    if agency is not None:
        found = found.filter(agency=agency)
    if role:
        found = found.filter(pk__in=Grant.objects.filter(counting(), role=role).values("user"))
    return found if active is None else found.filter(is_active=active)


def user(actor: Actor, pk: int) -> User:
    """One person. NotFound when there is none that this actor may know of."""
    found = users(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("There is no such person."))
    return found


def grants(
    actor: Actor,
    *,
    user: int | None = None,
    agency: int | None = None,
    role: str = "",
    place: str = "",
    active: bool | None = None,
) -> QuerySet[Grant]:
    """Newest first, with people and organisations. `agency` is the one the grant is on behalf of, also by default."""
    found = Grant.objects.filter(visible_grants(actor)).select_related("user__agency", "agency", "granted_by")
    if user is not None:
        found = found.filter(user=user)
    if agency is not None:
        found = found.filter(Q(agency=agency) | Q(agency=None, user__agency=agency))
    if role:
        found = found.filter(role=role)
    if place:
        found = found.filter(place=place)
    if active is not None:
        ids = Grant.objects.filter(counting()).values("pk")
        found = found.filter(pk__in=ids) if active else found.exclude(pk__in=ids)
    return found.order_by("-pk")
