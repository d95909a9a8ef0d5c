"""`hulul demo`: the fictional country, from nothing to a page in the browser."""

import os
from pathlib import Path

import click

from hulul.site.cli.start import start


@click.command()
@click.option(
    "--home",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("hulul-demo"),
    show_default=True,
    help="Folder of the demo; remove it to start again.",
)
@click.option("--scale", type=click.FloatRange(0.01, 100), default=1.0, show_default=True, help="Size of the country.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option("--no-serve", is_flag=True, help="Only load; do not serve.")
def demo(home: Path, scale: float, host: str, port: int, no_serve: bool) -> None:
    """Load the fictional demo country into a folder of its own, and serve it. A second run uses what is there."""
    os.environ["HULUL_HOME"] = str(home.expanduser().resolve())
    os.environ["HULUL_PACK"] = "demo"
    from hulul.site import first_run

    folder = first_run.prepare_home()
    start()
    from hulul.site.demo_people import ACCOUNTS, load_people

    first_run.migrate()
    first_run.collect_static()
    _load(scale)
    load_people(folder)
    click.echo((folder / ACCOUNTS).read_text("utf-8").rstrip())
    if no_serve:
        click.echo(f"Serve it with `hulul demo --home {home}`.")
        return
    from hulul.site.office import Office

    raise SystemExit(Office(host, port).run(click.echo))


def _load(scale: float) -> None:
    from hulul.site.cli.progress import Bar
    from hulul.site.demo import load_demo

    bar = Bar("Loading the demo country")
    load_demo(progress=bar, scale=scale)
    bar.finish()
