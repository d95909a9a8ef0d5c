"""`hulul publish`: build and publish a generation of the warehouse now."""

import click

from hulul.site.cli.start import start


@click.command()
def publish() -> None:
    """Publish the accepted rounds and places to dashboards, API and exports now."""
    start()
    from hulul.kernel.actors import SYSTEM
    from hulul.site.cli.progress import Bar
    from hulul.warehouse.actions import publish as publish_generation

    bar = Bar("Publishing")
    generation = publish_generation(SYSTEM, progress=bar)
    bar.finish()
    click.echo(f"Generation {generation.number} is published.")
