"""How sure an index is, and what makes it unsure.

    wanted = Perturbation(aggregations=("arithmetic", "geometric"), imputations=(Imputation(), Imputation("mean")))
    sure = assess(frame, specification, wanted, runs=500, seed=1, unit="location")
    sure.table()                          # score_low, score_high, probability, rank_low, rank_high, rank_group
    sensitivity(frame, specification, wanted, runs=5000, unit="location").table()     # Sobol' indices
    leave_one_out(frame, specification, unit="location").table()
    areas = replications(frame, specification, wanted, unit="location").of_areas(districts, returnees)
    summarise(areas)                      # the same for districts

Random points and the points of a Sobol' design go through one and the same path (`space`, `replicating`); the same
seed gives the same result. Method: OECD/JRC Handbook on Constructing Composite Indicators (2008), step 7, as in the R
package COINr. docs/explanation/how-sure-we-are.md says what the results mean and works an example.
"""

from hulul.methods.uncertainty.assessment import Uncertainty, assess, replications, summarise
from hulul.methods.uncertainty.leave_one_out import LeaveOneOut, leave_one_out
from hulul.methods.uncertainty.perturbation import Perturbation, WeightNoise
from hulul.methods.uncertainty.replicating import Replications
from hulul.methods.uncertainty.sensitivity import Sensitivity, sensitivity
from hulul.methods.uncertainty.sobol import Design, Indices, design, indices

__all__ = [
    "Design",
    "Indices",
    "LeaveOneOut",
    "Perturbation",
    "Replications",
    "Sensitivity",
    "Uncertainty",
    "WeightNoise",
    "assess",
    "design",
    "indices",
    "leave_one_out",
    "replications",
    "sensitivity",
    "summarise",
]
