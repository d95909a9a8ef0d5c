"""From inputs to scores: what goes in, how each step is made, and the tables that come out.

`inputs` finds and keeps what is read, `computing` runs the steps in order, `tables` writes what the datasets say.
Nothing here writes to the database: `actions` do, with what comes out.
"""
