"""What the one-stop unit knows, and for whom."""
