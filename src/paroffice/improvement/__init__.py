"""What follows from a result: lost points become tasks of a plan, and what closes them proves the next year."""
