"""`hulul places load`: boundaries, names, gazetteers, camps and population figures."""

import sys
from pathlib import Path

import click

from hulul.site.cli.start import start

SHOWN = 10


@click.group()
def places() -> None:
    """The gazetteer: areas, locations and camps."""


@places.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--all-findings", is_flag=True, help=f"Show every reported row, not only the first {SHOWN} of a file.")
def load(paths: tuple[Path, ...], all_findings: bool) -> None:
    """Load boundaries (GeoJSON), name tables, gazetteers, camp lists and population figures, or folders of them.

    What a file is, is found out from its contents. Loading a file again changes nothing.
    """
    start()
    from hulul.kernel.actors import SYSTEM
    from hulul.places.actions import load_all
    from hulul.site.cli.progress import Bar

    bar = Bar("Loading places")
    reports = load_all(SYSTEM, paths, progress=bar)
    bar.finish()
    for report in reports:
        click.echo(f"{report.source} ({report.kind}): {' '.join(report.sentences())}")
        shown = report.findings if all_findings else report.findings[:SHOWN]
        for finding in shown:
            line = f"line {finding.line}: " if finding.line else ""
            click.echo(f"    {line}{finding.message}")
        if len(shown) < len(report.findings):
            click.echo(f"    and {len(report.findings) - len(shown)} more: see them with --all-findings")
    if not reports:
        click.echo("There was no file of places in what you gave.", err=True)
        sys.exit(1)
