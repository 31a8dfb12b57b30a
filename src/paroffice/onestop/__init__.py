"""The one-stop unit at work: procedures, dossiers, clocks, forms, and the figures that feed the index."""
