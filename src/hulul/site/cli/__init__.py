"""The `hulul` command: one module per command. It speaks English, and shows every error as a sentence and a hint."""

import sys
from typing import Any

import click

from hulul.kernel.errors import HululError
from hulul.site.cli.backup import backup
from hulul.site.cli.demo import demo
from hulul.site.cli.doctor import doctor
from hulul.site.cli.export import export
from hulul.site.cli.frameworks import frameworks
from hulul.site.cli.imports import imports
from hulul.site.cli.index import index
from hulul.site.cli.init import init
from hulul.site.cli.mail import mail_test
from hulul.site.cli.manage import manage
from hulul.site.cli.places import places
from hulul.site.cli.publish import publish
from hulul.site.cli.restore import restore
from hulul.site.cli.serve import serve
from hulul.site.cli.tick import tick
from hulul.site.cli.worker import worker


class Commands(click.Group):
    """Ends with status 2 and the error's own words when the reader can solve it; anything else is a fault of ours."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except HululError as error:
            click.secho(error.message, fg="red", err=True)
            if error.hint:
                click.echo(error.hint, err=True)
            sys.exit(2)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hulul", message="Hulul %(version)s")
def main() -> None:
    """Hulul: the information system of a durable-solutions operation."""


COMMANDS = (
    init,
    demo,
    serve,
    worker,
    tick,
    places,
    imports,
    frameworks,
    index,
    publish,
    export,
    backup,
    restore,
    doctor,
    mail_test,
)
for command in (*COMMANDS, manage):
    main.add_command(command)
