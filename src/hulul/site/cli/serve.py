"""`hulul serve`: the web server and a worker, for an office with one machine."""

import click

from hulul.site.cli.start import start


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all.")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Port to listen on.")
@click.option(
    "--workers", type=click.IntRange(1), default=1, show_default=True, help="Web server processes; one per two cores."
)
@click.option("--no-worker", is_flag=True, help="Only the web server: background tasks run elsewhere.")
def serve(host: str, port: int, workers: int, no_worker: bool) -> None:
    """Serve the pages and run the background tasks until told to stop."""
    start()
    from hulul.site.office import Office

    raise SystemExit(Office(host, port, web_processes=workers, with_worker=not no_worker).run(click.echo))
