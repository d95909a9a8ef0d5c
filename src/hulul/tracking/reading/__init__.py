"""From any messy file to typed tables with findings: `sources` finds the files, `read` turns one into a `SourceTable`.

Knows how files look: signatures, encodings, delimiters, sheets, headers, total rows, numbers as people write them. It
must not know the database, the gazetteer or what makes a number believable: it describes a file, and others judge it.
"""
