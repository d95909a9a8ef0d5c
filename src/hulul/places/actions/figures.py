"""Population of places from the figures of the file: always the sum of what lies at a place and below it."""

from collections import defaultdict

from django.db.models import Sum

from hulul.places.actions.writing import BATCH
from hulul.places.models import Place, PopulationFigure


def settle_population() -> int:
    """Write each place's population anew; returns how many changed. A place without a figure below it has none."""
    sums: dict[str, int] = defaultdict(int)
    for path, people in PopulationFigure.objects.values_list("place__path").annotate(people=Sum("people")).order_by():
        for code in path.strip("/").split("/"):
            sums[code] += people
    changed = []
    for place in Place.objects.filter(level__lt=4).only("pk", "code", "population"):
        if place.population != sums.get(place.code):
            place.population = sums.get(place.code)
            changed.append(place)
    Place.objects.bulk_update(changed, ["population"], batch_size=BATCH)
    return len(changed)
