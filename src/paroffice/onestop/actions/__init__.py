"""What is done at a one-stop unit; only these modules write its rows."""
