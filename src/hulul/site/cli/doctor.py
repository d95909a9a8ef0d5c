"""`hulul doctor`: is this installation healthy, and if not, how is it mended?"""

import sys

import click

from hulul.site.cli.start import start


@click.command()
@click.option("--mend", is_flag=True, help="Do the mends that can lose nothing.")
def doctor(mend: bool) -> None:
    """Check this installation; say what is wrong and how to mend it. Ends with status 1 when something is."""
    start(initialised=False)
    from hulul.site.doctor import examine

    troubles = 0
    for finding in examine():
        mended = mend and not finding.healthy and finding.mend is not None
        if mended and finding.mend is not None:
            finding.mend()
        troubles += not finding.healthy and not mended
        mark = "mended" if mended else "ok" if finding.healthy else "TROUBLE"
        click.secho(f"{mark:8}{finding.check}: {finding.detail}", fg=None if finding.healthy or mended else "red")
        if finding.advice and not finding.healthy and not mended:
            click.echo(f"        {finding.advice}")
    sys.exit(1 if troubles else 0)
