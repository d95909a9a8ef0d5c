"""The machine-readable door: every room's router under /api/v1."""

from ninja import NinjaAPI

from hulul import __version__

api = NinjaAPI(title="Hulul", version=__version__, urls_namespace="api", docs_url=None)
