"""The field's published methods as pure functions: no Django, no files, no network; usable from a notebook.

    from hulul.methods import alerts, mobility, names, returns, stocks

    levels = stocks.stocks(counts, rounds, places)       # also stocks.changes, .breakdown_stocks, .flows
    rates = returns.return_rates(counts, breakdowns, rounds, places, origin_level=1)
    names.similarity("Al-Qa'im", "القائم")               # 1.0

Every table is a Narwhals LazyFrame over DuckDB or Spark; `tables` names the columns. docs/reference/methods.md states
each formula, its source and its status.
"""
