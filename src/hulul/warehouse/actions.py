"""Publishing a generation, and clearing away what nobody reads any more."""

from collections.abc import Mapping
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils.translation import gettext as _

from hulul.audit.actions import record, record_read
from hulul.kernel import clock, events, files, jobs
from hulul.kernel.actors import Actor
from hulul.kernel.datasets import Dataset
from hulul.kernel.errors import Conflict
from hulul.kernel.jobs import Progress, silent
from hulul.kernel.tiers import Tier
from hulul.warehouse import building, engines, planning
from hulul.warehouse.access import check_publish
from hulul.warehouse.answers import cache
from hulul.warehouse.events import GenerationPublished
from hulul.warehouse.models import Entry, Generation

KEPT = 3
ATTEMPTS = 5
# A reader holds a generation for the length of one request; an export may take minutes.
STILL_READ = timedelta(minutes=30)
# No build takes this long: what still says "building" was killed.
STALE = timedelta(hours=2)

State = Generation.State


def publish(actor: Actor, progress: Progress = silent) -> Generation:
    """Build what changed and make it current at one stroke; the current generation when nothing changed.

    Readers see the old generation until the new one is complete. When building fails or is killed, the old one stays;
    when two build at once, the one that began later is the newer truth and wins.
    """
    check_publish(actor)
    engine = engines.current()
    for _attempt in range(ATTEMPTS):
        # The number is taken before the records are read: a higher number never stands for older records.
        number = (Generation.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        plan = planning.plan(engine.name)
        current = _published().first()
        if current is not None and current.fingerprint == plan.fingerprint:
            progress(1, 1, _("Nothing has changed since the last publication."))
            return current
        generation = _begin(number, plan, engine.name)
        if generation is not None:
            break
    else:
        raise Conflict(_("Other publications keep starting at the same moment. Nothing was changed; try again later."))

    def follow(number: int, step: planning.Step, entry: Entry) -> None:
        progress(number - 1, len(plan.steps), str(step.dataset.title))
        generation.manifest[step.dataset.name] = entry
        generation.save(update_fields=["manifest"])

    try:
        building.build(plan, engine, current, follow)
    except BaseException as error:
        _fail(Generation.objects.filter(pk=generation.pk), f"{type(error).__name__}: {error}"[:500])
        raise
    _switch(actor, generation)
    progress(len(plan.steps), len(plan.steps), "")
    sweep(actor)
    return generation


def _begin(number: int, plan: planning.Plan, engine: str) -> Generation | None:
    """The row of a build under way; None when another build took the number meanwhile."""
    try:
        with transaction.atomic():
            return Generation.objects.create(
                number=number,
                fingerprint=plan.fingerprint,
                engine=engine,
                code_version=plan.code_version,
                started_at=clock.now(),
            )
    except IntegrityError:
        return None


@transaction.atomic
def _switch(actor: Actor, generation: Generation) -> None:
    """The one change that readers notice."""
    generation.state = State.PUBLISHED
    generation.published_at = generation.finished_at = clock.now()
    changed = Generation.objects.filter(pk=generation.pk, state=State.BUILDING).update(
        state=generation.state, published_at=generation.published_at, finished_at=generation.finished_at
    )
    if not changed:
        raise Conflict(_("This publication was given up meanwhile because it took too long. Publish again."))
    rows = {name: sum(file["rows"] for file in entry["files"]) for name, entry in sorted(generation.manifest.items())}
    record(actor, "publish", "generation", generation.number, engine=generation.engine, rows=rows)
    events.publish(GenerationPublished(generation.number))


def sweep(actor: Actor) -> int:
    """Fail builds that were killed, retire generations beyond the newest, delete files nobody refers to.

    Returns how many files were deleted. A generation is retired only when its successor has been current for long
    enough that nobody can still be reading it. No file is deleted while a backup is being made.
    """
    check_publish(actor)
    moment = clock.now()
    _fail(Generation.objects.filter(state=State.BUILDING, started_at__lt=moment - STALE), _("The build was killed."))
    _retire(actor)
    if jobs.under_way("backup"):
        return 0
    deleted = _forget()
    files.clear_temporary(STALE)
    return deleted


def note_download(actor: Actor, dataset: Dataset, extension: str) -> None:
    """Write down who takes away data that are not public, before the file is sent."""
    if dataset.tier > Tier.PUBLIC:
        record_read(actor, "download", "dataset", dataset.name, format=extension, tier=int(dataset.tier))


@transaction.atomic
def _retire(actor: Actor) -> None:
    newest_first = list(_published())
    for successor, generation in zip(newest_first[KEPT - 1 :], newest_first[KEPT:], strict=False):
        if successor.published_at is not None and successor.published_at < clock.now() - STILL_READ:
            Generation.objects.filter(pk=generation.pk, state=State.PUBLISHED).update(state=State.RETIRED)
            record(actor, "retire", "generation", generation.number)


def _forget() -> int:
    """Delete the files of retired and failed generations that no other generation uses; their manifests become empty.

    Files first, then the manifest: when this is killed between the two, the next sweep does it again.
    """
    kept = Generation.objects.filter(state__in=(State.PUBLISHED, State.BUILDING))
    used = {name for manifest in kept.values_list("manifest", flat=True) for name in _own_files(manifest)}
    deleted = 0
    for generation in Generation.objects.filter(state__in=(State.RETIRED, State.FAILED)).exclude(manifest={}):
        for name in _own_files(generation.manifest) - used:
            if files.exists(name):
                files.delete(name)
                deleted += 1
        Generation.objects.filter(pk=generation.pk).update(manifest={})
    if deleted:
        cache.clear()
    return deleted


def _own_files(manifest: Mapping[str, Entry]) -> set[str]:
    """The files that the warehouse made; those it only refers to belong to the rooms that stored them."""
    names = {file["name"] for entry in manifest.values() for file in entry["files"]}
    return {name for name in names if name.startswith("warehouse/")}


def _fail(found: "QuerySet[Generation]", message: str) -> None:
    found.filter(state=State.BUILDING).update(state=State.FAILED, message=message, finished_at=clock.now())


def _published() -> "QuerySet[Generation]":
    return Generation.objects.filter(state=State.PUBLISHED).order_by("-number")
