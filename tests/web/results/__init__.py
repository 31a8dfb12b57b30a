"""The result of a round in the office."""
