"""What all operations of the API have in common in its description, and what each allows."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.http import HttpRequest
from ninja import NinjaAPI

ERRORS = {
    "401": "The token is not known, has ended or was revoked, or one is needed",
    "403": "Not allowed to this reader",
    "404": "There is nothing, or nothing this reader may know of",
    "409": "Published anew, or decided already",
    "422": "A parameter cannot be understood",
    "429": "Too many requests; Retry-After says how many seconds to wait",
    "500": "A fault of ours",
}
PROBLEM = {
    "title": "Problem",
    "type": "object",
    "description": "Every error. The message and the hint are in the language of Accept-Language: en, ar or ckb.",
    "required": ["code", "message", "hint"],
    "properties": {
        "code": {"type": "string", "description": "Stable, for programs."},
        "message": {"type": "string"},
        "hint": {"type": "string"},
        "parameters": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "message"],
                "properties": {"name": {"type": "string"}, "message": {"type": "string"}},
            },
        },
    },
}
SCOPE = "x-scope"
NARROWED = "x-narrowed-by-columns"


@dataclass(frozen=True, slots=True)
class Allowed:
    """What one operation lets through: its query parameters, and the scope of tokens that may use it."""

    parameters: frozenset[str]
    scope: str
    is_narrowed_by_columns: bool


def described(schema: Any) -> Any:
    """The description with errors, tokens and conditional answers added to every operation."""
    told = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    components = schema["components"]
    components["responses"] = {status: {"description": words, "content": told} for status, words in ERRORS.items()}
    errors = {status: {"$ref": f"#/components/responses/{status}"} for status in ERRORS}
    components["schemas"]["Problem"] = PROBLEM
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": "Made on the page “Tokens for programs”."}
    }
    for methods in schema["paths"].values():
        for method, operation in methods.items():
            reading = operation.get(SCOPE, "read") == "read"
            operation["security"] = [{}, {"token": []}] if reading else [{"token": []}]
            answers = {str(status): answer for status, answer in operation["responses"].items()}
            if method == "get":
                answers["304"] = {"description": "Not changed since the answer with this ETag"}
            operation["responses"] = dict(sorted((answers | errors).items()))
    return schema


def operation_of(api: NinjaAPI, request: HttpRequest) -> Allowed:
    """What the operation that this request found allows."""
    match = request.resolver_match
    route = re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"{\1}", match.route) if match else ""
    return _operations(api)["/" + route, (request.method or "").lower()]


@cache
def _operations(api: NinjaAPI) -> dict[tuple[str, str], Allowed]:
    return {
        (path, method): Allowed(
            frozenset(each["name"] for each in operation["parameters"] if each["in"] == "query"),
            operation.get(SCOPE, "read"),
            bool(operation.get(NARROWED)),
        )
        for path, methods in api.get_openapi_schema()["paths"].items()
        for method, operation in methods.items()
    }
