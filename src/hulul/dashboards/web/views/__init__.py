"""Pages and panels, a few lines each: read the selection, ask, hand over to a template."""
