"""`hulul tick`: what has to be done now and then, for a timer (cron, systemd) to call."""

import click

from hulul.site.cli.start import start


@click.command()
def tick() -> None:
    """Do the housekeeping that is due; harmless to call as often as every minute."""
    start()
    from hulul.site.housekeeping import chores, note_tick

    for chore in chores():
        count = chore.run()
        if count:
            click.echo(f"{chore.title}: {count}")
    note_tick()
