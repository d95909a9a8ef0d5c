"""Taylor-linearised variances of many groups at once, from sums over clusters.

An estimate of a group is a function of totals; its linearised values z (one per household, 0 outside the group) have
the same variance as the estimate, to first order. With clusters c in strata h, of which n_h of N_h were drawn,

    V = Σ_h (1 - n_h / N_h) · n_h / (n_h - 1) · Σ_c (z_hc - z̄_h)²        z_hc = the sum of z in the cluster

in which *all* drawn clusters count, also those without a member of the group: they could have had one. This is domain
estimation with zero weights outside the group; leaving the others out would pretend that the group's sample size had
been planned. (Särndal, Swensson and Wretman, Model Assisted Survey Sampling, 1992, sections 5.5 and 10.3; Lumley,
Complex Surveys, 2010, section 2.) Only clusters with members are ever stored, so the work grows with the households and
not with clusters times groups.
"""

import numpy as np

from hulul.methods.surveys.columns import Codes, Flags, Numbers, summed
from hulul.methods.surveys.design import Sample


class Domains:
    """A sample cut into D groups. A *pair* is a cluster and a group of which it has members (P pairs)."""

    def __init__(self, sample: Sample, groups: Codes, number: int) -> None:
        """`groups` (n,): 0..number-1, or -1 for households in no group."""
        self.sample = sample
        self.number = number
        inside = groups >= 0
        keys = np.where(inside, sample.clusters * max(number, 1) + groups, -1)
        found, index = np.unique(keys, return_inverse=True)
        outside = int(not inside.all())
        found = found[outside:]
        self._pairs = len(found)
        self._pair = np.where(inside, index.reshape(-1) - outside, self._pairs)  # whoever is in no group: one bin more
        self.group = found % max(number, 1)
        stratum = sample.stratum[found // max(number, 1)]
        self._cell = stratum * number + self.group

    def sums(self, values: Numbers | Flags) -> Numbers:
        """(P,) sums over the households of each pair of (n,) values."""
        return summed(self._pair, values, self._pairs + 1)[: self._pairs]

    def totals(self, pairs: Numbers | Flags) -> Numbers:
        """(D,) sums over the pairs of each group."""
        return summed(self.group, pairs, self.number)

    def variances(self, pairs: Numbers) -> Numbers:
        """(D,) variances of the groups' estimates from the (P,) sums of their linearised values."""
        sample = self.sample
        drawn = sample.drawn.astype(np.float64)
        first, second = self._by_stratum(pairs), self._by_stratum(pairs * pairs)
        several = drawn > 1
        spread = np.zeros_like(first)
        factor = sample.left[several] * drawn[several] / (drawn[several] - 1)
        spread[several] = factor[:, None] * (second[several] - first[several] ** 2 / drawn[several, None])
        if sample.lonely == "adjust":
            mean = first.sum(axis=0) / drawn.sum()
            spread[~several] = sample.left[~several, None] * (first[~several] - mean) ** 2
        variances: Numbers = np.maximum(spread.sum(axis=0), 0.0)
        return variances

    def degrees(self, answered: Numbers) -> Codes:
        """(D,) degrees of freedom: clusters less strata, of those with answers (`answered`: (P,) counts)."""
        there = answered > 0
        strata = (self._by_stratum(there.astype(np.float64)) > 0).sum(axis=0)
        degrees: Codes = self.totals(there).astype(np.int64) - strata
        return degrees

    def _by_stratum(self, pairs: Numbers) -> Numbers:
        strata = len(self.sample.drawn)
        return summed(self._cell, pairs, strata * self.number).reshape(strata, self.number)
