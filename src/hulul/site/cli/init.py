"""`hulul init`: make an installation, or bring one up to date after an upgrade."""

import sys
from pathlib import Path

import click

from hulul.kernel.errors import Invalid
from hulul.site.cli.start import start


@click.command()
@click.option("--email", default="", help="E-mail address of the first administrator.")
@click.option("--name", default="", help="Name of the first administrator.")
@click.option(
    "--password-file",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    help="File with the administrator's password; - reads it from standard input.",
)
@click.option("--generate-password", is_flag=True, help="Make a password and show it once.")
def init(email: str, name: str, password_file: Path | None, generate_password: bool) -> None:
    """Make the folders, key, database and first administrator; safe to run again after an upgrade."""
    from hulul.site import first_run

    home = first_run.prepare_home()
    start()
    click.echo(f"Home folder: {home}")
    first_run.migrate()
    click.echo("Database: up to date")
    click.echo(f"Static files: {first_run.collect_static()}")
    if first_run.has_administrator():
        click.echo("Administrator: there is one already")
        return
    email = email or _ask("E-mail address of the first administrator")
    name = name or (_ask("Name") if sys.stdin.isatty() else email)
    password = _password(password_file, generate_password)
    first_run.create_administrator(email, name, password)
    click.echo(f"Administrator: {email}")
    if generate_password:
        click.echo(f"Password (shown only now): {password}")
    click.echo("Start it with `hulul serve`.")


def _ask(question: str) -> str:
    if not sys.stdin.isatty():
        raise Invalid("The first administrator's e-mail address is missing.", hint="Give it with --email.")
    return str(click.prompt(question))


def _password(file: Path | None, generate: bool) -> str:
    from hulul.site.first_run import new_password

    if generate:
        return new_password()
    if file is not None:
        text = sys.stdin.read() if str(file) == "-" else file.read_text("utf-8")
        return text.strip("\r\n")
    if not sys.stdin.isatty():
        raise Invalid(
            "The first administrator's password is missing.",
            hint="Give it with --password-file FILE, or let one be made with --generate-password.",
        )
    return str(click.prompt("Password (at least 12 characters)", hide_input=True, confirmation_prompt="Again"))
