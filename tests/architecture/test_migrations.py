"""Migrations of a room form one line: what was tested in an order is applied in that order everywhere."""

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

ROOMS = sorted(app.label for app in apps.get_app_configs() if app.name.startswith("hulul."))


@pytest.fixture(scope="module")
def loader() -> MigrationLoader:
    return MigrationLoader(None, ignore_no_migrations=True)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_has_one_line_of_migrations(loader: MigrationLoader, room: str) -> None:
    own = {key: migration for key, migration in loader.disk_migrations.items() if key[0] == room}
    after = [parent for key in own for parent in loader.graph.node_map[key].parents if parent[0] == room]
    assert len(after) == len(set(after)), "two migrations follow the same one"
    assert len(loader.graph.leaf_nodes(room)) == (1 if own else 0)
    assert not [key for key, migration in own.items() if len([d for d in migration.dependencies if d[0] == room]) > 1]


@pytest.mark.parametrize("room", ROOMS)
def test_migrations_are_numbered_in_their_order(loader: MigrationLoader, room: str) -> None:
    plans = [loader.graph.forwards_plan(leaf) for leaf in loader.graph.leaf_nodes(room)]
    line = [name for plan in plans for app, name in plan if app == room]
    assert [int(name[:4]) for name in line] == list(range(1, len(line) + 1))


def test_there_are_migrations_to_look_at(loader: MigrationLoader) -> None:
    rooms = {app for app, _name in loader.disk_migrations}
    assert {"agencies", "audit", "kernel", "places", "tracking", "warehouse"} <= rooms
