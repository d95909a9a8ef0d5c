"""Household surveys: what a sample says of a population, and how sure that is; and how to draw the sample.

    from hulul.methods.surveys import Design, Question, means, medians, ratios, shares, summaries, totals

    design = Design(weights="weight", strata="district", clusters="location")
    shares(answers, ["has_documents"], design, by=["population"]).table()

docs/explanation/household-surveys.md explains the choices with a worked example.
"""

from hulul.methods.surveys.design import Design
from hulul.methods.surveys.estimates import Estimates, Item
from hulul.methods.surveys.frame import SamplingFrame, allocated, design_effect, framed, sample_size
from hulul.methods.surveys.means import means, ratios, shares, totals
from hulul.methods.surveys.quantiles import medians, quantiles
from hulul.methods.surveys.questions import Question, summaries
from hulul.methods.surveys.selection import Selection, select
from hulul.methods.surveys.weights import base_weights, post_stratified

__all__ = [
    "Design",
    "Estimates",
    "Item",
    "Question",
    "SamplingFrame",
    "Selection",
    "allocated",
    "base_weights",
    "design_effect",
    "framed",
    "means",
    "medians",
    "post_stratified",
    "quantiles",
    "ratios",
    "sample_size",
    "select",
    "shares",
    "summaries",
    "totals",
]
