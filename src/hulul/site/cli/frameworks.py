"""`hulul frameworks`: what is measured and how, as files."""

import sys
from pathlib import Path

import click

from hulul.site.cli.start import start

FILES = click.argument("paths", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
SHIPPED = click.option("--shipped", is_flag=True, help="The frameworks that come with Hulul, beside the files given.")


@click.group()
def frameworks() -> None:
    """Frameworks: indices, matrices and standards as TOML files."""


@frameworks.command()
@FILES
@SHIPPED
def check(paths: tuple[Path, ...], shipped: bool) -> None:
    """Check framework files without loading them: every problem with its line.

    Ends with status 0 when all can be used, and 1 when one cannot.
    """
    start()
    from hulul.measurement import framing

    wrong = 0
    for name, text in _texts(paths, shipped).items():
        try:
            framed = framing.parse(text)
        except framing.BadFramework as error:
            wrong += 1
            for problem in error.problems:
                where = f" {problem.path}:" if problem.path else ""
                click.echo(f"{name}:{problem.line}:{where} {problem.message}")
        else:
            click.echo(f"{name}: {framed.id} {framed.version} can be used ({len(framed.indicators)} indicators)")
    if wrong:
        sys.exit(1)


@frameworks.command()
@FILES
@SHIPPED
@click.option("--activate", is_flag=True, help="Put them to use at once; the versions in use before are retired.")
def load(paths: tuple[Path, ...], shipped: bool, activate: bool) -> None:
    """Load framework files as drafts. The same file again changes nothing."""
    start()
    from hulul.kernel.actors import SYSTEM
    from hulul.measurement import actions

    for text in _texts(paths, shipped).values():
        version = actions.load_framework(SYSTEM, text)
        if activate and version.state != version.State.ACTIVE:
            version = actions.activate(SYSTEM, version.framework_id, version.version)
        click.echo(f"{version.framework_id} {version.version}: {version.state}")


@frameworks.command()
@click.argument("code")
@click.argument("version")
def activate(code: str, version: str) -> None:
    """Put a version of a framework to use. From then on it never changes."""
    start()
    from hulul.kernel.actors import SYSTEM
    from hulul.measurement import actions

    found = actions.activate(SYSTEM, code, version)
    click.echo(f"{found.framework_id} {found.version}: {found.state}")


@frameworks.command(name="list")
def list_() -> None:
    """List the frameworks that were loaded, with all versions."""
    start()
    from hulul.kernel.actors import SYSTEM
    from hulul.measurement import queries

    for each in queries.framework_versions(SYSTEM):
        click.echo(f"{each.framework_id} {each.version}: {each.state}, {each.status}, {each.title.get('en', '')}")


def _texts(paths: tuple[Path, ...], shipped: bool) -> dict[str, str]:
    """The texts by the names of their files. A usage error when none is given."""
    from hulul.measurement import framing

    if not paths and not shipped:
        raise click.UsageError("Give framework files, or --shipped.")
    found = framing.shipped_texts() if shipped else {}
    return found | {str(path): framing.decoded(path.read_bytes()) for path in paths}
