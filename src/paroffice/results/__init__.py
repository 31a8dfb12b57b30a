"""The result of a round: determined, frozen and sealed, published, corrected, complained of."""
