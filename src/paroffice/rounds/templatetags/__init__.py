"""Filters of the rounds' pages."""
