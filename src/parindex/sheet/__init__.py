"""A unit's answers and marks, in ledgers that are never overwritten."""
