"""The sealed package: a round, its result and their digests in one file that anyone can open and recompute."""
