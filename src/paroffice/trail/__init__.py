"""The append-only record of who did what, hash-chained, with signed checkpoints kept outside the database."""
