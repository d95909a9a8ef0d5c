"""`hulul manage`: Django's own commands, for developers."""

import click

from hulul.site.cli.start import start


@click.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's own commands, for developers."""
    start(initialised=False)
    from django.core.management import execute_from_command_line

    execute_from_command_line(["hulul manage", *arguments])
