"""From ledgers and survey to the index: earn, settle, rank, explain."""
