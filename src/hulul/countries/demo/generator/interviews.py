"""What informants say about conditions: one to three of them in a location, who do not quite agree."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hulul.countries.demo.generator.conditions import Moment
from hulul.countries.demo.generator.questions import Form
from hulul.countries.demo.generator.settlement import Floats

_INFORMANTS = (0.62, 0.25, 0.13)  # shares of locations with one, two and three
_DISAGREEMENT = 0.35
_UNVISITED = 0.03  # locations that a round does not reach
_SPREAD = 0.95  # between neighbouring answers, on the latent scale
_RETURN_AT_BEST = 4.2  # log-odds of return where every answer is the best
_LUCK = 0.25  # what return depends on besides conditions, in log-odds

Indices = NDArray[np.int64]
# Nothing was written down; "don't know"; the question does not arise.
SILENT, UNKNOWN, ABSENT = -1, -2, -3


@dataclass(frozen=True)
class Round:
    """The interviews of one date, one row each, and the truth behind them, one row per location visited.

    `answers` are positions in each question's list (0 = best) or SILENT, UNKNOWN, ABSENT, interviews by questions;
    `returned` is the share of families who are back, per interview. `location` and `visited` index the country's
    locations. `latent` is locations by scales; `severity` locations by scales and overall, 0 to 100: the answers that
    somebody who knew all would give, weighted by their true effects.
    """

    location: Indices
    informant: Indices
    answers: Indices
    returned: Floats
    visited: Indices
    latent: Floats
    severity: Floats


def ask(rng: np.random.Generator, form: Form, moment: Moment, among: Indices) -> Round:
    """Visit these locations, all but a few, and ask in each."""
    visited = among[rng.uniform(size=len(among)) >= _UNVISITED]
    informants = rng.choice(len(_INFORMANTS), size=len(visited), p=_INFORMANTS) + 1
    row = np.repeat(np.arange(len(visited)), informants)
    first = np.cumsum(informants) - informants
    worst = np.array([len(question.answers) - 1 for question in form.questions])
    conditions = moment.questions[:, visited].T
    absent = moment.absent[:, visited].T
    true = _positions(conditions, worst)
    said = _positions(conditions[row] + rng.normal(0, _DISAGREEMENT, (len(row), len(worst))), worst)
    silence = np.array([question.trait.silence for question in form.questions])
    chance = rng.uniform(size=said.shape)
    answers = np.select([absent[row], chance < silence / 2, chance < silence], [ABSENT, UNKNOWN, SILENT], said)
    effects = np.array([question.trait.effect for question in form.questions])
    shares = _mean_share(answers, np.where(absent, 0, true), row) / worst
    odds = _RETURN_AT_BEST - shares @ effects + rng.normal(0, _LUCK, len(visited))
    return Round(
        visited[row],
        np.arange(len(row)) - first[row] + 1,
        answers,
        (1 / (1 + np.exp(-odds)))[row],
        visited,
        moment.scales[:, visited].T,
        _severity(form, true / worst, ~absent),
    )


def _positions(latent: Floats, worst: Indices) -> Indices:
    """Latent severity, rows by questions, as positions of answers; an average place stands in the middle."""
    steps: Indices = np.floor((latent + _SPREAD * worst / 2) / _SPREAD).astype(np.int64)
    return np.clip(steps, 0, worst)


def _mean_share(answers: Indices, true: Indices, row: Indices) -> Floats:
    """Locations by questions: the mean position that informants give; the truth where none gives any."""
    said = answers >= 0
    total, count = np.zeros(true.shape), np.zeros(true.shape)
    np.add.at(total, row, np.where(said, answers, 0))
    np.add.at(count, row, said)
    mean: Floats = np.where(count > 0, total / np.maximum(count, 1), true)
    return mean


def _severity(form: Form, shares: Floats, arises: NDArray[np.bool_]) -> Floats:
    """Locations by scales and overall, 0 to 100: means weighted by effect of what arises; overall, of the scales."""
    columns = []
    for scale in range(len(form.scales)):
        weights = np.array([q.trait.effect if q.scale == scale else 0.0 for q in form.questions]) * arises
        columns.append(100 * (shares * weights).sum(axis=1) / weights.sum(axis=1))
    return np.column_stack([*columns, np.mean(columns, axis=0)])
