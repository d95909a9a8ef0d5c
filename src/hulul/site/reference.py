"""The pages of the documentation that are made from the code, so that they cannot be wrong.

`python -m hulul.site.reference` writes them (in a clone of the project); a test compares them.
"""

import ast
import json
import os
import re
import tomllib
from collections.abc import Callable
from pathlib import Path

import click

from hulul.site.options import OPTIONS

PROJECT = Path(__file__).resolve().parents[3]
SOURCE = PROJECT / "src" / "hulul"
NOTE = "<!-- Made by `make reference` from the code: change it there. -->\n"
BEGIN, END = "<!-- rooms: made from pyproject.toml by `make reference` -->\n", "<!-- end of rooms -->"
BEGIN_FINDINGS, END_FINDINGS = (
    "<!-- findings: made from the code by `make reference` -->\n",
    "<!-- end of findings -->",
)


def options_page(_written: str = "") -> str:
    """docs/reference/options.md."""
    lines = [
        "# Options\n",
        NOTE,
        "Every option is an environment variable. A secret may instead be read from a file named by `<NAME>_FILE`.",
        "A value that cannot be understood stops the start with a sentence that says which one and why.\n",
        "| Option | Type | Default | What it does |",
        "| --- | --- | --- | --- |",
    ]
    for option in OPTIONS:
        names = f"`{option.name}`" + (f" or `{option.name}_FILE`" if option.secret else "")
        default = f"`{option.default}`" if option.default else "empty"
        lines.append(f"| {names} | {option.type} | {default} | {option.description} |")
    return "\n".join(lines) + "\n"


def commands_page(_written: str = "") -> str:
    """docs/reference/command-line.md."""
    from hulul.site.cli import main

    lines = ["# Command line\n", NOTE, (main.help or "") + "\n"]
    lines.append("Errors that you can solve are told with a hint and end with status 2.\n")
    for name, command in main.commands.items():
        lines += _command(f"hulul {name}", command)
    return "\n".join(lines).rstrip() + "\n"


def _command(name: str, command: click.Command) -> list[str]:
    if isinstance(command, click.Group):
        return [line for part, inner in command.commands.items() for line in _command(f"{name} {part}", inner)]
    context = click.Context(command, info_name=name)
    usage = " ".join([name, *command.collect_usage_pieces(context)])
    lines = [f"## {name}\n", f"    {usage}\n", " ".join((command.help or "").split()) + "\n"]
    rows = [record for parameter in command.params if (record := parameter.get_help_record(context))]
    if rows:
        lines += ["| Option | Meaning |", "| --- | --- |"]
        lines += [f"| `{term.replace('|', chr(92) + '|')}` | {meaning.strip()} |" for term, meaning in rows]
        lines.append("")
    return lines


def api_page(_written: str = "") -> str:
    """docs/reference/api.md."""
    _start_django()
    from hulul.site.api import api
    from hulul.site.web.operations import operations

    lines = ["# API\n", NOTE, api.description + "\n"]
    lines.append("The machine-readable description is at `/api/v1/openapi.json` of every installation.\n")
    for operation in operations(api.get_openapi_schema()):
        lines += [
            f"## {operation.method} {operation.path}\n",
            (operation.description or operation.summary).strip() + "\n",
        ]
        if operation.parameters:
            lines += ["| Parameter | In | Type | Required | Meaning |", "| --- | --- | --- | --- | --- |"]
            for parameter in operation.parameters:
                need = "yes" if parameter.required else "no"
                kind = parameter.type.replace("|", "or")
                lines.append(f"| `{parameter.name}` | {parameter.place} | {kind} | {need} | {parameter.description} |")
            lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def api_description(_written: str = "") -> str:
    """docs/reference/openapi.json: kept in the repository so that every change of the contract is seen in review."""
    _start_django()
    from hulul.site.api import api

    return json.dumps(api.get_openapi_schema(), indent=2, ensure_ascii=False) + "\n"


