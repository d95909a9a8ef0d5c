"""Measurements, run by hand: `make benchmarks`, or one at a time as `python -m benchmarks.pages`.

Each prints what it measured and what the goal is; none is a test, since a busy machine would fail it.
"""
