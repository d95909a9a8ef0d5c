"""`hulul worker`: run the background tasks."""

import click

from hulul.site.cli.start import start


@click.command()
@click.option("--once", is_flag=True, help="End when no task is waiting.")
def worker(once: bool) -> None:
    """Run background tasks until told to stop; a task that is under way is finished first."""
    start()
    from hulul.site.worker import run

    run(once=once)
