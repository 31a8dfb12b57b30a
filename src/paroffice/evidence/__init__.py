"""One store of documents for a whole unit: kept once, used for many items and rounds."""
