"""Whatever is killed at whatever moment, nothing is lost, doubled or half, and the doctor finds nothing afterwards.

The normal run kills each kind of work once. `HULUL_TEST_KILLS=200` makes the long run that is recorded in
docs/explanation/resilience.md; `HULUL_TEST_SEED` draws the same kills again.
"""

import datetime as dt
import os
import random
import shutil
from pathlib import Path

import pytest

from tests.kill import installation
from tests.kill.campaign import KINDS, Campaign
from tests.kill.installation import Facts, Installation

KILLS = int(os.environ.get("HULUL_TEST_KILLS", len(KINDS)))


def lists_to_come(home: Path, folder: Path) -> tuple[list[Path], Facts]:
    """The demo's lists once more, as if each were of five days before, and what stands when they are in.

    Their rows say the same as those of the demo's own rounds, which were imported without any interruption.
    """
    calm = Installation(home)
    seen = calm.look()
    calm.close()
    assert not seen["broken"], seen["broken"]
    truth: Facts = dict(seen["versions"])
    lists = []
    folder.mkdir()
    for path in sorted((home / "demo-files" / "rounds").glob("*_MasterList_*.csv"), key=lambda path: path.stem[-10:]):
        date = path.stem[-10:]
        moved = str(dt.date.fromisoformat(date) - dt.timedelta(days=5))
        found = folder / path.name.replace(date, moved)
        found.write_text(path.read_text("utf-8").replace(date, moved), "utf-8")
        round_, *counts = truth[installation.sha256(path)]
        truth[installation.sha256(found)] = [round_.replace(date, moved), *counts]
        lists.append(found)
    return lists, truth


@pytest.mark.slow
def test_nothing_is_lost_doubled_or_half_after_any_kill(demo_folder: Path, tmp_path: Path) -> None:
    seed = int(os.environ.get("HULUL_TEST_SEED", random.randrange(10**6)))  # noqa: S311 - moments, not secrets
    start = tmp_path / "start"
    shutil.copytree(demo_folder, start)
    lists, truth = lists_to_come(start, tmp_path / "lists")
    tally = Campaign(tmp_path, start, lists, truth, seed).run(KILLS)
    assert tally.hit.total() == KILLS
    assert set(tally.hit) == set(KINDS[:KILLS])
