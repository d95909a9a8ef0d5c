"""The field's published methods as pure functions: no Django, no files, no network; usable from a notebook.

    from hulul.methods import alerts, mobility, names, returns, stocks

    levels = stocks.stocks(counts, rounds, places)       # also stocks.changes, .breakdown_stocks, .flows
    rates = returns.return_rates(counts, breakdowns, rounds, places, origin_level=1)
    names.similarity("Al-Qa'im", "القائم")               # 1.0

Returns tracking: every table is a Narwhals LazyFrame over DuckDB or Spark; `tables` names the columns.

- `stocks`, `returns`, `mobility`: how many there are, how many came back, how fast numbers change
- `no_return`, `alerts`: candidates for places of no return, unusual movements
- `names`: spellings of one name in three languages

Conditions and solutions: any dataframe with one row per unit in, small dataclasses of numpy arrays out.

- `composite`: many indicators made into one score, by a specification that says every step
- `severity`: the Return Index, fitted by regression of returns on survey answers
- `uncertainty`: how sure an index is, and which assumption makes it unsure
- `change`: what moved between two rounds, divided by what made it
- `hotspots`: the hotspot rule for areas, and clusters of severe locations
- `exit`: the IRIS exit measure, every published metric side by side
- `progress`: how displaced, returned and other households fare, criterion by criterion
- `surveys`: design-based estimates from household surveys, and drawing the sample

The packages show examples in their own docstrings. docs/reference/methods.md states each formula,
its source and its status.
"""
