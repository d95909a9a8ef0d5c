"""Roles, in code and reviewed: what each may read and do. Grants (rows) say who holds which role, where, until when."""

import datetime as dt
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hulul.kernel.abilities import Ability
from hulul.kernel.tiers import Tier

BREAK_GLASS = dt.timedelta(minutes=30)
# A reason or a purpose says something: that many characters and words.
LEAST_CHARACTERS, LEAST_WORDS = 15, 3


@dataclass(frozen=True, slots=True)
class Role:
    """`tier` is what the role reads by itself; sharing agreements may add to it. `aggregates_only`: see `Actor`."""

    code: str
    title: Promise
    purpose: Promise
    tier: Tier = Tier.PUBLIC
    abilities: frozenset[Ability] = frozenset()
    aggregates_only: bool = False


PUBLIC = Role("public", _("Public"), _("Anybody, without an account: open dashboards, downloads and the public API."))
PARTNER = Role(
    "partner",
    _("Partner"),
    _("Staff of organisations that work with the operation: what is public, and what agreements share with them."),
)
FIELD_OFFICER = Role(
    "field_officer",
    _("Field officer"),
    _("Staff in the field and at help desks: early warnings in the places they work in."),
    tier=Tier.RESTRICTED,
)
INFORMATION_MANAGER = Role(
    "information_manager",
    _("Information manager"),
    _("Brings in rounds, settles what is uncertain about them and about places, and publishes."),
    tier=Tier.CONFIDENTIAL,
    abilities=frozenset({Ability.IMPORT_ROUNDS, Ability.KEEP_PLACES, Ability.PUBLISH, Ability.MEASURE, Ability.JUDGE}),
)
COORDINATOR = Role(
    "coordinator",
    _("Coordinator"),
    _("Coordinates working groups and areas: reads early warnings and publishes."),
    tier=Tier.RESTRICTED,
    abilities=frozenset({Ability.PUBLISH, Ability.JUDGE}),
)
GOVERNMENT = Role(
    "government",
    _("Government counterpart"),
    _("Government counterparts: what is public and what agreements share, in aggregates only."),
    aggregates_only=True,
)
ADMINISTRATOR = Role(
    "administrator",
    _("Administrator"),
    _("Runs the installation and says who may do what. Reads sensitive data only in a break-glass session."),
    tier=Tier.RESTRICTED,
    abilities=frozenset(Ability),
)

ROLES: dict[str, Role] = {
    role.code: role
    for role in (PUBLIC, PARTNER, FIELD_OFFICER, INFORMATION_MANAGER, COORDINATOR, GOVERNMENT, ADMINISTRATOR)
}
# What can be granted: everybody has the public role already.
GRANTABLE: tuple[str, ...] = tuple(code for code in ROLES if code != PUBLIC.code)

# What a machine's token may be used for.
SCOPES: dict[str, Promise] = {
    "read": _("read what its owner may read"),
    "rounds": _("bring in rounds, when its owner may"),
}

# The visible word that every token begins with, so that a secret left lying in a file can be found by searching for it.
VISIBLE_WORD = "hulul_"
TOKEN_LONGEST = dt.timedelta(days=366)
TOKEN_MOST = 20


def token_digest(secret: str) -> str:
    """What is stored of a secret (hex SHA-256). A random secret needs neither salt nor slowness."""
    return hashlib.sha256(secret.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place that a grant can name: its code, and its name in the reader's language."""

    code: str
    name: str


_finders: list[Callable[[str], PlaceName | None]] = []


def register_place_finder(find: Callable[[str], PlaceName | None]) -> None:
    """The room that knows places says here how one is found by its code, since this room may not ask it."""
    _finders[:] = [find]


def place_name(code: str) -> PlaceName | None:
    """The place of this code, or None when there is none (or nobody knows any places)."""
    return _finders[0](code) if _finders else None


def says_something(text: str) -> bool:
    """Whether a reason or a purpose can be meant: some words of some length that are not one letter again and again."""
    plain = " ".join(text.split())
    return len(plain) >= LEAST_CHARACTERS and len(plain.split()) >= LEAST_WORDS and len(set(plain.casefold())) > 5
