"""The survey office."""
