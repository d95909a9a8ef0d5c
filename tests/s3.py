"""A real S3-compatible server for tests (moto, over HTTP on this machine), with an empty bucket."""

from collections.abc import Iterator
from uuid import uuid4

import boto3
import pytest
from moto.server import ThreadedMotoServer
from pytest_django.fixtures import Settings


@pytest.fixture
def s3(settings: Settings) -> Iterator[None]:
    """The store of the test is the bucket, as HULUL_FILES=s3 would make it."""
    bucket = f"hulul-{uuid4().hex}"  # moto's servers of one process share what they hold
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    access = {"endpoint_url": f"http://{host}:{port}", "aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    boto3.client("s3", region_name="us-east-1", **access).create_bucket(Bucket=bucket)
    options = {
        "bucket_name": bucket,
        "endpoint_url": access["endpoint_url"],
        "access_key": "key",
        "secret_key": "secret",
        "region_name": "us-east-1",
        "file_overwrite": True,
    }
    settings.STORAGES = settings.STORAGES | {
        "default": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    }
    yield
    server.stop()
