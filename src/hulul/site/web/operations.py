"""The API's OpenAPI schema as rows that a page and a Markdown file can list."""

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    place: str
    type: str
    required: bool
    description: str


@dataclass(frozen=True, slots=True)
class Operation:
    """`group` is the room's tag; `media` are the content types of a good answer."""

    method: str
    path: str
    group: str
    name: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    media: tuple[str, ...]


def operations(schema: dict[str, Any]) -> list[Operation]:
    """In order of path and method."""
    found = [
        _operation(method, path, body) for path, methods in schema["paths"].items() for method, body in methods.items()
    ]
    return sorted(found, key=lambda operation: (operation.path, operation.method))


def _operation(method: str, path: str, body: dict[str, Any]) -> Operation:
    good: dict[str, Any] = next(
        (answer for code, answer in body.get("responses", {}).items() if str(code).startswith("2")), {}
    )
    return Operation(
        method=method.upper(),
        path=path,
        group=", ".join(body.get("tags", [])),
        name=body.get("operationId", ""),
        summary=body.get("summary", ""),
        description=body.get("description", ""),
        parameters=tuple(
            Parameter(
                name=parameter["name"],
                place=parameter["in"],
                type=_type(parameter.get("schema", {})),
                required=parameter.get("required", False),
                description=parameter.get("description") or parameter.get("schema", {}).get("description", ""),
            )
            for parameter in body.get("parameters", [])
        ),
        media=tuple(good.get("content", {})),
    )


def _type(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return " or ".join(_type(part) for part in schema["anyOf"] if part.get("type") != "null")
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return str(schema.get("format") or schema.get("type") or schema.get("$ref", "").rpartition("/")[2])
