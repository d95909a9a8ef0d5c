"""Fuzzing of everything that reads what strangers send. `python -m tests.fuzz.run --minutes 30` runs it for long."""
