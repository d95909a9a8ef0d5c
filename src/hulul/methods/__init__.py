"""The field's published methods as pure functions: no Django, no files, no network; usable from a notebook."""
