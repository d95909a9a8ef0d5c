"""`hulul index`: scores from surveys and master lists, compared and made again."""

import sys
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import click

from hulul.site.cli.start import start

if TYPE_CHECKING:
    from hulul.measurement.models import Build

SHOWN = 20


@click.group()
def index() -> None:
    """Indices of conditions: builds of frameworks on surveys and master lists."""


@index.command()
@click.option("--framework", default="", help="Its code; not needed with --survey.")
@click.option("--version", default="", help="Its version; the one in use when not given.")
@click.option("--survey", default="", help="The survey's code, e.g. dtm-return-index-2024-05-31.")
@click.option("--all", "everything", is_flag=True, help="Every survey of the framework without a build that stands.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="For frameworks that are built from master lists.")
@click.option("--runs", default=500, show_default=True, help="Runs of the uncertainty analysis; 0 for none.")
@click.option("--seed", default=1, show_default=True, help="Where random numbers begin.")
@click.option("--own-fit", is_flag=True, help="Fit the model anew, even where an earlier survey has one.")
@click.option("--stand/--no-stand", default=False, help="Let the build stand, so that it is published.")
def build(
    framework: str,
    version: str,
    survey: str,
    everything: bool,
    date: datetime | None,
    runs: int,
    seed: int,
    own_fit: bool,
    stand: bool,
) -> None:
    """Score a survey, or the master lists of a date, and say how sure the scores are."""
    start()
    from hulul.kernel.actors import SYSTEM
    from hulul.measurement import actions
    from hulul.site.cli.progress import Bar

    codes = _unbuilt(framework) if everything else [survey]
    for code in codes:
        order = actions.Order(
            framework=framework,
            version=version,
            survey=code,
            date=date.date() if date else None,
            runs=runs,
            seed=seed,
            own_fit=own_fit,
            stand=stand,
        )
        bar = Bar(f"Building {code or framework}")
        made = actions.build_now(SYSTEM, order, bar)
        bar.finish()
        click.echo(_line(made))
    if stand and codes:
        click.echo("The worker publishes them in a moment; without one, run `hulul publish`.")


@index.command()
@click.argument("earlier", type=click.UUID)
@click.argument("later", type=click.UUID)
def compare(earlier: UUID, later: UUID) -> None:
    """Compare two builds: scores, categories and ranks of places, and what made the difference."""
    start()
    from hulul.kernel.actors import SYSTEM
    from hulul.measurement import queries

    found = queries.compare(SYSTEM, earlier, later)
    click.echo(f"{found.earlier.assessment} and {found.later.assessment}")
    click.echo(f"Different: {', '.join(found.causes) or 'nothing'}")
    click.echo(f"{found.changed} of {len(found.places)} places in both have another score")
    click.echo(f"Only in the first: {len(found.only_earlier)}; only in the second: {len(found.only_later)}")
    for (before, now), number in found.categories.items():
        if before != now:
            click.echo(f"    {before} to {now}: {number}")
    for each in found.places[:SHOWN] if found.changed else ():
        drivers = ", ".join(f"{code} {points:+.1f}" for code, points in each.drivers)
        click.echo(f"    {each.place}: {each.previous_score:.1f} to {each.score:.1f} ({drivers})")


@index.command()
@click.argument("build_id", type=click.UUID)
def replay(build_id: UUID) -> None:
    """Make a build again from what it read, and compare. Ends with status 1 when something else comes out."""
    start()
    from hulul.kernel.actors import SYSTEM
    from hulul.measurement import actions
    from hulul.site.cli.progress import Bar

    bar = Bar("Building again")
    found = actions.replay(SYSTEM, build_id, bar)
    bar.finish()
    if not found.same_code:
        click.echo(f"The code is not that of the build ({found.build.code_version}).")
    if found.is_same:
        click.echo("The same came out, table by table.")
        return
    click.echo(f"Other tables: {', '.join(found.differs) or 'none'}")
    click.echo(f"First step of the log that differs: {found.first_step or 'none'}")
    sys.exit(1)


@index.command(name="list")
@click.option("--framework", default="", help="Only of this framework.")
@click.option("--standing", is_flag=True, help="Only builds that stand.")
def list_(framework: str, standing: bool) -> None:
    """List builds, the newest assessment first."""
    start()
    from hulul.kernel.actors import SYSTEM
    from hulul.measurement import queries

    for each in queries.builds(SYSTEM, framework=framework, stands=True if standing else None):
        click.echo(_line(each))


def _unbuilt(framework: str) -> list[str]:
    from hulul.kernel.actors import SYSTEM
    from hulul.measurement import queries

    if not framework:
        raise click.UsageError("Say with --framework of which framework.")
    stand = set(queries.builds(SYSTEM, framework=framework, stands=True).values_list("survey_version", flat=True))
    waiting = queries.surveys(SYSTEM, framework=framework).order_by("survey__date")
    return [each.survey_id for each in waiting if each.pk not in stand]


def _line(build: "Build") -> str:
    stands = ", stands" if build.stands else ""
    told = f": {build.message}" if build.message else ""
    return f"{build.pk} {build.assessment} ({build.framework_version.version}): {build.state}{stands}{told}"
