"""Fixtures of the kernel's tests."""

from tests.s3 import s3  # noqa: F401 - a fixture
