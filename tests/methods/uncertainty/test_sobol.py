"""Sobol' indices against functions whose indices are known exactly, and against SALib on the same outputs."""

import numpy as np
import pytest

from hulul.methods.errors import MethodError
from hulul.methods.uncertainty import sobol

THREE = {"one": 1, "two": 1, "three": 1}


def ishigami(points: np.ndarray) -> np.ndarray:
    """sin x1 + 7 sin² x2 + 0.1 x3⁴ sin x1 over [-π, π]³ (Ishigami and Homma 1990)."""
    first, second, third = (2 * points - 1).T * np.pi
    return np.sin(first) + 7 * np.sin(second) ** 2 + 0.1 * third**4 * np.sin(first)


# Closed forms with a = 7, b = 0.1 (Saltelli et al. 2008, p. 179; also https://www.sfu.ca/~ssurjano/ishigami.html).
_A, _B = 7.0, 0.1
_ALONE = (0.5 * (1 + _B * np.pi**4 / 5) ** 2, _A**2 / 8, 0.0)
_TOGETHER = _B**2 * np.pi**8 * (1 / 18 - 1 / 50)  # of x1 and x3
_ALL = sum(_ALONE) + _TOGETHER


def test_the_ishigami_function_has_its_published_indices() -> None:
    plan = sobol.design(THREE, 2**16, seed=1)
    found = sobol.indices(ishigami(plan.points), plan, resamples=2)
    assert found.first == pytest.approx([0.3139, 0.4424, 0.0], abs=0.01)
    assert found.total == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.01)
    assert found.first == pytest.approx([part / _ALL for part in _ALONE], abs=0.01)
    with_third = (_ALONE[0] + _TOGETHER) / _ALL
    assert found.total == pytest.approx([with_third, _ALONE[1] / _ALL, _TOGETHER / _ALL], abs=0.01)


def test_intervals_hold_the_published_indices_of_the_ishigami_function() -> None:
    plan = sobol.design(THREE, 1024, seed=2)
    found = sobol.indices(ishigami(plan.points), plan, level=0.99)
    truth_first = np.array([part / _ALL for part in _ALONE])
    truth_total = np.array([_ALONE[0] + _TOGETHER, _ALONE[1], _TOGETHER]) / _ALL
    assert (found.first_low <= truth_first).all()
    assert (truth_first <= found.first_high).all()
    assert (found.total_low <= truth_total).all()
    assert (truth_total <= found.total_high).all()


def test_in_a_linear_model_a_factor_makes_the_square_of_its_coefficient() -> None:
    plan = sobol.design(THREE, 4096, seed=3)
    found = sobol.indices(plan.points @ np.array([1.0, 2.0, 3.0]), plan)
    assert found.first == pytest.approx([1 / 14, 4 / 14, 9 / 14], abs=0.005)
    assert found.total == pytest.approx([1 / 14, 4 / 14, 9 / 14], abs=0.005)


def test_a_factor_of_several_columns_makes_what_its_columns_make_together() -> None:
    """y = x1·x2 + x3 with {x1, x2} as one factor: V(x1·x2) = 1/9 - 1/16, V(x3) = 1/12."""
    plan = sobol.design({"pair": 2, "other": 1}, 4096, seed=4)
    outputs = plan.points[:, 0] * plan.points[:, 1] + plan.points[:, 2]
    pair, other = 1 / 9 - 1 / 16, 1 / 12
    found = sobol.indices(outputs, plan)
    assert found.first == pytest.approx([pair / (pair + other), other / (pair + other)], abs=0.01)
    assert found.total == pytest.approx([pair / (pair + other), other / (pair + other)], abs=0.01)


def test_the_estimators_are_those_of_salib_on_the_same_outputs() -> None:
    from SALib.analyze import sobol as oracle

    plan = sobol.design(THREE, 256, seed=5)
    outputs = ishigami(plan.points)
    found = sobol.indices(outputs, plan)
    # SALib orders the runs row by row: A, then A with each column of B, then B.
    blocks = outputs.reshape(5, 256)
    theirs = np.stack([blocks[0], *blocks[2:], blocks[1]], axis=1).ravel()
    problem = {"num_vars": 3, "names": list(THREE), "bounds": [[0, 1]] * 3}
    expected = oracle.analyze(problem, theirs, calc_second_order=False, num_resamples=10, seed=1)
    assert found.total == pytest.approx(expected["ST"], rel=1e-10)
    # The first order is centred on the mean of A and B here, on that of all outputs there.
    assert found.first == pytest.approx(expected["S1"], abs=0.01)


