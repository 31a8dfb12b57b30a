"""The room where the working group appraises."""
