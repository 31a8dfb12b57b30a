"""What follows from a result: lost points become tasks of a reform plan, and what closes them proves the next year."""
