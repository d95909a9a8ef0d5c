"""`hulul import masterlist` and `hulul import survey`: one file or many at once."""

import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from hulul.site.cli.start import start

if TYPE_CHECKING:
    from hulul.measurement.actions import SurveyResult
    from hulul.tracking.actions import ImportResult


@click.group("import")
def imports() -> None:
    """Bring in statistical files."""


@imports.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--source", default="dtm", show_default=True, help="Who counted, as the country pack codes it.")
@click.option("--population", type=click.Choice(["idp", "returnee"]), help="Who was counted, when the file is silent.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="Date of the round, when the file is silent.")
@click.option("--quiet", is_flag=True, help="Show only the rounds that need somebody, and the totals.")
def masterlist(
    paths: tuple[Path, ...],
    source: str,
    population: Literal["idp", "returnee"] | None,
    date: datetime | None,
    quiet: bool,
) -> None:
    """Import master lists: CSV and XLSX files, folders of them, ZIP and TAR archives; oldest round first.

    Rounds without errors are accepted, with their warnings kept. The same file again changes nothing, so that an
    interrupted command is simply given again. Ends with status 0 when every round is in, and 1 when one was refused or
    has a question that only a person can answer.
    """
    start()
    from hulul.kernel.actors import SYSTEM
    from hulul.site.cli.progress import Bar
    from hulul.tracking.actions import import_paths
    from hulul.tracking.answers import Answers

    bar = Bar("Importing")
    answers = Answers(source=source, population=population, date=date.date() if date else None)
    results = import_paths(SYSTEM, paths, answers=answers, progress=bar)
    bar.finish()
    for result in results:
        if not quiet or result.state != "accepted":
            click.echo(_line(result))
    counted = Counter(result.state for result in results)
    click.echo(f"{len(results)} files: " + ", ".join(f"{counted[state]} {state}" for state in sorted(counted)))
    if counted["accepted"]:
        click.echo("The worker publishes them in a moment; without one, run `hulul publish`.")
    if len(results) != counted["accepted"] or not results:
        sys.exit(1)


def _line(result: "ImportResult") -> str:
    if result.state == "accepted":
        what = f"{result.round} v{result.version}: {result.rows:,} rows, {result.households:,} households"
        already = " (already here)" if result.outcome in ("same_file", "same_contents") else ""
        return f"{what}, {result.individuals:,} individuals, {result.warnings} warnings{already}"
    trouble = result.message or f"{result.errors} errors, {result.warnings} warnings; see the imports page"
    return f"{result.file_name}: {result.state.replace('_', ' ')} - {trouble}"


@imports.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--framework", required=True, help="What was asked, by the id of its framework, such as return-index.")
@click.option("--source", default="dtm", show_default=True, help="Who asked, as the country pack codes it.")
@click.option("--date", type=click.DateTime(["%Y-%m-%d"]), help="Last day of the survey, when the file is silent.")
@click.option("--quiet", is_flag=True, help="Show only the files that need somebody, and the totals.")
def survey(paths: tuple[Path, ...], framework: str, source: str, date: datetime | None, quiet: bool) -> None:
    """Import answers to a framework's questions: CSV and XLSX files, folders of them, archives; oldest first.

    Files without errors are accepted, with their warnings kept. The same file again changes nothing, so that an
    interrupted command is simply given again. A file with columns about persons is refused and not kept. Ends with
    status 0 when every file is in, and 1 when one was refused or has a question that only a person can answer.
    """
    start()
    from hulul.kernel.actors import SYSTEM
    from hulul.measurement.actions import import_surveys
    from hulul.measurement.reading.answers import SurveyAnswers
    from hulul.site.cli.progress import Bar

    bar = Bar("Importing")
    answers = SurveyAnswers(framework, source, date.date() if date else None)
    results = import_surveys(SYSTEM, paths, answers, progress=bar)
    bar.finish()
    for result in results:
        if not quiet or result.state != "accepted":
            click.echo(_survey_line(result))
    counted = Counter(result.state for result in results)
    click.echo(f"{len(results)} files: " + ", ".join(f"{counted[state]} {state}" for state in sorted(counted)))
    if len(results) != counted["accepted"] or not results:
        sys.exit(1)


def _survey_line(result: "SurveyResult") -> str:
    if result.state == "accepted":
        what = f"{result.survey} v{result.version}: {result.rows:,} rows, {result.places:,} places"
        already = " (already here)" if result.outcome in ("same_file", "same_contents") else ""
        return f"{what}, {result.warnings} warnings{already}"
    trouble = result.message or f"{result.errors} errors, {result.warnings} warnings; see the imports page"
    return f"{result.file_name}: {result.state.replace('_', ' ')} - {trouble}"
