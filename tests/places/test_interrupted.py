"""A load that is killed half-way leaves the old state: nothing of it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.places.squareland import GAZETTEER, collection, write_csv, write_json

PROGRAM = """
import os, signal, sys
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
from hulul.kernel.actors import SYSTEM
from hulul.places.actions import load
from hulul.places.models import Place, ReviewItem

def killing(done, total, message=""):
    if done == 3:
        assert Place.objects.filter(level=4).count() == 4
        os.kill(os.getpid(), signal.SIGKILL)

folder, step = Path(sys.argv[1]), sys.argv[2]
if step == "areas":
    call_command("migrate", verbosity=0, skip_checks=True)
    for level in range(4):
        load(SYSTEM, folder / f"adm{level}.geojson")
elif step == "killed":
    load(SYSTEM, folder / "gazetteer.csv", progress=killing)
elif step == "again":
    assert (Place.objects.filter(level=4).count(), ReviewItem.objects.count()) == (0, 0)
    assert load(SYSTEM, folder / "gazetteer.csv").created == 4
"""


@pytest.mark.slow
def test_a_killed_load_leaves_nothing_and_can_be_repeated(tmp_path: Path) -> None:
    for level in range(4):
        write_json(tmp_path / f"adm{level}.geojson", collection(level))
    write_csv(tmp_path / "gazetteer.csv", *GAZETTEER)
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HULUL_")}
    environment = kept | {
        "HULUL_HOME": str(tmp_path),
        "HULUL_PACK": "demo",
        "HULUL_SECRET_KEY": "only-for-tests",
        "DJANGO_SETTINGS_MODULE": "hulul.site.settings",
    }
    ends = [
        subprocess.run([sys.executable, "-c", PROGRAM, str(tmp_path), step], env=environment, check=False).returncode
        for step in ("areas", "killed", "again")
    ]
    assert ends == [0, -signal.SIGKILL, 0]
