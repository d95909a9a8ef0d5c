"""Roles, in code and reviewed: what each may read. Grants (rows) say who has which role."""

from dataclasses import dataclass

from hulul.kernel.tiers import Tier


@dataclass(frozen=True, slots=True)
class Role:
    code: str
    tier: Tier


ADMINISTRATOR = Role(code="administrator", tier=Tier.CONFIDENTIAL)

ROLES: dict[str, Role] = {role.code: role for role in (ADMINISTRATOR,)}
