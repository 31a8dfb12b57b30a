"""What a reader of a portal sees, and what waits for those who keep it."""
