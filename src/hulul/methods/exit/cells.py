"""Metric 4, homogeneous cells: households alike (type of displacement, origin, year) exit together or not at all.

    a cell exits when, for each of the ten, its weighted mean ≥ the comparator's weighted mean
    exits = Σ w over the households of the cells that exit

A household with a missing answer, or of an unknown cell, is undecided: it is not in its cell's means.
"""

import numpy as np

from hulul.methods.errors import Note
from hulul.methods.exit.households import SAME, Households, Tally, weighted_means
from hulul.methods.surveys.columns import summed

SMALL = 30


def cells(stock: Households, comparator: Households) -> tuple[Tally, tuple[Note, ...]]:
    """`comparator` without missing answers. Not computed when no cells are named. Small cells are noted."""
    if (stock.cells < 0).all():
        return stock.undecided(), (Note("no_cells", {}, "Homogeneous cells were not named: that metric is empty."),)
    placed = stock.assessed & (stock.cells >= 0)
    index, weights = stock.cells[placed], stock.weights[placed]
    number = int(stock.cells.max()) + 1
    households = np.bincount(index, minlength=number)
    whole = summed(index, weights, number)
    benchmark = weighted_means(comparator.overcome, comparator.weights)
    leaving = households > 0
    for column, wanted in enumerate(benchmark):
        reached = summed(index, weights * stock.overcome[placed, column], number)
        leaving &= reached >= (wanted - SAME) * whole
    exits = np.zeros(len(stock.weights), dtype=bool)
    exits[placed] = leaving[index]
    small = int(((households > 0) & (households < SMALL)).sum())
    params = {"number": small, "cells": int((households > 0).sum()), "least": SMALL}
    sentence = "{number} of {cells} cells have fewer than {least} households: their means are uncertain."
    return stock.tally(exits, ~placed), (Note("small_cells", params, sentence),) if small else ()
