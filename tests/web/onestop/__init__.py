"""The one-stop unit."""
