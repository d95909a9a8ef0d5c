"""Who is this, and what may it do? The one place where a user becomes an Actor."""

from collections.abc import Iterable
from dataclasses import replace

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hulul.agencies.models import Agreement, BreakGlass, Grant, User
from hulul.agencies.rules import ROLES, SCOPES
from hulul.kernel import clock
from hulul.kernel.abilities import Ability
from hulul.kernel.actors import ANONYMOUS, Actor, Held, Share
from hulul.kernel.errors import Conflict, Denied
from hulul.kernel.tiers import Tier


def actor_for(user: User | AnonymousUser, *, scopes: frozenset[str] | None = None) -> Actor:
    """The actor of a request; anonymous for nobody and for deactivated accounts.

    What ended or expired counts from the next request on, because everything is looked up anew for each.
    """
    if not isinstance(user, User) or not user.is_active:
        return ANONYMOUS
    grants = list(user.grants.filter(counting()))
    held = tuple(
        Held(grant.role, grant.agency_id or user.agency_id, grant.place, ROLES[grant.role].tier) for grant in grants
    )
    everywhere = [ROLES[item.role] for item in held if not item.place]
    abilities = frozenset(ability for role in everywhere for ability in role.abilities)
    opened = _break_glass(user) if scopes is None and Ability.BREAK_GLASS in abilities else None
    actor = Actor(
        user_id=user.pk,
        name=user.name,
        roles=frozenset(item.role for item in held),
        tier=Tier.STRICTLY_CONFIDENTIAL if opened else max((role.tier for role in everywhere), default=Tier.PUBLIC),
        abilities=abilities,
        agency=user.agency_id,
        held=held,
        shares=tuple(_shares(held)),
        aggregates_only=bool(held) and all(ROLES[item.role].aggregates_only for item in held),
        break_glass_until=opened.ends_at if opened else None,
        scopes=scopes,
    )
    if scopes is not None and "read" not in scopes:
        return replace(actor, tier=Tier.PUBLIC, held=(), shares=())
    return actor


def still_valid() -> Q:
    """Grants and agreements that count today: not ended, and valid until today or later."""
    return Q(ended_at=None) & (Q(valid_until=None) | Q(valid_until__gte=clock.today()))


def counting() -> Q:
    """Grants that count now: still valid, and on behalf of an organisation that was not closed (or of none)."""
    own = Q(user__agency=None) | Q(user__agency__is_active=True)
    return still_valid() & (Q(agency__is_active=True) | (Q(agency=None) & own))


def _break_glass(user: User) -> BreakGlass | None:
    return user.break_glass.filter(ended_at=None, ends_at__gt=clock.now()).first()


def _shares(held: Iterable[Held]) -> Iterable[Share]:
    """What was opened to the agencies that somebody stands in for, in the places where they do."""
    places: dict[int, set[str]] = {}
    for item in held:
        if item.agency is not None:
            places.setdefault(item.agency, set()).add(item.place)
    if not places:
        return
    found = Agreement.objects.filter(
        still_valid(), recipient__in=places, recipient__is_active=True, owner__is_active=True
    )
    for agreement in found.select_related("owner"):
        where = places[agreement.recipient_id]
        for place in ("",) if "" in where else sorted(where):
            yield Share(agreement.kind, frozenset(agreement.owner.sources), Tier(agreement.tier), place)


def administrators() -> QuerySet[Grant]:
    """The grants that let people who are active manage access, in the whole country, now."""
    roles = [role.code for role in ROLES.values() if Ability.MANAGE_ACCESS in role.abilities]
    return Grant.objects.filter(counting(), role__in=roles, place="", user__is_active=True)


def check_an_administrator_remains() -> None:
    """Conflict when nobody is left who manages access. Asked after the change and within its transaction."""
    if not administrators().exists():
        raise Conflict(
            _("Nobody would be left who manages organisations, people and roles. Make somebody else an administrator.")
        )


def visible_agencies(actor: Actor) -> Q:
    """All organisations for those who manage access; for others the one that they belong to."""
    return Q() if actor.may(Ability.MANAGE_ACCESS) else Q(pk__in=[actor.agency] if actor.agency else [])


def visible_users(actor: Actor) -> Q:
    """Everybody for those who manage access; for others themselves."""
    return Q() if actor.may(Ability.MANAGE_ACCESS) else Q(pk__in=[actor.user_id] if actor.user_id else [])


def visible_grants(actor: Actor) -> Q:
    """All grants for those who manage access; for others their own."""
    return Q() if actor.may(Ability.MANAGE_ACCESS) else Q(user__in=[actor.user_id] if actor.user_id else [])


def visible_agreements(actor: Actor) -> Q:
    """All agreements for those who manage access; for others those of the organisations that they stand in for."""
    if actor.may(Ability.MANAGE_ACCESS):
        return Q()
    own = {item.agency for item in actor.held} - {None}
    return Q(owner__in=own) | Q(recipient__in=own)


def visible_break_glass(actor: Actor) -> Q:
    """All sessions for those who read the record of who did what; for others their own."""
    if actor.may(Ability.READ_AUDIT) or actor.may(Ability.MANAGE_ACCESS):
        return Q()
    return Q(user__in=[actor.user_id] if actor.user_id else [])


def check(actor: Actor, ability: Ability) -> None:
    """Denied, in words, unless the actor has the ability."""
    if not actor.may(ability):
        raise Denied(
            _("Your account does not allow you to %(ability)s. Ask an administrator for a role that does.")
            % {"ability": ability.label}
        )


def visible_tokens(actor: Actor) -> Q:
    """One's own tokens; all of them for those who manage access; none for nobody in particular."""
    if actor.may(Ability.MANAGE_ACCESS):
        return Q()
    return Q(pk__in=()) if actor.user_id is None else Q(user_id=actor.user_id)


def check_own_hands(actor: Actor) -> None:
    """Denied for programs and for nobody in particular: some things only a person who signed in may do."""
    if actor.user_id is None or actor.scopes is not None:
        raise Denied(_("Sign in to do this: a token cannot."))


def check_scope(actor: Actor, scope: str) -> None:
    """Denied, in words, when the actor is a token that was not made for this."""
    if actor.scopes is not None and scope not in actor.scopes:
        raise Denied(
            _("This token may not be used to %(scope)s. Make one that may on the page “Tokens for programs”.")
            % {"scope": SCOPES[scope]},
            code="scope",
        )


def check_token_scopes(actor: Actor, scopes: Iterable[str]) -> None:
    """Denied when a token would be for something that its owner may not do."""
    if "rounds" in scopes:
        check(actor, Ability.IMPORT_ROUNDS)
