"""The membrane: generations of Parquet files made from the datasets rooms declare, and the one door to them.

Applies the reader's tiers to every answer. Reads other rooms only through the datasets they register.
"""
