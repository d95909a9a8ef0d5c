"""Metric 5, classifier: households exit that a logistic regression cannot tell from the comparator's.

    logit P(displaced) = a + Σ bᵢ · overcomeᵢ          weighted, over displaced and comparator households
    cut = the p at which sensitivity + specificity is greatest (weighted; Youden, 1950)
    exits = Σ w over displaced households with p below the cut

Of equally good cuts the lowest counts, which gives fewest exits. Comparator households that are displaced themselves
(a national comparator) are left out of the regression. The metric says who is different, not who is worse off.
"""

import numpy as np

from hulul.methods.errors import Note
from hulul.methods.exit.households import Households, Tally, patterns
from hulul.methods.severity.likelihoods import expit, logistic, maximise
from hulul.methods.surveys.columns import Numbers, summed

_DIGITS = 9  # of a probability: what another order of adding may change


def classifier(stock: Households, comparator: Households) -> tuple[Tally, tuple[Note, ...]]:
    """`comparator` without missing answers. Not computed when the classes do not differ or one of them is empty."""
    others = comparator.where(~comparator.displaced)
    known = stock.complete()
    if not len(others.weights) or not len(known.weights):
        sentence = "The classifier needs displaced and other households without missing answers."
        return stock.undecided(), (Note("one_class", {}, sentence),)
    found, index = np.unique(np.append(patterns(known.overcome), patterns(others.overcome)), return_inverse=True)
    mine, theirs = index[: len(known.weights)], index[len(known.weights) :]
    displaced = summed(mine, known.weights, len(found))
    other = summed(theirs, others.weights, len(found))
    answers = (found[:, None] >> np.arange(len(stock.sub_criteria)) & 1).astype(np.float64)
    probability = _fitted(answers, displaced, other)
    cut, gain = best_cut(probability, displaced, other)
    if gain <= 10**-_DIGITS:
        sentence = (
            "The indicators do not tell displaced households from the comparator's: no decision by the classifier."
        )
        return stock.undecided(), (Note("classes_alike", {}, sentence),)
    leaving = np.zeros(len(stock.weights), dtype=bool)
    leaving[stock.assessed] = (probability < cut)[mine]
    sentence = "The indicators tell all displaced households from the comparator's: nobody exits by the classifier."
    return stock.tally(leaving), (Note("classes_apart", {}, sentence),) if gain >= 1 else ()


def best_cut(probability: Numbers, displaced: Numbers, other: Numbers) -> tuple[float, float]:
    """The cut and its sensitivity + specificity - 1, of patterns with weights of displaced and of other households.

    Displaced is called whoever has p ≥ cut; the candidates are the probabilities that occur.
    """
    candidates, index = np.unique(probability, return_inverse=True)
    index = index.reshape(-1)
    caught = summed(index, displaced, len(candidates))[::-1].cumsum()[::-1] / displaced.sum()
    spared = 1 - summed(index, other, len(candidates))[::-1].cumsum()[::-1] / other.sum()
    gains = np.round(caught + spared - 1, _DIGITS)
    best = int(np.argmax(gains))
    return float(candidates[best]), float(gains[best])


def _fitted(answers: Numbers, displaced: Numbers, other: Numbers) -> Numbers:
    """The probability of each pattern of answers.

    Households with equal answers are one row with the sum of their weights: the likelihood is the same. Where answers
    separate the classes the coefficients grow without bound, while the probabilities settle; separation shows in the
    cut. Probabilities depend on the space of the columns only, so that columns that say the same do no harm.
    """
    whole = displaced + other
    left, sizes, _right = np.linalg.svd(np.column_stack([np.ones(len(answers)), answers]), full_matrices=False)
    design = left[:, sizes > 10**-_DIGITS * sizes[0]]
    likelihood = logistic(design, displaced / whole, whole * len(whole) / whole.sum())
    found = maximise(likelihood, np.zeros(design.shape[1]))
    return np.round(expit(design @ found.parameters), _DIGITS)
