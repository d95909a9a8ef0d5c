"""How conditions are, by frameworks that are files: surveys in, versioned and replayable builds out.

Knows places and, by the names of their datasets, the counts of returnees; must not know how the warehouse stores what
it is given, nor who looks at it.
"""
