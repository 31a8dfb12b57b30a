"""The law as data: the model of an edition, its rules, reading and checking it, comparing two of them."""
