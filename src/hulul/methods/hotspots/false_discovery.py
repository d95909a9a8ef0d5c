"""False-discovery control over many tests: Benjamini and Hochberg (1995)."""

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]


def benjamini_hochberg(p_values: npt.ArrayLike) -> FloatArray:
    """The q-value of every p-value: the smallest share of false finds at which it would still be called a find.

    `p_values` (n,): between 0 and 1; NaN (not tested) stays NaN and is not counted. Valid for independent tests and for
    positively dependent ones, which local statistics of neighbours are.
    """
    p = np.asarray(p_values, dtype=np.float64)
    q = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    if tested.size:
        order = tested[np.argsort(p[tested], kind="stable")]
        stepped = p[order] * (tested.size / np.arange(1, tested.size + 1))
        q[order] = np.minimum(np.minimum.accumulate(stepped[::-1])[::-1], 1.0)
    return q
