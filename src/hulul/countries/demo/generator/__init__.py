"""Writes the files of a country that does not exist: boundaries, places, years of displacement and return, surveys.

Everything comes from one seed, byte for byte. The files look like those that real operations have, so that the usual
commands load them. It knows the pack of the demo country and nothing of the database or of any room.
"""

from hulul.countries.demo.generator.generate import generate
from hulul.countries.demo.generator.manifest import Manifest, SourceFile

__all__ = ["Manifest", "SourceFile", "generate"]
