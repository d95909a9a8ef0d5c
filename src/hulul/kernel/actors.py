"""Who is reading or writing. Every query and action takes an Actor as its first argument."""

from dataclasses import dataclass

from hulul.kernel.tiers import Tier


@dataclass(frozen=True, slots=True)
class Actor:
    """A person, a machine or nobody in particular, with what it may see.

    `name` is what the audit log shows; `tier` is the highest tier of statistical data the actor reads;
    `roles` are role codes (`agencies.rules.ROLES`). Grants by place subtree join here when they exist.
    """

    user_id: int | None
    name: str
    roles: frozenset[str] = frozenset()
    tier: Tier = Tier.PUBLIC

    @property
    def is_anonymous(self) -> bool:
        return self.user_id is None and not self.roles

    @property
    def is_administrator(self) -> bool:
        return "administrator" in self.roles

    def reads(self, tier: int) -> bool:
        """Whether data of this tier (a Tier or its number) may be shown."""
        return tier <= self.tier


ANONYMOUS = Actor(user_id=None, name="anonymous")

# The command line on the server and the background worker: whoever can start them owns the machine.
SYSTEM = Actor(user_id=None, name="system", roles=frozenset({"administrator"}), tier=Tier.CONFIDENTIAL)
