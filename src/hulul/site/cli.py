"""The `hulul` command."""

import os
import sys

import click


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Hulul: the information system of a durable-solutions operation."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hulul.site.settings")
    import django

    django.setup()


@main.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Django's own commands, for developers."""
    from django.core.management import execute_from_command_line

    execute_from_command_line([sys.argv[0], *arguments])
