"""`hulul places load`: boundaries, names, gazetteers, camps and population figures."""

from pathlib import Path

import click

from hulul.site.cli.start import start


@click.group()
def places() -> None:
    """The gazetteer: areas, locations and camps."""


@places.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
def load(paths: tuple[Path, ...]) -> None:
    """Load boundaries (GeoJSON), name tables, gazetteers, camp lists and population figures; kinds are recognised."""
    start()
    from hulul.kernel.actors import SYSTEM
    from hulul.places.actions import load as load_files
    from hulul.site.cli.progress import Bar

    bar = Bar("Loading places")
    report = load_files(SYSTEM, paths, progress=bar)
    bar.finish()
    click.echo(report)
