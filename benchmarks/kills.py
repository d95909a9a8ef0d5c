"""The long run of the kill tests: so many random kills (-9), each followed by a look at everything.

    python -m benchmarks.kills [--kills 200] [--seed 20] [--kind import] ...

Prints one line per kill and the sum; ends with an error at the first thing that is lost, doubled or half. What is
killed and looked at is described in tests/kill, whose short run is a part of the usual tests.
"""

import os
import tempfile
from pathlib import Path

import click

from hulul.countries.demo.generator import generate
from tests.kill import installation
from tests.kill.campaign import KINDS, Campaign

SCALE = 0.1
LISTS = 120


@click.command()
@click.option("--kills", default=200, show_default=True)
@click.option("--seed", default=20, show_default=True)
@click.option("--kind", "kinds", type=click.Choice(KINDS), multiple=True, help="Only these; all without it.")
@click.option("--folder", type=click.Path(file_okay=False, path_type=Path), help="Where to work; kept for looking at.")
def main(kills: int, seed: int, kinds: tuple[str, ...], folder: Path | None) -> None:
    """Kill, look, and tell."""
    with tempfile.TemporaryDirectory(prefix="hulul-kills-") as temporary:
        work = folder or Path(temporary)
        country = generate(work / "files", scale=SCALE)
        start = installation.made(work / "start", country)
        lists = [file.path for file in country.masterlists if file.source == "dtm"][:LISTS]
        truth = installation.truth(start, work / "calm", lists)
        Campaign(work, start, lists, truth, seed).run(kills, kinds or KINDS, click.echo)
        click.echo(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    main()
