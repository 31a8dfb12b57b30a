"""The two clocks of a dossier: the legal one for its due date, the index one for its on-time rate."""
