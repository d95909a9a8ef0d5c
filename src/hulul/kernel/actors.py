"""Who is reading or writing. Every query and action takes an Actor as its first argument."""

import datetime as dt
import math
from collections.abc import Hashable
from dataclasses import dataclass

from hulul.kernel import clock
from hulul.kernel.abilities import Ability
from hulul.kernel.tiers import Tier

# The abilities that a machine's token can have, by the scope that it needs.
_SCOPE_OF = {Ability.IMPORT_ROUNDS: "rounds"}


@dataclass(frozen=True, slots=True)
class Held:
    """A role as granted: on behalf of an agency, in a place and all inside it ("" = the whole country)."""

    role: str
    agency: int | None = None
    place: str = ""
    tier: Tier = Tier.PUBLIC


@dataclass(frozen=True, slots=True)
class Share:
    """What a sharing agreement opens: rows of a kind of data, up to a tier, that come from an agency's sources.

    `place` is where the actor stands in for the agency that it was opened to ("" = the whole country).
    """

    kind: str
    sources: frozenset[str]
    tier: Tier
    place: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, a machine or nobody in particular, with what it may see.

    `name` is what the audit log shows. `tier` is the highest tier of statistical data the actor reads in the whole
    country; `held` says which roles it holds where, `shares` what agreements add. `abilities` come from roles held for
    the whole country. `aggregates_only`: nothing above the public tier is shown below sub-district level.
    `break_glass_until` is the end of a break-glass session. `scopes` limits what a machine's token may be used for;
    None is a person, who is not limited.
    """

    user_id: int | None
    name: str
    roles: frozenset[str] = frozenset()
    tier: Tier = Tier.PUBLIC
    abilities: frozenset[Ability] = frozenset()
    agency: int | None = None
    held: tuple[Held, ...] = ()
    shares: tuple[Share, ...] = ()
    aggregates_only: bool = False
    break_glass_until: dt.datetime | None = None
    scopes: frozenset[str] | None = None

    @property
    def is_anonymous(self) -> bool:
        return self.user_id is None and not self.roles

    def may(self, ability: Ability) -> bool:
        """Whether the actor has the ability; a machine's token has none but what a scope of its names."""
        if self.scopes is not None and _SCOPE_OF.get(ability) not in self.scopes:
            return False
        return ability in self.abilities

    def reads(self, tier: int) -> bool:
        """Whether data of this tier (a Tier or its number) may be shown, wherever in the country it is from."""
        return tier <= self.tier

    @property
    def view(self) -> tuple[Hashable, ...]:
        """Everything that decides what the actor reads, in one order: what is kept for one is right for its equals."""
        limited = {(item.place, int(item.tier)) for item in self.held if item.place and item.tier > self.tier}
        shared = {(share.kind, tuple(sorted(share.sources)), int(share.tier), share.place) for share in self.shares}
        return (int(self.tier), tuple(sorted(limited)), tuple(sorted(shared)), self.aggregates_only)

    @property
    def break_glass_minutes(self) -> int:
        """How long a break-glass session still runs, in minutes begun; 0 without one."""
        if self.break_glass_until is None:
            return 0
        return max(0, math.ceil((self.break_glass_until - clock.now()).total_seconds() / 60))


ANONYMOUS = Actor(user_id=None, name="anonymous")

# The command line on the server and the background worker: whoever can start them owns the machine.
SYSTEM = Actor(
    user_id=None,
    name="system",
    roles=frozenset({"system"}),
    tier=Tier.CONFIDENTIAL,
    abilities=frozenset(Ability),
)
