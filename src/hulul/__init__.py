"""Hulul: the open information system of a durable-solutions operation."""

from importlib.metadata import version

__version__ = version("hulul")