def test_bootstrap_intervals_are_about_as_wide_as_salibs() -> None:
    from SALib.analyze import sobol as oracle

    plan = sobol.design(THREE, 512, seed=6)
    outputs = ishigami(plan.points)
    found = sobol.indices(outputs, plan, level=0.95, resamples=1000)
    blocks = outputs.reshape(5, 512)
    theirs = np.stack([blocks[0], *blocks[2:], blocks[1]], axis=1).ravel()
    problem = {"num_vars": 3, "names": list(THREE), "bounds": [[0, 1]] * 3}
    expected = oracle.analyze(problem, theirs, calc_second_order=False, num_resamples=1000, conf_level=0.95, seed=1)
    assert (found.total_high - found.total_low) / 2 == pytest.approx(expected["ST_conf"], rel=0.15)
    assert (found.first_high - found.first_low) / 2 == pytest.approx(expected["S1_conf"], rel=0.15)


def test_several_outputs_together_count_by_their_variance() -> None:
    plan = sobol.design(THREE, 4096, seed=7)
    outputs = plan.points * np.array([1.0, 2.0, 3.0])  # each output is one factor; the third varies most
    found = sobol.indices(outputs, plan)
    assert found.first_each == pytest.approx(np.eye(3), abs=0.01)
    assert found.total_each == pytest.approx(np.eye(3), abs=0.01)
    assert found.first == pytest.approx([1 / 14, 4 / 14, 9 / 14], abs=0.01)


def test_taking_outputs_in_blocks_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    plan = sobol.design(THREE, 64, seed=8)
    outputs = plan.points @ np.random.default_rng(1).normal(size=(3, 10))
    whole = sobol.indices(outputs, plan)
    monkeypatch.setattr(sobol, "_AT_ONCE", 3)
    parts = sobol.indices(outputs, plan)
    for name in ("first", "first_low", "total", "total_high", "first_each", "total_each"):
        assert getattr(parts, name) == pytest.approx(getattr(whole, name), rel=1e-9)


def test_the_same_seed_gives_the_same_design_and_intervals_and_another_one_others() -> None:
    one, same, other = (sobol.design(THREE, 100, seed=seed) for seed in (1, 1, 2))
    assert np.array_equal(one.points, same.points)
    assert not np.array_equal(one.points, other.points)
    outputs = ishigami(one.points)
    first, second = (sobol.indices(outputs, one, seed=4) for _ in range(2))
    assert np.array_equal(first.first_low, second.first_low)


def test_a_row_with_a_failed_run_is_left_out_and_counted() -> None:
    plan = sobol.design(THREE, 1024, seed=9)
    outputs = plan.points @ np.array([1.0, 2.0, 3.0])
    outputs[[5, 1024 + 5, 7]] = np.nan  # A and B of row 5, A of row 7
    found = sobol.indices(outputs, plan)
    assert (found.failed, found.rows) == (3, 1022)
    assert found.first == pytest.approx([1 / 14, 4 / 14, 9 / 14], abs=0.02)


def test_an_output_that_does_not_vary_has_no_indices() -> None:
    plan = sobol.design(THREE, 16, seed=10)
    constant = np.full(len(plan.points), 0.1)
    found = sobol.indices(np.stack([constant, plan.points[:, 0]], axis=1), plan)
    assert np.isnan(found.first_each[:, 0]).all()
    assert found.total[1:] == pytest.approx([0, 0], abs=1e-12)
    alone = sobol.indices(constant, plan)
    assert alone.table().column("first").null_count == 3
    assert alone.table().column("total_high").null_count == 3


def test_a_design_changes_one_factor_at_a_time() -> None:
    plan = sobol.design({"pair": 2, "other": 1}, 8, seed=11)
    first, second, pair, other = plan.points.reshape(4, 8, 3)
    assert np.array_equal(pair, np.hstack([second[:, :2], first[:, 2:]]))
    assert np.array_equal(other, np.hstack([first[:, :2], second[:, 2:]]))


@pytest.mark.parametrize(("factors", "rows", "code"), [({}, 8, "no_factors"), (THREE, 1, "rows_few")])
def test_a_design_of_nothing_is_refused(factors: dict[str, int], rows: int, code: str) -> None:
    with pytest.raises(MethodError) as refused:
        sobol.design(factors, rows, seed=1)
    assert refused.value.code == code


def test_outputs_that_do_not_fit_the_design_are_refused() -> None:
    plan = sobol.design(THREE, 8, seed=1)
    with pytest.raises(MethodError, match="40 points, but there are 39"):
        sobol.indices(np.zeros(39), plan)
    with pytest.raises(MethodError) as refused:
        sobol.indices(np.full(40, np.nan), plan)
    assert refused.value.code == "rows_few"
