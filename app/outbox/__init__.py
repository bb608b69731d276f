"""Letters waiting to go out.

A letter is a row of the transaction that announces it; the courier carries it later.
"""
