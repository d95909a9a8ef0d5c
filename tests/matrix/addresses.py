"""Every address of the installation: pages by the name of their URL pattern, API operations by method and path."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from hulul.agencies.rules import GRANTABLE

HERE = Path(__file__).resolve().parent
ROLES = ("anonymous", *GRANTABLE)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of roles.toml: what each role gets (its `signed_in` is spelled out here, role by role).

    `key` is "METHOD name" or "METHOD /api/path", with " of …" where a second row gives other `values`. `data` is what a
    POST sends, `query` what a GET asks.
    """

    key: str
    expected: dict[str, int]
    query: dict[str, str]
    data: dict[str, str]
    values: dict[str, str]

    @property
    def method(self) -> str:
        return self.key.split()[0]

    @property
    def target(self) -> str:
        return self.key.split()[1]


def table() -> dict[str, Any]:
    return tomllib.loads((HERE / "roles.toml").read_text("utf-8"))


def rows() -> list[Row]:
    return [
        Row(key, _expected(key, entry), *(entry.get(more, {}) for more in ("query", "data", "values")))
        for key, entry in table()["rows"].items()
    ]


def _expected(key: str, entry: dict[str, Any]) -> dict[str, int]:
    unknown = set(entry) - {*ROLES, "signed_in", "query", "data", "values"}
    assert not unknown, f"{key}: {sorted(unknown)} is no role"
    others = entry.get("signed_in", entry["anonymous"])
    return {role: entry.get(role, others) for role in ROLES}


def page_names() -> set[str]:
    """ "namespace:name" of every URL pattern except those of the API, which its description lists."""
    return {name for name, _ in _named(get_resolver().url_patterns, "")}


def operations() -> set[str]:
    """ "GET /api/v1/…" for every operation of the API."""
    from hulul.site.api import api

    paths = api.get_openapi_schema()["paths"]
    return {f"{method.upper()} {path}" for path, methods in paths.items() for method in methods}


def _named(patterns: list[URLPattern | URLResolver], namespace: str) -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace == "api":
                continue
            inner = ":".join(filter(None, (namespace, pattern.namespace)))
            yield from _named(pattern.url_patterns, inner)
        elif pattern.name:
            yield ":".join(filter(None, (namespace, pattern.name))), pattern


def address(target: str, values: dict[str, str]) -> str:
    """The path of a page or operation with the values put in. A code is that of a round where rounds have pages."""
    if target.startswith(("tracking:", "/api/v1/rounds/")) and not target.endswith("_panel"):
        values = {**values, "code": values["round"]}
    if target.startswith("/"):
        for name, value in values.items():
            target = target.replace(f"{{{name}}}", value)
        assert "{" not in target, f"{target}: give its values in roles.toml"
        return target
    pattern = next(pattern for name, pattern in _named(get_resolver().url_patterns, "") if name == target)
    names = set(pattern.pattern.converters) | set(pattern.pattern.regex.groupindex)
    missing = names - set(values)
    assert not missing, f"{target}: give values for {sorted(missing)} in roles.toml"
    return reverse(target, kwargs={name: values[name] for name in names})
