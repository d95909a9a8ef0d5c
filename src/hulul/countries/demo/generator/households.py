"""A household survey: strata of governorates and groups, locations drawn in them, households drawn there, with weights.

It is asked once and written for each framework that has questions for households. Rows say the district of a household
and nothing nearer, and nothing of anybody in it.
"""

import csv
import datetime as dt
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hulul.countries.demo.generator import population
from hulul.countries.demo.generator.country import Country
from hulul.countries.demo.generator.manifest import SourceFile
from hulul.countries.demo.generator.movement import Count, Counts
from hulul.countries.demo.generator.population import CODES, DOES_NOT_ARISE, STRENGTH, Population
from hulul.countries.demo.generator.questions import Form, Question
from hulul.countries.demo.generator.vulnerabilities import GROUPS, Group

_STREAM = 11
_SOURCE = "dtm"
_CLUSTERS, _PER_CLUSTER = 12, 8
_LEAST = 60  # households: a smaller stratum is not visited
_SILENT = 0.012  # of answers
_OVERCOME, _NOT, _ABSENT, _UNKNOWN = 1, 0, 2, 3


@dataclass(frozen=True)
class Sample:
    """One row per household asked. `answers`: households by vulnerability, in the order of `population.CODES`."""

    group: list[Group]
    stratum: list[str]
    cluster: Counts
    location: Counts
    weight: list[float]
    answers: Counts


def write(folder: Path, country: Country, forms: Sequence[Form], count: Count, seed: int) -> list[SourceFile]:
    """The survey as each framework asks it, and the truth: shares by group, known without any survey."""
    rng = np.random.default_rng([seed, _STREAM])
    people = population.make(country, count, rng)
    sample = _sample(rng, country, people)
    files = []
    for form in forms:
        path = folder / f"Households_{form.framework}_Lumara_{count.date.isoformat()}.csv"
        _write(path, country, form, sample)
        files.append(SourceFile("survey", path, source=_SOURCE, date=count.date, framework=form.framework))
    return [*files, SourceFile("truth", _write_truth(folder, forms, people, count.date))]


def _sample(rng: np.random.Generator, country: Country, people: Population) -> Sample:
    groups: list[Group] = []
    strata: list[str] = []
    weights: list[float] = []
    clusters: list[int] = []
    locations: list[int] = []
    answers = []
    for group in GROUPS:
        for governorate, code in enumerate(country.governorates.codes):
            size = np.where(country.location_governorate == governorate, people.households[group], 0)
            if size.sum() < _LEAST:
                continue
            drawn = _draw(rng, size)
            for location in drawn:
                number = min(_PER_CLUSTER, int(size[location]))
                cluster = max(clusters, default=0) + 1
                clusters += [cluster] * number
                locations += [int(location)] * number
                answers.append(_ask(rng, people.odds[group][location], number))
                # Drawn by size, so all households of a stratum are as likely, but for clusters smaller than planned.
                weights += [float(size.sum()) / len(drawn) / number] * number
                groups += [group] * number
                strata += [f"{code}-{group}"] * number
    return Sample(groups, strata, np.array(clusters), np.array(locations), weights, np.concatenate(answers))


def _draw(rng: np.random.Generator, size: Counts) -> Counts:
    """Locations with probability proportional to their households: every so many households down the list.

    A location larger than the step is drawn more than once, as clusters of their own.
    """
    count = min(_CLUSTERS, int((size > 0).sum()))
    step = size.sum() / count
    marks = (np.arange(count) + rng.uniform()) * step
    drawn: Counts = np.searchsorted(np.cumsum(size), marks, side="right").astype(np.int64)
    return drawn


def _ask(rng: np.random.Generator, odds: Any, number: int) -> Counts:
    passed = population.chance(odds + STRENGTH * rng.normal(size=(number, 1)))
    shape = passed.shape
    overcome = rng.uniform(size=shape) < passed
    absent = rng.uniform(size=shape) < DOES_NOT_ARISE
    silent = rng.uniform(size=shape) < _SILENT
    said: Counts = np.select([absent, silent, overcome], [_ABSENT, _UNKNOWN, _OVERCOME], _NOT)
    return said


def _write(path: Path, country: Country, form: Form, sample: Sample) -> None:
    at = [CODES.index(question.code) for question in form.questions]
    district = country.location_district[sample.location]
    header = ("No", "P-code", "District", "Population", "Stratum", "Cluster", "Weight")
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([*header, *(question.asked.en for question in form.questions)])
        for row, index in enumerate(district):
            own = (row + 1, country.districts.codes[index], country.districts.names[index].en, sample.group[row])
            drawn = (sample.stratum[row], sample.cluster[row], f"{sample.weight[row]:.4f}")
            said = (_said(q, sample.answers[row, column]) for q, column in zip(form.questions, at, strict=True))
            writer.writerow([*own, *drawn, *said])


def _said(question: Question, answer: int) -> str:
    """The label of an answer. Answers stand from 0 (not overcome) to 1 (overcome)."""
    if answer == _ABSENT and question.absent:
        return question.absent.label.en
    if answer == _UNKNOWN:
        return question.unknown.label.en if question.unknown else ""
    return question.answers[answer].label.en


def _write_truth(folder: Path, forms: Sequence[Form], people: Population, date: dt.date) -> Path:
    """By group: households, the share that overcame each vulnerability among those concerned, and, by framework, the
    share that overcame all it asks about or is not concerned.
    """
    truth = {
        "date": date.isoformat(),
        "does_not_arise": dict(zip(CODES, DOES_NOT_ARISE.tolist(), strict=True)),
        "groups": {
            group: {
                "households": int(people.households[group].sum()),
                "overcome": dict(zip(CODES, np.round(people.overcome(group), 6).tolist(), strict=True)),
                "exits": {
                    form.framework: round(people.exits(group, tuple(q.code for q in form.questions)), 6)
                    for form in forms
                },
            }
            for group in GROUPS
        },
    }
    path = folder / "households_truth.json"
    path.write_text(json.dumps(truth, indent=1) + "\n", "utf-8")
    return path
