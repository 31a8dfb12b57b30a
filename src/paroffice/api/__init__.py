"""The HTTP API: published results for everybody's programs, results to come for a province's own, by a token."""
