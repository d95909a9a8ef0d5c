"""Areas, locations and camps of the country, with codes, names and people: what stays while people move."""

from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray

from hulul.countries.demo.generator import geography, story
from hulul.countries.demo.generator.geography import Geography, Indices, Points
from hulul.countries.demo.generator.names import Name, Namer
from hulul.kernel import packs

LOCATIONS = 2_000  # at scale 1, camps included
PEOPLE = 8_400_000  # at scale 1
HOUSEHOLD_SIZE = 6
_STREAM = 3


@dataclass(frozen=True)
class Areas:
    """The areas of one level: code, name and parent's index per area."""

    codes: tuple[str, ...]
    names: tuple[Name, ...]
    parents: Indices


@dataclass(frozen=True)
class Locations:
    """Villages, quarters and camps; the camps come last, those that will close before those that stay open.

    `sub_district` is an index into the sub-districts; `households` lived there before anybody was displaced.
    """

    names: tuple[Name, ...]
    place_ids: Indices
    location_ids: Indices
    points: Points
    sub_district: Indices
    households: Indices
    camp: NDArray[np.bool_]
    urban: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.names)


@dataclass(frozen=True)
class Country:
    """Everything about the country that does not change from round to round."""

    code: str
    name: Name
    geography: Geography
    governorates: Areas
    districts: Areas
    sub_districts: Areas
    people: Indices  # per sub-district
    locations: Locations

    @property
    def location_district(self) -> Indices:
        return self.sub_districts.parents[self.locations.sub_district]

    @property
    def location_governorate(self) -> Indices:
        return self.districts.parents[self.location_district]


def make(seed: int, scale: float) -> Country:
    """The country of that seed; `scale` multiplies its locations and its people, not its areas."""
    pack = packs.load("demo")
    shape = geography.make(seed)
    rng = np.random.default_rng([seed, _STREAM])
    by_code = {category.code: category.name for category in pack.masterlist.origin}
    ordered = (*story.FROM_NORTH_WEST, *(code for code in by_code if code not in story.FROM_NORTH_WEST))
    governorates = Areas(
        ordered,
        tuple(Name(by_code[code].en, by_code[code].ar, by_code[code].ckb) for code in ordered),
        np.zeros(len(ordered), dtype=np.int64),
    )
    namer = Namer(seed, governorates.names)
    districts = _below(namer, governorates, shape.district_governorate, shape.districts)
    sub_districts = _below(namer, districts, shape.district_of, shape.sub_districts, centre=True)
    people = _people(rng, shape, sub_districts, scale)
    locations = _locations(rng, namer, shape, sub_districts, people, count=round(LOCATIONS * scale))
    name = Name(pack.name.en, pack.name.ar, pack.name.ckb)
    return Country(pack.country, name, shape, governorates, districts, sub_districts, people, locations)


def _below(namer: Namer, above: Areas, parents: Indices, shapes: geography.Geometries, centre: bool = False) -> Areas:
    """Areas with codes below their parents'. The smallest of each parent holds the town it is named after."""
    codes, names = [""] * len(parents), [Name("", "", "")] * len(parents)
    for parent in range(len(above.codes)):
        children = np.flatnonzero(parents == parent)
        town = children[shapely.area(shapes[children]).argmin()]
        for number, child in enumerate(children, start=1):
            codes[child] = f"{above.codes[parent]}{number:02d}"
            if child != town:
                names[child] = namer.area()
            else:
                names[child] = namer.centre(above.names[parent]) if centre else above.names[parent]
    return Areas(tuple(codes), tuple(names), parents)


def _people(rng: np.random.Generator, shape: Geography, areas: Areas, scale: float) -> Indices:
    """People per sub-district: more where people live thickly, most in the centres of districts and the capital."""
    weight = shape.density**0.7 * rng.lognormal(0, 0.35, len(areas.codes))
    weight *= np.where([name.en.startswith("Markaz") for name in areas.names], 2.6, 1.0)
    weight *= np.where([code.startswith(story.CAPITAL) for code in areas.codes], 1.8, 1.0)
    people: Indices = np.round(PEOPLE * scale * weight / weight.sum()).astype(np.int64)
    return people


def _locations(
    rng: np.random.Generator, namer: Namer, shape: Geography, areas: Areas, people: Indices, *, count: int
) -> Locations:
    camps = story.CLOSED_CAMPS + story.OPEN_CAMPS
    share = people**0.75 / (people**0.75).sum()
    per_area = np.maximum(1, np.round(share * (count - camps))).astype(np.int64)
    points, area, households, urban = [], [], [], []
    for index, number in enumerate(per_area):
        points.append(_scatter(rng, shape.sub_districts[index], shape.centres[index], int(number)))
        size = rng.pareto(1.6, number) + 0.4
        nearness = np.exp(-np.linalg.norm(points[-1] - shape.centres[index], axis=1) / 0.12)
        size *= 0.3 + nearness
        households.append(np.round(people[index] / HOUSEHOLD_SIZE * size / size.sum()).astype(np.int64))
        urban.append(areas.names[index].en.startswith("Markaz") & (nearness >= np.quantile(nearness, 0.5)))
        area.append(np.full(number, index))
    camp_area = _camp_areas(rng, shape, camps)
    points += [_scatter(rng, shape.sub_districts[index], shape.centres[index], 1) for index in camp_area]
    sub_district = np.concatenate([*area, camp_area])
    is_urban = np.concatenate([*urban, np.zeros(camps, dtype=bool)])
    names = [namer.settlement(bool(flag)) for flag in is_urban[:-camps]] + [namer.camp() for _ in range(camps)]
    governorate = shape.governorate_of[sub_district]
    order = np.arange(len(sub_district))
    place_ids = rng.permutation(len(order)) + 101
    return Locations(
        tuple(names),
        place_ids.astype(np.int64),
        (11 + governorate) * 100_000 + order,
        np.concatenate(points),
        sub_district,
        np.concatenate([*households, np.zeros(camps, dtype=np.int64)]),
        order >= len(order) - camps,
        is_urban,
    )


def _camp_areas(rng: np.random.Generator, shape: Geography, count: int) -> Indices:
    """Sub-districts for the camps, one each: in governorates that took people in, those to close first."""
    host = [story.FROM_NORTH_WEST.index(code) for code in (story.SECONDARY, story.EARLY_RETURN, story.CAPITAL)]
    candidates = np.flatnonzero(np.isin(shape.governorate_of, host))
    if len(candidates) < count:
        candidates = np.flatnonzero(shape.governorate_of > 0)
    return rng.permutation(candidates)[:count].astype(np.int64)


def _scatter(rng: np.random.Generator, polygon: shapely.Polygon, centre: Points, count: int) -> Points:
    """Points inside the polygon, most of them near its town. Rounded to 5 decimals (about a metre)."""
    found = np.empty((0, 2))
    west, south, east, north = polygon.bounds
    inner = polygon.buffer(-0.002)
    while len(found) < count:
        near = centre + rng.normal(0, 0.16, (count * 2, 2))
        anywhere = rng.uniform((west, south), (east, north), (count * 2, 2))
        trial = np.round(np.where(rng.uniform(size=(count * 2, 1)) < 0.6, near, anywhere), geography.DECIMALS)
        found = np.concatenate([found, trial[shapely.contains_xy(inner, trial)]])
    return found[:count]
