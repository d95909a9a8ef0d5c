"""A real Spark Connect server for tests: Sail, from PyPI, in this process and reachable from this machine only."""

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(scope="session")
def spark_connect() -> Iterator[str]:
    """The address of a running server (sc://host:port), the same for the whole session."""
    from pysail.spark import SparkConnectServer
    from pyspark.sql import SparkSession

    os.environ["SAIL_SPARK__SESSION_TIMEOUT_SECS"] = "86400"  # other tests may come between those that ask it
    server = SparkConnectServer("127.0.0.1", 0)
    server.start(background=True)
    host, port = server.listening_address
    yield f"sc://{host}:{port}"
    session = SparkSession.getActiveSession()
    if session is not None:  # an open session would keep the server, and so this process, from ending
        session.stop()
    server.stop()
