"""docs/reference/roles.md: roles, abilities, tiers and scopes as they are in the code. Made by `make reference`."""

from collections.abc import Mapping

from hulul.agencies.rules import BREAK_GLASS, GRANTABLE, ROLES, SCOPES
from hulul.kernel import datasets
from hulul.kernel.abilities import Ability
from hulul.kernel.tiers import Tier

_HEAD = """
A **role** says what somebody may read and do. It is code and changes by review. A **grant** says who holds a role: on
behalf of which organisation, in which place and all inside it, until the end of which day. What ended or expired stops
with the next request, and so does everything that a closed organisation gave.

- A role held in the whole country gives its abilities, and its tier wherever the data are from.
- A role held in a place gives no ability, and its tier for rows of that place and of what lies inside it.
- Nobody but those who manage access grants roles, nobody grants themselves a role that reads more than before, and the
  last administrator can neither end their own role nor be deactivated.
"""

_TIERS = """
## Tiers

Every dataset, and every column of it, is of one of four tiers. Whoever reads a tier reads those before it.

| Tier | Read in the whole country by the roles |
| --- | --- |
"""

_AGREEMENTS = """
## Sharing agreements

An agreement lets the people who hold a role on behalf of one organisation read a kind of data that another answers for
(rows that come from its sources), up to a tier, for a purpose, until the end of a day. It has one direction. Rows
that are made from all sources are open only to those with whom all sources are shared. These kinds can be shared:

| Kind | Datasets |
| --- | --- |
"""

_MATRIX = """
## What each role gets

Every page and every operation of the API is called as every role by a test. These are the ones that differ by role:
200 shown, 302 and 303 done and sent on, 401 not without signing in, 403 refused with the reason, 404 as if it did not
exist, 409 and 422 allowed, but not in that state or with that input. Each role is held in the whole country, without
agreements.

"""


def roles_page(matrix: Mapping[str, Mapping[str, int]]) -> str:
    """The page as text. `matrix` holds what each role gets from each address: key -> role -> status."""
    from django.utils import translation

    with translation.override("en"):
        return (
            "\n".join(["# Roles", _HEAD, *_roles(), *_abilities(), _TIERS])
            + "\n".join(f"| {str(tier.label).capitalize()} | {_readers(tier)} |" for tier in Tier)
            + "\n"
            + _break_glass()
            + _AGREEMENTS
            + "\n".join(f"| `{kind}` | {titles} |" for kind, titles in datasets.kinds().items())
            + "\n"
            + _scopes()
            + _MATRIX
            + _table(matrix)
        )


def _roles() -> list[str]:
    lines = ["| Role | For | Reads | Only aggregates |", "| --- | --- | --- | --- |"]
    for role in ROLES.values():
        aggregates = "yes" if role.aggregates_only else "no"
        lines.append(f"| {role.title} (`{role.code}`) | {role.purpose} | {role.tier.label} | {aggregates} |")
    told = "\n**Only aggregates**: of what is above the public tier, nothing below the level of sub-districts."
    return [*lines, told]


def _abilities() -> list[str]:
    titles = [str(ROLES[code].title) for code in GRANTABLE]
    lines = ["\n## Abilities\n", f"| May | {' | '.join(titles)} |", "| --- |" + " --- |" * len(titles)]
    for ability in Ability:
        marks = ["yes" if ability in ROLES[code].abilities else "" for code in GRANTABLE]
        lines.append(f"| {ability.label} (`{ability}`) | {' | '.join(marks)} |")
    return lines


def _readers(tier: Tier) -> str:
    names = [str(role.title) for role in ROLES.values() if role.tier >= tier]
    return ", ".join(names) or "nobody, outside a break-glass session"


def _break_glass() -> str:
    minutes = int(BREAK_GLASS.total_seconds() // 60)
    return (
        "\n## Break-glass sessions\n\n"
        f"Whoever may open one reads every tier for {minutes} minutes. A reason is required; the session is recorded, "
        "shown on every page while it runs, and told by e-mail to the people of organisations that answer for data and "
        "to the other administrators. Programs with a token never take part in it.\n"
    )


def _scopes() -> str:
    lines = [f"| `{code}` | {meaning} |" for code, meaning in SCOPES.items()]
    return (
        "\n## Scopes of tokens\n\nA token is never allowed more than its owner is at that moment, and no more than its "
        "scopes say:\n\n| Scope | The program may |\n| --- | --- |\n" + "\n".join(lines) + "\n"
    )


def _table(matrix: Mapping[str, Mapping[str, int]]) -> str:
    roles = ("anonymous", *GRANTABLE)
    lines = [f"| Address | {' | '.join(roles)} |", "| --- |" + " --- |" * len(roles)]
    for key, got in matrix.items():
        if len(set(got.values())) > 1:
            lines.append(f"| `{key}` | {' | '.join(str(got[role]) for role in roles)} |")
    return "\n".join(lines) + "\n"
