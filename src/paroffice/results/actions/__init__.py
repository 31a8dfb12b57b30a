"""What is done with a result, one file per noun."""
