"""Whatever is killed at whatever moment, nothing is lost, doubled or half, and the doctor finds nothing afterwards.

The normal run kills each kind of work once. `HULUL_TEST_KILLS=200` makes the long run that is recorded in
docs/explanation/resilience.md; `HULUL_TEST_SEED` draws the same kills again.
"""

import os
import random
from pathlib import Path

import pytest

from hulul.countries.demo.generator import Manifest, generate
from tests.kill import installation
from tests.kill.campaign import KINDS, Campaign

KILLS = int(os.environ.get("HULUL_TEST_KILLS", "6"))
LISTS = 36
SCALE = 0.05


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    return generate(tmp_path_factory.mktemp("files"), scale=SCALE)


@pytest.fixture(scope="module")
def start(country: Manifest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation that has places and waits for its first round."""
    return installation.made(tmp_path_factory.mktemp("start") / "home", country)


@pytest.mark.slow
def test_nothing_is_lost_doubled_or_half_after_any_kill(country: Manifest, start: Path, tmp_path: Path) -> None:
    seed = int(os.environ.get("HULUL_TEST_SEED", random.randrange(10**6)))  # noqa: S311 - moments, not secrets
    lists = [file.path for file in country.masterlists if file.source == "dtm"][:LISTS]
    truth = installation.truth(start, tmp_path / "calm", lists)
    tally = Campaign(tmp_path, start, lists, truth, seed).run(KILLS)
    assert tally.hit.total() == KILLS
    assert set(tally.hit) == set(KINDS)
