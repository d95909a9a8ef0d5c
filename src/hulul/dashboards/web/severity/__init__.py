"""How the severity of conditions is said and drawn: sentences, key figures, charts, maps and tables."""
