"""The datasets for machines: routes, what they are asked with and answer, and how an answer is written."""

from hulul.warehouse.api.routes import router

__all__ = ("router",)
