"""The API's description is kept in the repository, so that every change of the contract is seen in review."""

import json
from pathlib import Path

from hulul.site.api import api

SNAPSHOT = Path(__file__).resolve().parent / "openapi.json"


def test_the_description_of_the_api_is_the_one_on_record() -> None:
    now = json.loads(json.dumps(api.get_openapi_schema()))
    written = json.loads(SNAPSHOT.read_text("utf-8"))
    assert now == written, "the API's contract changed: if it must be, run `make reference`"
