"""Works on an installation from inside: looks at everything, sends lists in as the upload page does, runs commands.

Run as a program with the installation's options in the environment. Each line it reads is one request as JSON, each
line it writes the answer. A request is answered by a process of its own, so that nothing is remembered from before.
"""

import datetime as dt
import hashlib
import json
import os
import sys
import traceback
from collections import Counter
from pathlib import Path
from typing import Any

import django
import pyarrow.parquet as pq


def main() -> None:
    django.setup()
    import hulul.site.doctor
    import hulul.site.housekeeping  # noqa: F401 - read once for all requests

    for line in sys.stdin:
        if os.fork():
            _pid, status = os.wait()
            if status:
                sys.exit(1)
            continue
        request = json.loads(line)
        answer = DOES[request["do"]](*request["with"])
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
        os._exit(0)


def look() -> dict[str, Any]:
    """Do the housekeeping, ask the doctor, count everything against everything.

    `broken` has a sentence for everything that is lost, doubled or half; the rest is for comparing with what was there
    before.
    """
    from hulul.site.doctor import examine
    from hulul.site.housekeeping import chores
    from hulul.tracking.actions import orphans, sweep

    for chore in chores():
        chore.run()
    sweep(dt.timedelta(0))
    broken = [f"{name} is an orphan after sweeping" for name in orphans(dt.timedelta(0))]
    troubles = [f"{finding.check}: {finding.detail}" for finding in examine() if not finding.healthy]
    versions = _versions(broken)
    _log(broken, versions)
    _imports(broken)
    generation = _warehouse(broken, versions)
    _database(broken)
    return {
        "broken": broken,
        "troubles": troubles,
        "versions": versions,
        "generation": generation,
        "static": _static(),
        "users": _users(),
    }


def upload(*paths: str) -> None:
    """Send lists in, and have them read and accepted by whatever worker comes."""
    from hulul.kernel import jobs
    from hulul.kernel.actors import SYSTEM
    from hulul.tracking import tasks
    from hulul.tracking.actions import Upload, stage

    job = jobs.start(SYSTEM, "tracking.examine", "Reading")
    batch = stage(SYSTEM, [Upload(Path(path), Path(path).name) for path in paths], job=job)
    tasks.start_examining(SYSTEM, batch, job.pk)
    tasks.start_accepting(SYSTEM, batch)


def accept() -> None:
    """Have everything accepted that was read without errors."""
    from hulul.kernel.actors import SYSTEM
    from hulul.tracking import tasks
    from hulul.tracking.models import Import

    for batch in set(Import.objects.filter(state="checked").values_list("batch", flat=True)):
        tasks.start_accepting(SYSTEM, batch)


def command(*arguments: str) -> dict[str, Any]:
    """Run a command of the command line; how it ended and what it said."""
    from click.testing import CliRunner

    from hulul.site.cli import main as hulul

    done = CliRunner().invoke(hulul, arguments)
    fault = traceback.format_exception(done.exception) if done.exception else ()
    return {"status": done.exit_code, "said": done.output + "".join(fault)}


DOES = {"look": look, "upload": upload, "accept": accept, "command": command}


def _versions(broken: list[str]) -> dict[str, list[Any]]:
    """What stands, by the hash of the file it came from; each checked against its own files."""
    from hulul.kernel import files
    from hulul.places.models import Place
    from hulul.tracking.models import Round, Version

    codes = set(Place.objects.values_list("code", flat=True))
    found: dict[str, list[Any]] = {}
    for version in Version.objects.order_by("round", "number"):
        if version.sha256 in found:
            broken.append(f"{version} came in twice")
        found[version.sha256] = [version.round_id, version.rows, version.households, version.individuals]
        try:
            names = (version.rows_file, version.breakdowns_file, version.findings_file)
            rows, _breakdowns, _findings = (pq.read_table(files.local_path(name)) for name in names)
        except OSError as error:
            broken.append(f"{version} lacks a file: {error}")
            continue
        if (rows.num_rows, sum(rows["households"].to_pylist())) != (version.rows, version.households):
            broken.append(f"{version} has other rows than its manifest says")
        if not set(rows["place"].to_pylist()) <= codes:
            broken.append(f"{version} counts places that are not there")
    standing = Counter(Version.objects.filter(state="accepted").values_list("round", flat=True))
    for code in Round.objects.values_list("code", flat=True):
        if standing[code] != 1:
            broken.append(f"{code} has {standing[code]} standing versions")
    return found


def _log(broken: list[str], versions: dict[str, list[Any]]) -> None:
    from hulul.audit.models import Event

    told = Counter(Event.objects.filter(verb="accept_round").values_list("object_id", flat=True))
    stand = Counter(row[0] for row in versions.values())
    if told != stand:
        broken.append(f"the log tells of other rounds than there are: {(told - stand) + (stand - told)}")


def _imports(broken: list[str]) -> None:
    from hulul.kernel import files
    from hulul.tracking.models import Import

    for item in Import.objects.all():
        if not files.exists(item.stored) or files.sha256(files.local_path(item.stored)) not in item.stored:
            broken.append(f"the file of import {item.pk} is missing or half")


def _warehouse(broken: list[str], versions: dict[str, list[Any]]) -> int | None:
    """The current generation's number: all its files whole, its sums those of rounds that stand."""
    from django.conf import settings

    from hulul.kernel import files
    from hulul.kernel.actors import SYSTEM
    from hulul.kernel.errors import NotFound
    from hulul.warehouse.models import Generation
    from hulul.warehouse.queries import Question, ask, current_generation

    named = {
        file["name"]
        for manifest in Generation.objects.values_list("manifest", flat=True)
        for entry in manifest.values()
        for file in entry["files"]
    }
    folder = Path(settings.MEDIA_ROOT)
    for path in folder.glob("warehouse/**/*"):
        if path.is_file() and str(path.relative_to(folder)) not in named:
            broken.append(f"{path.name} belongs to no generation")
    try:
        generation = current_generation()
    except NotFound:
        return None
    for entry in generation.manifest.values():
        for file in entry["files"]:
            if not files.exists(file["name"]) or files.sha256(files.local_path(file["name"])) != file["sha256"]:
                broken.append(f"{file['name']} of generation {generation.number} is missing or half")
    households = {row[0]: row[2] for row in versions.values()}
    country = ask(SYSTEM, Question("stocks", ("round", "households"), {"level": 0}))
    counted = Counter(round_ for round_, _households in country.rows)
    broken.extend(f"{code} is published {count} times" for code, count in counted.items() if count != 1)
    for code, published in country.rows:
        if households.get(code) != published:
            broken.append(f"{code} is published with {published} households and stands with {households.get(code)}")
    return int(generation.number)


def _database(broken: list[str]) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            told = [row[0] for row in cursor.fetchall()]
            if told != ["ok"]:
                broken.extend(told)
    connection.check_constraints()


def _static() -> str:
    """One hash over the names and bytes of all static files that are served."""
    from django.conf import settings

    digest = hashlib.sha256()
    for path in sorted(Path(settings.STATIC_ROOT).rglob("*")):
        if path.is_file() and path.suffix not in {".gz", ".br"}:
            digest.update(str(path.relative_to(settings.STATIC_ROOT)).encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _users() -> list[str]:
    from hulul.agencies.models import User

    return sorted(User.objects.values_list("email", flat=True))


if __name__ == "__main__":
    main()
