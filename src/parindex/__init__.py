"""From a rubric as data to a ranked index: the arithmetic of administrative reform, pure and exact."""
