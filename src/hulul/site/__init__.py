"""Puts the rooms together: settings, URLs, command line, first run. Imported by nobody."""