def architecture_page(written: str) -> str:
    """ARCHITECTURE.md with its table of rooms made again; the rest as it is."""
    before, _, rest = written.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{rooms_table()}{END}{after}"


def rooms_table() -> str:
    """The rooms from the top, as the import contract has them, with the first sentence of each one's docstring."""
    contracts = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    layers = next(contract for contract in contracts if contract["name"].startswith("The house"))["layers"]
    width = max(len(layer) for layer in layers)
    lines = []
    for layer in layers:
        told = " | ".join(_first_sentence(room.strip()) for room in layer.split("|"))
        lines.append(f"{layer.ljust(width)}   {told}")
    return "```\n" + "\n".join(lines) + "\n```\n"


def formats_page(written: str) -> str:
    """docs/reference/master-list-formats.md with its table of findings made again; the rest as it is."""
    _start_django()
    from hulul.tracking.reading import FINDINGS

    lines = ["| Finding | Weight | What it means | What to do |", "| --- | --- | --- | --- |"]
    for code, kind in FINDINGS.items():
        meaning = re.sub(r"%\((\w+)\)s", r"…", str(kind.explanation))
        lines.append(f"| {kind.title} (`{code}`) | {kind.severity} | {meaning} | {kind.advice} |")
    before, _, rest = written.partition(BEGIN_FINDINGS)
    _, _, after = rest.partition(END_FINDINGS)
    return f"{before}{BEGIN_FINDINGS}" + "\n".join(lines) + f"\n{END_FINDINGS}{after}"


def _first_sentence(room: str) -> str:
    text = ast.get_docstring(ast.parse((SOURCE / room / "__init__.py").read_text("utf-8"))) or ""
    return " ".join(text.split()).partition(". ")[0].rstrip(".")


def _start_django() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hulul.site.settings")
    import django

    django.setup()


def datasets_page(_written: str = "") -> str:
    """docs/reference/datasets.md."""
    _start_django()
    from hulul.warehouse.reference import datasets_page as page

    return page().replace("# Datasets\n", f"# Datasets\n\n{NOTE}", 1)


def frameworks_page(_written: str = "") -> str:
    """docs/reference/frameworks.md."""
    _start_django()
    from hulul.measurement.reference import frameworks_page as page

    return page().replace("# Frameworks\n", f"# Frameworks\n\n{NOTE}", 1)


def roles_page(_written: str = "") -> str:
    """docs/reference/roles.md."""
    _start_django()
    from hulul.agencies.reference import roles_page as page

    return page(_matrix()).replace("# Roles\n", f"# Roles\n\n{NOTE}", 1)


def _matrix() -> dict[str, dict[str, int]]:
    """What tests/matrix/roles.toml says that every role gets, with `signed_in` spelled out."""
    from hulul.agencies.rules import GRANTABLE

    rows = tomllib.loads((PROJECT / "tests" / "matrix" / "roles.toml").read_text("utf-8"))["rows"]
    return {
        key: {role: row.get(role, row.get("signed_in", row["anonymous"])) for role in ("anonymous", *GRANTABLE)}
        for key, row in rows.items()
    }


PAGES: dict[str, Callable[[str], str]] = {
    "ARCHITECTURE.md": architecture_page,
    "docs/reference/api.md": api_page,
    "docs/reference/openapi.json": api_description,
    "docs/reference/command-line.md": commands_page,
    "docs/reference/master-list-formats.md": formats_page,
    "docs/reference/datasets.md": datasets_page,
    "docs/reference/frameworks.md": frameworks_page,
    "docs/reference/options.md": options_page,
    "docs/reference/roles.md": roles_page,
}


def write() -> None:
    """Write every page that differs."""
    for name, make in PAGES.items():
        path = PROJECT / name
        written = path.read_text("utf-8") if path.is_file() else ""
        fresh = make(written)
        if fresh != written:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(fresh, "utf-8")
            click.echo(f"wrote {name}")


if __name__ == "__main__":
    write()
