"""How firm a rank is: sampling error, other ways of determining the index, what one change would do. Floats serve."""
