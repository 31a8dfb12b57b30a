"""Pages of the one-stop unit, and those of the citizen."""
