"""An import that is killed at any moment leaves each round as it was before or as it is after, never between."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.places.squareland import GAZETTEER, collection, write_csv, write_json
from tests.tracking.lists import row, written

PREPARE = """
import sys
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
from hulul.kernel.actors import SYSTEM
from hulul.places.actions import load_all
call_command("migrate", verbosity=0, skip_checks=True)
load_all(SYSTEM, sorted(Path(sys.argv[1]).glob("places/*json")) + [Path(sys.argv[1]) / "places" / "gazetteer.csv"])
"""

IMPORT = """
import sys
from pathlib import Path
import django
django.setup()
from hulul.kernel.actors import SYSTEM
from hulul.tracking.actions import import_paths
print("importing", flush=True)
import_paths(SYSTEM, [Path(sys.argv[1]) / "lists"])
"""

SWEEP = """
import datetime as dt
import django
django.setup()
from hulul.tracking.actions import orphans, sweep
print(sweep(dt.timedelta(0)), len(orphans(dt.timedelta(0))))
"""

ROUNDS = 24


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """Squareland in a home of its own, with lists to import."""
    (tmp_path / "places").mkdir()
    for level in range(4):
        write_json(tmp_path / "places" / f"adm{level}.geojson", collection(level))
    write_csv(tmp_path / "places" / "gazetteer.csv", *GAZETTEER)
    (tmp_path / "lists").mkdir()
    for number in range(ROUNDS):
        name = f"IDP list 2018-{1 + number // 2:02}-{1 + 14 * (number % 2):02}.csv"
        written(tmp_path / "lists" / name, [row(place, 10 + number) for place in (11, 12, 13, 14, 20 + number)])
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HULUL_")}
    environment = kept | {
        "HULUL_HOME": str(tmp_path),
        "HULUL_PACK": "demo",
        "HULUL_SECRET_KEY": "only-for-tests",
        "DJANGO_SETTINGS_MODULE": "hulul.site.settings",
    }
    subprocess.run([sys.executable, "-c", PREPARE, str(tmp_path)], env=environment, check=True)
    return environment


def is_whole(home: Path) -> int:
    """How many rounds stand; each with the files, places, audit event and closed import that belong to it."""
    import pyarrow.parquet as pq

    database = sqlite3.connect(home / "hulul.sqlite3")
    versions = database.execute(
        "SELECT round_id, state, rows, households, rows_file, breakdowns_file, findings_file FROM tracking_version"
    ).fetchall()
    rounds = database.execute("SELECT count(*) FROM tracking_round").fetchone()[0]
    accepted = database.execute("SELECT count(*) FROM tracking_import WHERE state = 'accepted'").fetchone()[0]
    told = database.execute("SELECT count(*) FROM audit_event WHERE verb = 'accept_round'").fetchone()[0]
    codes = {code for (code,) in database.execute("SELECT code FROM places_place")}
    database.close()
    assert len(versions) == rounds == accepted == told
    for _round, state, rows, households, *names in versions:
        assert state == "accepted"
        tables = [pq.read_table(home / "files" / name) for name in names]
        assert (tables[0].num_rows, sum(tables[0]["households"].to_pylist())) == (rows, households)
        assert set(tables[0]["place"].to_pylist()) <= codes
    return len(versions)


@pytest.mark.slow
def test_kill_9_at_any_moment_leaves_the_old_or_the_new_state(tmp_path: Path, environment: dict[str, str]) -> None:
    moments = random.Random(20)  # noqa: S311 - moments, not secrets
    command = [sys.executable, "-c", IMPORT, str(tmp_path)]
    before = 0
    killed = 0
    for _attempt in range(6):
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE) as process:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(moments.uniform(0.05, 1.2))
            process.send_signal(signal.SIGKILL)
        killed += process.returncode == -signal.SIGKILL
        whole = is_whole(tmp_path)
        assert whole >= before
        before = whole
    assert killed

    subprocess.run(command, env=environment, check=True, stdout=subprocess.DEVNULL)

    assert is_whole(tmp_path) == ROUNDS
    swept = subprocess.run([sys.executable, "-c", SWEEP], env=environment, check=True, capture_output=True, text=True)
    assert swept.stdout.split()[1] == "0"
    assert is_whole(tmp_path) == ROUNDS
