"""Found by Django by its name, for this language."""
