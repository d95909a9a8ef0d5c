"""Counting requests in a file that several processes share."""

import multiprocessing
import time
from pathlib import Path

import pytest

from hulul.site.rates import GROUPS, SLOTS, Limiter

RATE = (10, 60.0)


@pytest.fixture
def limiter(tmp_path: Path) -> Limiter:
    return Limiter(tmp_path / "tmp" / "rates")


def test_as_many_as_the_rate_pass_at_once_and_then_one_in_each_interval(limiter: Limiter) -> None:
    assert [limiter.wait("a", RATE, 1000.0) for _number in range(12)] == [0] * 10 + [6, 6]
    assert limiter.wait("a", RATE, 1005.0) == 1
    assert limiter.wait("a", RATE, 1006.0) == 0
    assert limiter.wait("a", RATE, 1006.0) == 6
    assert [limiter.wait("a", RATE, 2000.0) for _number in range(11)] == [0] * 10 + [6]


def test_readers_do_not_take_from_each_other(limiter: Limiter) -> None:
    for number in range(10):
        assert limiter.wait("a", RATE, 1000.0) == limiter.wait(f"b{number}", RATE, 1000.0) == 0
    assert limiter.wait("a", RATE, 1000.0) > 0
    assert limiter.wait("b0", RATE, 1000.0) == 0


def test_a_clock_that_is_set_back_locks_nobody_out_for_longer_than_one_interval(limiter: Limiter) -> None:
    for _number in range(10):
        limiter.wait("a", RATE, 1_000_000.0)
    assert limiter.wait("a", RATE, 1000.0) <= 6


def test_another_process_goes_on_with_the_same_count(limiter: Limiter) -> None:
    for _number in range(10):
        limiter.wait("a", RATE, 1000.0)
    assert Limiter(limiter.path).wait("a", RATE, 1000.0) == 6


def _ask(path: Path, passed: "multiprocessing.Queue[int]") -> None:
    limiter = Limiter(path)
    passed.put(sum(limiter.wait("a", (500, 3600.0), 1000.0) == 0 for _number in range(400)))


def test_processes_that_ask_at_the_same_moment_share_one_count(limiter: Limiter) -> None:
    context = multiprocessing.get_context("fork")
    passed: multiprocessing.Queue[int] = context.Queue()
    asking = [context.Process(target=_ask, args=(limiter.path, passed)) for _number in range(4)]
    for process in asking:
        process.start()
    total = sum(passed.get(timeout=60) for _process in asking)
    for process in asking:
        process.join(60)
    assert total == 500


def test_more_readers_than_there_is_room_for_are_answered_and_the_file_does_not_grow(limiter: Limiter) -> None:
    for number in range(3 * GROUPS):
        assert limiter.wait(f"r{number}", RATE, 1000.0) == 0
    assert limiter.path.stat().st_size <= GROUPS * SLOTS * 16


def test_whoever_asks_most_is_forgotten_last(limiter: Limiter) -> None:
    for _number in range(10):
        limiter.wait("greedy", RATE, 1000.0)
    for number in range(4 * GROUPS):
        limiter.wait(f"r{number}", RATE, 1000.0)
    assert limiter.wait("greedy", RATE, 1000.0) > 0


def test_a_file_that_cannot_be_used_limits_nobody_and_is_told(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "taken").write_text("a file where a folder should be")
    broken = Limiter(tmp_path / "taken" / "rates")
    assert [broken.wait("a", (1, 60.0)) for _number in range(3)] == [0, 0, 0]
    assert "nobody is limited" in caplog.text


def test_counting_costs_little(limiter: Limiter) -> None:
    started = time.perf_counter()
    for number in range(2000):
        limiter.wait(f"r{number % 50}", (1_000_000, 60.0))
    assert (time.perf_counter() - started) / 2000 < 0.001
