"""Work that no page waits for: queued in the office's own database, done by workers, done again where one died."""
