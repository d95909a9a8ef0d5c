"""Sign-in is looked at on the specimen's addresses: no room above `agencies` is needed."""

from tests.ui.conftest import specimen

__all__ = ["specimen"]
